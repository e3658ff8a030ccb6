/** A value with everything that can be taken back and done again. */
export interface History<T> {
  past: readonly T[];
  now: T;
  future: readonly T[];
  /** What the last change was of: those that follow each other with the same mark are taken back as one. */
  mark: string;
}

/** How many changes can be taken back. */
const mostKept = 200;

/** A history in which nothing has happened. */
export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [], mark: '' };
}

/** Takes a change; typing in one field has one mark and is one change. What could be done again is forgotten. */
export function change<T>(history: History<T>, now: T, mark = ''): History<T> {
  const { past } = history;
  const goesOn = mark !== '' && mark === history.mark && past.length > 0;
  return { past: goesOn ? past : [...past, history.now].slice(-mostKept), now, future: [], mark };
}

/** Takes the last change back. */
export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], mark: '' };
}

/** Does again what was taken back last. */
export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future, mark: '' };
}
