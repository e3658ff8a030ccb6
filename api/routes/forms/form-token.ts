import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../../domain/key-ring.ts';

const [tenantBytes, ownBytes, nonceBytes] = [16, 11, 12];

/** A new token of a form's address: the tenant, so that its rows can be looked at, and what tells its forms apart. */
export function newFormToken(tenantId: string): string {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex');
  return Buffer.concat([tenant, randomBytes(ownBytes)]).toString('base64url');
}

/** Whose form a token would mean; null for a text that is no token. */
export function tenantOfForm(token: string): string | null {
  if (!/^[\w-]{36}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== tenantBytes + ownBytes || bytes.toString('base64url') !== token) return null;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** The token in a form's page: it says when the page was shown, and makes sure that it is submitted only once. */
export function newStamp(ring: KeyRing, token: string, nowMs: number): string {
  const nonce = randomBytes(nonceBytes).toString('base64url');
  const { id, key } = ring.current;
  return `${id}.${nowMs}.${nonce}.${sign(key, { token, nowMs, nonce })}`;
}

/** When a page with this stamp was shown, in milliseconds, and its nonce; null where it is none of ours. */
export function readStamp(ring: KeyRing, token: string, stamp: string): { shownAt: number; nonce: string } | null {
  const [id = '', at = '', nonce = '', tag = ''] = stamp.split('.');
  const known = ring.find(Number(id));
  if (!known || !/^\d{1,15}$/.test(at) || !/^[\w-]{16}$/.test(nonce)) return null;
  const expected = Buffer.from(sign(known.key, { token, nowMs: Number(at), nonce }));
  const given = Buffer.from(tag);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return { shownAt: Number(at), nonce };
}

function sign(key: Uint8Array, { token, nowMs, nonce }: { token: string; nowMs: number; nonce: string }): string {
  return createHmac('sha256', key).update(`form\n${token}\n${nowMs}\n${nonce}`).digest('base64url');
}
