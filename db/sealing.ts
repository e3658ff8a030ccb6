import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyRing } from '../domain/key-ring.ts';

/**
 * Encrypts a secret for the database (AES-256-GCM under the ring's current key). `purpose` names the column it is for: a
 * value copied into another column does not open.
 */
export function sealSecret(ring: KeyRing, purpose: string, secret: string): string {
  const { id, key } = ring.current;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key, purpose), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `k${id}.${sealed.toString('base64url')}`;
}

/** Opens what `sealSecret` made for the same purpose. Throws when it was changed or its key has left the ring. */
export function openSecret(ring: KeyRing, purpose: string, text: string): string {
  const [head = '', payload = ''] = text.split('.');
  const known = ring.find(Number(head.slice(1)));
  if (!known) throw new Error(`A secret for ${purpose} was sealed with key ${head}, which is not in SECRET_KEY.`);
  const sealed = Buffer.from(payload, 'base64url');
  if (sealed.length < 28) throw new Error(`A sealed secret for ${purpose} is cut short.`);
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(known.key, purpose), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
}

/** Opens those of some secrets that can be opened: one whose key has left the ring does not take the others with it. */
export function openSecrets(ring: KeyRing, purpose: string, texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    try {
      return [openSecret(ring, purpose, text)];
    } catch {
      return [];
    }
  });
}

/** Whether a sealed text was made with another key than the current one, and should be sealed again. */
export function needsResealing(ring: KeyRing, text: string): boolean {
  return !text.startsWith(`k${ring.current.id}.`);
}

// Deriving a key costs as much as sealing a mail with it: those of a ring's keys are kept as long as the keys themselves.
const derived = new WeakMap<Uint8Array, Map<string, Buffer>>();

function sealingKey(key: Uint8Array, purpose: string): Buffer {
  const known = derived.get(key) ?? new Map<string, Buffer>();
  derived.set(key, known);
  const kept = known.get(purpose) ?? Buffer.from(hkdfSync('sha256', key, '', `sealing/${purpose}`, 32));
  known.set(purpose, kept);
  return kept;
}
