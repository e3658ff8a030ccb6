/** Under what the buttons of a dialog find what is under way in it. */
export const workAround = Symbol('work');

/** What is under way in a dialog. */
export interface Work {
  /** Whether anything is: then its buttons wait. Reactive. */
  readonly isGoingOn: boolean;
  /** Notes something; what it returns says that it is over. */
  note: () => () => void;
}
