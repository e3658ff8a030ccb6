import { isLost, noteWriting } from './leaving.ts';

let answerTo = $state.raw<((isLeaving: boolean) => void) | null>(null);

/**
 * Asks before what is not saved is lost, by a link, by the browser's buttons, and (in the browser's own words) when the tab closes; for
 * as long as the component lives. `parameters` of the address are those whose change takes the editor away, besides another page;
 * `keep` is called where the session has ended and nobody can be asked.
 */
export function guardUnsaved(isChanged: () => boolean, parameters: readonly string[] = [], keep?: () => void): void {
  $effect(() => noteWriting({ isChanged, parameters, keep }));
}

/** Whether one may go from one address to another: at once where nothing is lost by it, else once somebody has said so. */
export function mayLeave(from: URL, to: URL): boolean | Promise<boolean> {
  return isLost(from, to) ? askToLeave() : true;
}

/** Asks whether what is not saved may be lost. */
export function askToLeave(): Promise<boolean> {
  answerTo?.(false);
  return new Promise((resolve) => {
    answerTo = (isLeaving) => {
      answerTo = null;
      resolve(isLeaving);
    };
  });
}

/** Whether somebody is being asked. Reactive. */
export function isAsking(): boolean {
  return answerTo !== null;
}

/** Answers the question. */
export function answerLeaving(isLeaving: boolean): void {
  answerTo?.(isLeaving);
}
