/** Something that keeps the platform from starting and that the person at the keyboard can mend: what it is, and how. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  constructor(
    message: string,
    readonly mend: string,
  ) {
    super(message);
  }
}
