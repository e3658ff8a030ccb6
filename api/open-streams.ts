/** Streams that one credential may have open in a process: each of them asks the database twice a second. */
export const mostStreams = 20;

/**
 * Counts the answers of this process that stay open, by whom they are for: takes one more in and returns what lets it go again, or null
 * where there are too many.
 */
export function createStreamCount(): (key: string) => (() => void) | null {
  const open = new Map<string, Set<symbol>>();
  return (key) => {
    const streams = open.get(key) ?? new Set();
    if (streams.size >= mostStreams) return null;
    const stream = Symbol('stream');
    open.set(key, streams.add(stream));
    return () => {
      streams.delete(stream);
      if (streams.size === 0 && open.get(key) === streams) open.delete(key);
    };
  };
}
