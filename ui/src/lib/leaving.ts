/** Where an editor stands: its page, and the parameters of the address that choose it there. */
export interface Place {
  parameters: readonly string[];
}

/** Where something is being written. */
export interface Writing extends Place {
  isChanged: () => boolean;
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

/** Whether something that is not saved is lost by going from one address to another. */
export function isLost(from: URL, to: URL): boolean {
  return [...written].some((writing) => writing.isChanged() && leaves(writing, from, to));
}

/** Whether an editor goes away when one goes from one address to another. */
export function leaves({ parameters }: Place, from: URL, to: URL): boolean {
  if (from.origin !== to.origin || from.pathname !== to.pathname) return true;
  return parameters.some((name) => (from.searchParams.get(name) ?? '') !== (to.searchParams.get(name) ?? ''));
}
