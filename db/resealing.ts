import type { KeyRing } from '../domain/key-ring.ts';
import { needsResealing, openSecret, sealSecret } from './sealing.ts';

/** Sealing with a ring's current key, and what came of it so far. */
export interface Resealing {
  ring: KeyRing;
  /** How many were sealed anew. */
  count: number;
  /** What could not be opened, and why, a line each: its key has left the ring, or it was changed. It stays as it is. */
  unopened: string[];
}

/**
 * The sealed text of a secret under the ring's current key; null where it is that already, or cannot be opened, which is noted: one whose
 * key is gone must not keep all others under theirs.
 */
export function resealSecret(
  to: Resealing,
  { what, purpose, sealed }: { what: string; purpose: string; sealed: string },
): string | null {
  if (!needsResealing(to.ring, sealed)) return null;
  try {
    const again = sealSecret(to.ring, purpose, openSecret(to.ring, purpose, sealed));
    to.count += 1;
    return again;
  } catch (error) {
    to.unopened.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Begins to seal with the ring's current key. */
export function resealingTo(ring: KeyRing): Resealing {
  return { ring, count: 0, unopened: [] };
}
