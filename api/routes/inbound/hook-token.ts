import { createHash, randomBytes } from 'node:crypto';

/** A new token for an address that a provider calls, with the hash that is kept of it. */
export function newHookToken(): { text: string; hash: Buffer } {
  const text = randomBytes(24).toString('base64url');
  return { text, hash: hashOfToken(text) };
}

/** The hash that a token is looked up by. */
export function hashOfToken(text: string): Buffer {
  return createHash('sha256').update('provider hook\n').update(text).digest();
}
