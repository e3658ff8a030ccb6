/**
 * Whether something found for an earlier text also fits what has been typed since: between a key and the answer to
 * it only such rows may be chosen, or Enter takes somebody whom nobody asked for.
 */
export function stillFits(text: string, ...words: (string | undefined)[]): boolean {
  const sought = text.trim().toLowerCase();
  return words.some((word) => word !== undefined && word.toLowerCase().includes(sought));
}
