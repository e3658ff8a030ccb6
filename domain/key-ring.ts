/** One secret of the installation and its number, which stands in everything that it signed or sealed. */
export interface SecretKey {
  id: number;
  key: Uint8Array;
}

/** The secrets of the installation: `current`, which stands first, signs and seals; every one of them verifies and opens. */
export interface KeyRing {
  current: SecretKey;
  keys: readonly SecretKey[];
  find: (id: number) => SecretKey | undefined;
}

const entryPattern = /^k(\d{1,3}):([A-Za-z0-9+/_-]{43,}={0,2})$/;

/** How many octets a key has at least. */
export const keyOctets = 32;

/** Reads `k2:base64,k1:base64` (the current one first). Throws a sentence that names the faulty entry and never shows its key. */
export function parseKeyRing(text: string): KeyRing {
  const keys = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry);
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new Error('SECRET_KEY names the same key number twice.');
  return keyRing(keys);
}

/** The ring as it is written in SECRET_KEY. */
export function formatKeyRing(ring: KeyRing): string {
  return ring.keys.map(({ id, key }) => `k${id}:${btoa(String.fromCharCode(...key))}`).join(',');
}

/** The ring with `key` (random, 32 octets) as the new current one. Older keys stay: what they signed must still be read. */
export function rotateKeyRing(ring: KeyRing | null, key: Uint8Array): KeyRing {
  const older = ring?.keys ?? [];
  return keyRing([{ id: nextId(older), key }, ...older]);
}

/**
 * The ring with `key` (random, 32 octets) as one that verifies and opens, and signs nothing yet: once every process knows it, `useKey`
 * makes it the current one, and none of them meets what it cannot read.
 */
export function announceKey(ring: KeyRing, key: Uint8Array): KeyRing {
  const [current, ...older] = ring.keys;
  return keyRing([current!, { id: nextId(ring.keys), key }, ...older]);
}

/** The ring with one of its keys as the current one. */
export function useKey(ring: KeyRing, id: number): KeyRing {
  const wanted = ring.find(id);
  if (!wanted) throw new Error(`There is no key ${id} in SECRET_KEY.`);
  return keyRing([wanted, ...ring.keys.filter((key) => key !== wanted)]);
}

/** The ring without a key that must no longer be believed; never without the current one. */
export function dropKey(ring: KeyRing, id: number): KeyRing {
  if (!ring.find(id)) throw new Error(`There is no key ${id} in SECRET_KEY.`);
  if (ring.current.id === id) throw new Error(`Key ${id} is the current one: rotate first, reseal, and then drop it.`);
  return keyRing(ring.keys.filter((key) => key.id !== id));
}

function nextId(keys: readonly SecretKey[]): number {
  const id = Math.max(0, ...keys.map((known) => known.id)) + 1;
  if (id > 255) throw new Error('Key numbers end at 255: drop old keys and begin anew.');
  return id;
}

function parseEntry(entry: string, index: number): SecretKey {
  const match = entryPattern.exec(entry);
  const id = Number(match?.[1]);
  if (!match?.[2] || id < 1 || id > 255) {
    throw new Error(
      `SECRET_KEY entry ${index + 1} is not of the form k<1-255>:<base64 of at least ${keyOctets} bytes>; "npm run secret" makes one.`,
    );
  }
  const binary = atob(match[2].replaceAll('-', '+').replaceAll('_', '/'));
  return { id, key: Uint8Array.from(binary, (letter) => letter.charCodeAt(0)) };
}

function keyRing(keys: readonly SecretKey[]): KeyRing {
  const [current] = keys;
  if (!current) throw new Error('SECRET_KEY is empty; "npm run secret" makes one.');
  const byId = new Map(keys.map((key) => [key.id, key]));
  return { current, keys, find: (id) => byId.get(id) };
}
