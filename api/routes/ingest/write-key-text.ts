import { createHash, randomBytes } from 'node:crypto';

const prefix = 'scw_';
const [tenantBytes, secretBytes] = [16, 24];

/** A new write key: the tenant, so that its rows can be looked at, and 192 random bits; with the hash that is kept of it. */
export function newWriteKeyText(tenantId: string): { text: string; start: string; hash: Buffer } {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex');
  const secret = randomBytes(secretBytes).toString('base64url');
  const text = prefix + tenant.toString('base64url') + secret;
  // The first letters are those of the tenant: what tells keys apart begins behind them.
  return { text, start: `${prefix}…${secret.slice(0, 6)}`, hash: hashOf(text) };
}

/** Whose key it would be and the hash to look for; null for a text that is no write key. */
export function readWriteKeyText(text: string): { tenantId: string; hash: Buffer } | null {
  if (!/^scw_[\w-]{54}$/.test(text)) return null;
  const tenant = text.slice(prefix.length, prefix.length + 22);
  const bytes = Buffer.from(tenant, 'base64url');
  if (bytes.length !== tenantBytes || bytes.toString('base64url') !== tenant) return null;
  const hex = bytes.toString('hex');
  return { tenantId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), hash: hashOf(text) };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update('write key\n').update(text).digest();
}
