import type { Encoding } from './encoding.ts';

// 0x80–0x9F of Windows-1252; elsewhere it is Latin-1. Own table: Node 20 decodes this label as plain Latin-1.
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Turns pieces of a file into text and knows at any time how many bytes it still holds back. */
export class PieceDecoder {
  readonly #encoding: Encoding;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  #held: Uint8Array = new Uint8Array();

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  /** Bytes of a character whose rest has not come yet. */
  get heldBytes(): number {
    return this.#held.length;
  }

  /** The text of all whole characters so far that were not given before. */
  push(piece: Uint8Array): string {
    const bytes = this.#held.length === 0 ? piece : concat(this.#held, piece);
    const whole = bytes.length - unfinished(this.#encoding, bytes);
    this.#held = bytes.slice(whole);
    return this.#decode(bytes.subarray(0, whole));
  }

  /** What is left at the end of the file: a broken character, or nothing. */
  end(): string {
    const text = this.#decode(this.#held);
    this.#held = new Uint8Array();
    return text;
  }

  #decode(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes);
    if (this.#encoding !== 'windows-1252') return text;
    return text.replace(/[\u0080-\u009f]/g, (letter) => upper.charAt(letter.charCodeAt(0) - 0x80));
  }
}

/** How many bytes `text` takes in `encoding`. */
export function encodedLength(encoding: Encoding, text: string): number {
  switch (encoding) {
    case 'windows-1252':
      return text.length;
    case 'utf-16le':
    case 'utf-16be':
      return text.length * 2;
    case 'utf-8':
      return new TextEncoder().encode(text).length;
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** How many bytes at the end belong to a character that goes on in the next piece. */
function unfinished(encoding: Encoding, bytes: Uint8Array): number {
  if (encoding === 'windows-1252') return 0;
  if (encoding === 'utf-8') return unfinishedUtf8(bytes);
  const odd = bytes.length % 2;
  const high = bytes[bytes.length - odd - (encoding === 'utf-16le' ? 1 : 2)] ?? 0;
  return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
}

function unfinishedUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
