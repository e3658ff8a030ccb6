import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../domain/key-ring.ts';
import { authSecrets, cookiePrefix } from './options.ts';

/**
 * Our cookies as if the current key had signed them: the library verifies with one secret only, and a rotation of the key
 * ring must not sign everybody out. A cookie that no key of the ring signed is passed on as it is, and refused there.
 */
export function createCookieResigner(ring: KeyRing): (cookieHeader: string) => string {
  const [current, ...older] = authSecrets(ring).map(({ value }) => value);
  if (current === undefined || older.length === 0) return (header) => header;
  return (header) =>
    header
      .split(/;\s*/)
      .map((cookie) => resign(cookie, current, older))
      .join('; ');
}

function resign(cookie: string, current: string, older: string[]): string {
  const [name = '', encoded = ''] = splitOnce(cookie, '=');
  if (!name.replace(/^__(Secure|Host)-/, '').startsWith(`${cookiePrefix}.`)) return cookie;
  const signed = decode(encoded);
  const dot = signed.lastIndexOf('.');
  if (dot < 1) return cookie;
  const [value, signature] = [signed.slice(0, dot), signed.slice(dot + 1)];
  if (!older.some((secret) => isSame(sign(value, secret), signature))) return cookie;
  return `${name}=${encodeURIComponent(`${value}.${sign(value, current)}`)}`;
}

function sign(value: string, secret: string): string {
  return createHmac('sha256', secret).update(value).digest('base64');
}

function isSame(wanted: string, given: string): boolean {
  return wanted.length === given.length && timingSafeEqual(Buffer.from(wanted), Buffer.from(given));
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
