/** Numbers from 0 to below 1 that depend on the seed alone (mulberry32): the same seed gives the same numbers on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The first `count` of `items` in a random order; the given array stays as it is. */
export function drawWithout<T>(items: ArrayLike<T>, count: number, random: () => number): T[] {
  const pool = Array.from(items);
  const wanted = Math.min(count, pool.length);
  for (let at = 0; at < wanted; at++) {
    const other = at + Math.floor(random() * (pool.length - at));
    [pool[at], pool[other]] = [pool[other]!, pool[at]!];
  }
  return pool.slice(0, wanted);
}
