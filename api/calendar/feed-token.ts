import { createHash, randomBytes } from 'node:crypto';

/** What opens a feed: the text in its address, and the hash that is kept of it. */
export interface FeedToken {
  token: string;
  hash: Buffer;
}

const [tenantBytes, secretBytes] = [16, 24];

/** A new token: the tenant, so that its rows can be looked at, and 192 random bits. */
export function newFeedToken(tenantId: string): FeedToken {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([tenant, randomBytes(secretBytes)]).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** Whose feed a token would open and the hash to look for; null for a text that is no token. */
export function readFeedToken(token: string): { tenantId: string; hash: Buffer } | null {
  if (!/^[\w-]{54}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== tenantBytes + secretBytes || bytes.toString('base64url') !== token) return null;
  const hex = bytes.subarray(0, tenantBytes).toString('hex');
  return { tenantId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), hash: hashOf(token) };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update('calendar feed\n').update(token).digest();
}
