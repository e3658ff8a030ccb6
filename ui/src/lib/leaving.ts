/** Where an editor stands: its page, and the parameters of the address that choose it there. */
export interface Place {
  parameters: readonly string[];
}

/** Where something is being written. */
export interface Writing extends Place {
  isChanged: () => boolean;
  /** Puts what is not saved where it is found again, for when nobody can be asked. */
  keep?: (() => void) | undefined;
}

const written = new Set<Writing>();

/** Notes an editor; returns what forgets it again. */
export function noteWriting(writing: Writing): () => void {
  written.add(writing);
  return () => void written.delete(writing);
}

/** Whether anything that is not saved stands on the page. */
export function hasUnsaved(): boolean {
  return [...written].some(({ isChanged }) => isChanged());
}

/** The page is about to go away and nobody can be asked: what is not saved is kept, where its editor knows how. */
export function keepUnsaved(): void {
  for (const { isChanged, keep } of written) if (isChanged()) keep?.();
}

/** Whether something that is not saved is lost by going from one address to another. */
export function isLost(from: URL, to: URL): boolean {
  return [...written].some((writing) => writing.isChanged() && leaves(writing, from, to));
}

/** Whether an editor goes away when one goes from one address to another. */
export function leaves({ parameters }: Place, from: URL, to: URL): boolean {
  if (from.origin !== to.origin || from.pathname !== to.pathname) return true;
  return parameters.some((name) => (from.searchParams.get(name) ?? '') !== (to.searchParams.get(name) ?? ''));
}
