/**
 * Whether something found for an earlier text also fits what has been typed since: between a key and the answer to
 * it only such rows may be chosen, or Enter takes somebody whom nobody asked for.
 */
export function stillFits(text: string, ...words: (string | undefined)[]): boolean {
  const sought = text.trim().toLowerCase();
  return words.some((word) => word !== undefined && word.toLowerCase().includes(sought));
}

/**
 * Whether what is shown is the answer to `text`, and so to be shown as it came: `asked` is what was asked for last, once typing had rested.
 * That it is read anew in the background changes nothing about it; a query that is not made answers nothing that anybody waits for.
 */
export function isAnswerTo(text: string, asked: string, ...queries: { isPlaceholderData: boolean }[]): boolean {
  return asked === text.trim() && queries.every(({ isPlaceholderData }) => !isPlaceholderData);
}

/** Which of `count` rows is the active one where `pointed` was pointed at: with fewer rows than before the last of them, never none. */
export function activeOf(pointed: number, count: number): number {
  return Math.max(0, Math.min(pointed, count - 1));
}
