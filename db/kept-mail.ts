import { createHash } from 'node:crypto';
import { inboundMailPurpose, keptBytes } from '../domain/inbound/kept-mail.ts';
import type { MailRead } from '../domain/inbound/mail.ts';
import { sameMailBy } from '../domain/inbound/same-mail.ts';
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

/** How a mail came, as far as it matters to whether it is known. */
export interface MailCame {
  raw: Uint8Array;
  /** The local parts of ours that it came to. */
  recipients: readonly string[];
  /** It is a copy of what a mailbox of the sender's got, whichever way. */
  isCopy: boolean;
}

/**
 * What a mail is known again by: whom it came to, and its Message-ID, or else its bytes; a copy by itself, since it may come several ways.
 * `mail` null: it could not be taken apart.
 */
export function fingerprintOf(mail: MailRead | null, { raw, recipients, isCopy }: MailCame): Buffer {
  const hash = createHash('sha256');
  if (mail && isCopy) return hash.update(sameMailBy(mail)).digest();
  hash.update(`${[...recipients].sort().join('\n').toLowerCase()}\n`);
  return hash.update(mail?.headers.get('message-id') || raw).digest();
}
