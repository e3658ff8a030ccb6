import { createHash } from 'node:crypto';
import { inboundMailPurpose, keptBytes } from '../domain/inbound/kept-mail.ts';
import type { MailRead } from '../domain/inbound/mail.ts';
import type { KeyRing } from '../domain/key-ring.ts';
import { openSecret, sealSecret } from './sealing.ts';

/** Seals the beginning of a mail, byte for byte. */
export function sealMail(ring: KeyRing, raw: Uint8Array): string {
  const kept = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, keptBytes));
  return sealSecret(ring, inboundMailPurpose, kept.toString('base64'));
}

/** Opens a sealed mail; null where its key has left the ring. */
export function openMail(ring: KeyRing, sealed: string): Buffer | null {
  try {
    return Buffer.from(openSecret(ring, inboundMailPurpose, sealed), 'base64');
  } catch {
    return null;
  }
}

/** What a mail is known again by: whom it came to, and its Message-ID, or else its bytes. Null: it could not be taken apart. */
export function fingerprintOf(
  mail: MailRead | null,
  { raw, recipients }: { raw: Uint8Array; recipients: readonly string[] },
): Buffer {
  const hash = createHash('sha256').update(`${[...recipients].sort().join('\n').toLowerCase()}\n`);
  return hash.update(mail?.headers.get('message-id') || raw).digest();
}
