import { createHash, randomBytes } from 'node:crypto';

/** What a token in an address opens: what it is for is part of the hash, so that one kind never opens another. */
export type TokenPurpose = 'calendar feed' | 'report share' | 'template image';

/** What opens something without a sign-in: the text in its address, and the hash that is kept of it. */
export interface TenantToken {
  token: string;
  hash: Buffer;
}

const [tenantBytes, secretBytes] = [16, 24];

/** A new token: the tenant, so that its rows can be looked at, and 192 random bits. */
export function newTenantToken(purpose: TokenPurpose, tenantId: string): TenantToken {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([tenant, randomBytes(secretBytes)]).toString('base64url');
  return { token, hash: hashOf(purpose, token) };
}

/** Whose rows a token would open and the hash to look for; null for a text that is no token. */
export function readTenantToken(purpose: TokenPurpose, token: string): { tenantId: string; hash: Buffer } | null {
  if (!/^[\w-]{54}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== tenantBytes + secretBytes || bytes.toString('base64url') !== token) return null;
  const hex = bytes.subarray(0, tenantBytes).toString('hex');
  const tenantId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { tenantId, hash: hashOf(purpose, token) };
}

function hashOf(purpose: TokenPurpose, token: string): Buffer {
  return createHash('sha256').update(`${purpose}\n`).update(token).digest();
}
