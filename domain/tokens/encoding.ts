// Encodings without a runtime's help: this code runs in the browser and in the workflow sandbox as well. Readers are strict:
// exactly one text stands for a sequence of bytes, so that no changed character goes unnoticed.
const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base32Alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const base64Codes = Uint8Array.from(base64Alphabet, (character) => character.charCodeAt(0));
const base32Codes = Uint8Array.from(base32Alphabet, (character) => character.charCodeAt(0));
/** Room to write in, used within one call; no token is longer. */
const base64Room = new Uint8Array(64);
const base32Room = new Uint8Array(64);
const hexPairs = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
const hexValues = valuesOf('0123456789abcdef');
const base64Values = valuesOf(base64Alphabet);
const base32Values = valuesOf(base32Alphabet);

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i += 1) values[alphabet.charCodeAt(i)] = i;
  return values;
}

/** Base64url without padding; the length must be a multiple of 3, so that no bit is left over. */
export function toBase64Url(bytes: Uint8Array): string {
  const length = writeBase64Url(bytes, base64Room, 0);
  return String.fromCharCode.apply(null, base64Room.subarray(0, length) as unknown as number[]);
}

/** The same as ASCII in `target` from `at` on; where it ends. */
export function writeBase64Url(bytes: Uint8Array, target: Uint8Array, at: number): number {
  let end = at;
  for (let i = 0; i < bytes.length; i += 3, end += 4) {
    const group = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    target[end] = base64Codes[group >> 18]!;
    target[end + 1] = base64Codes[(group >> 12) & 63]!;
    target[end + 2] = base64Codes[(group >> 6) & 63]!;
    target[end + 3] = base64Codes[group & 63]!;
  }
  return end;
}

/** The bytes of a base64url text whose length is a multiple of 4; null where a character does not belong. */
export function fromBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const bytes = new Uint8Array((text.length / 4) * 3);
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    let group = 0;
    for (let j = 0; j < 4; j += 1) {
      const value = base64Values[text.charCodeAt(i + j)] ?? -1;
      if (value < 0) return null;
      group = (group << 6) | value;
    }
    bytes[at] = group >> 16;
    bytes[at + 1] = (group >> 8) & 255;
    bytes[at + 2] = group & 255;
  }
  return bytes;
}

/** Lower-case base32 (RFC 4648 alphabet) without padding; the last character's spare bits are zero. */
export function toBase32(bytes: Uint8Array): string {
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 4095;
    for (bits += 8; bits >= 5; at += 1) {
      bits -= 5;
      base32Room[at] = base32Codes[(held >> bits) & 31]!;
    }
  }
  if (bits > 0) base32Room[at++] = base32Codes[(held << (5 - bits)) & 31]!;
  return String.fromCharCode.apply(null, base32Room.subarray(0, at) as unknown as number[]);
}

/** The bytes of a base32 text in any case (mail servers may change it); null where it is not what `toBase32` writes. */
export function fromBase32(text: string): Uint8Array | null {
  const lower = text.toLowerCase();
  const bytes = new Uint8Array(Math.floor((lower.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < lower.length; i += 1) {
    const value = base32Values[lower.charCodeAt(i)] ?? -1;
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  return bits >= 5 || held !== 0 ? null : bytes;
}

/** Writes the 16 bytes of a lower-case UUID at `offset`; false where the text is not one. */
export function writeUuid(text: string, bytes: Uint8Array, offset: number): boolean {
  if (text.length !== 36) return false;
  let at = offset;
  for (let i = 0; i < 36;) {
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (text.charCodeAt(i) !== 45) return false;
      i += 1;
      continue;
    }
    const high = hexValues[text.charCodeAt(i)] ?? -1;
    const low = hexValues[text.charCodeAt(i + 1)] ?? -1;
    if (high < 0 || low < 0) return false;
    bytes[at] = (high << 4) | low;
    at += 1;
    i += 2;
  }
  return true;
}

/** The UUID held in 16 bytes at `offset`, in lower case. */
export function readUuid(bytes: Uint8Array, offset: number): string {
  let text = '';
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += hexPairs[bytes[offset + i]!]!;
  }
  return text;
}
