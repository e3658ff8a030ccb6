import { readUuid, writeUuid } from './encoding.ts';

/** What a token speaks of: one message of one tenant. `tenantNumber` is `tenants.number`, `messageId` a UUID version 7. */
export interface MessageReference {
  tenantNumber: number;
  messageId: string;
}

/** Bytes of a reference in a token: key number, tenant number, message id. */
export const referenceBytes = 1 + 4 + 16;

/** Writes a reference under a key's number to the beginning of `head`; false where it is none: no UUID version 7, a tenant number beyond 32 bits. */
export function writeReference(
  head: Uint8Array,
  keyId: number,
  { tenantNumber, messageId }: MessageReference,
): boolean {
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > 255) throw new Error('A key of the ring is numbered 0 to 255');
  if (!Number.isInteger(tenantNumber) || tenantNumber < 0 || tenantNumber > 0xffff_ffff) return false;
  head[0] = keyId;
  head[1] = tenantNumber >>> 24;
  head[2] = (tenantNumber >>> 16) & 255;
  head[3] = (tenantNumber >>> 8) & 255;
  head[4] = tenantNumber & 255;
  return writeUuid(messageId, head, 5) && head[11]! >> 4 === 7;
}

/** The reference at the beginning of a token's bytes. */
export function readReference(bytes: Uint8Array): MessageReference {
  const tenantNumber = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  return { tenantNumber, messageId: readUuid(bytes, 5) };
}

/** When the message was made: the time its UUID version 7 carries, in milliseconds since 1970. */
export function millisecondsOf(bytes: Uint8Array): number {
  let time = 0;
  for (let i = 5; i < 11; i += 1) time = time * 256 + bytes[i]!;
  return time;
}
