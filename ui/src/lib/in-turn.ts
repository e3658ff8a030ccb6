const turns = new Map<string, Promise<unknown>>();

/**
 * Does what is asked of one thing after all that was asked of it before, however that ended: of two requests under way at once the former
 * may come last, and hold. `isLast` says whether nothing waits behind it: what is read or answered before that is old already.
 */
export function inTurn<T>(of: string, run: (isLast: () => boolean) => Promise<T>): Promise<T> {
  const begin = (): Promise<T> => run(() => turns.get(of) === turn);
  const turn: Promise<T> = (turns.get(of) ?? Promise.resolve()).then(begin, begin);
  turns.set(of, turn);
  const end = (): void => {
    if (turns.get(of) === turn) turns.delete(of);
  };
  turn.then(end, end);
  return turn;
}
