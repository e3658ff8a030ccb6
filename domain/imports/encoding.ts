/** The encodings that an uploaded file may have. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

/** One of `encodings`. */
export type Encoding = (typeof encodings)[number];

/** An encoding with the length of the byte order mark before the text. */
export interface DetectedEncoding {
  encoding: Encoding;
  bom: number;
}

/**
 * Watches a file go by in pieces and says at the end how it is encoded: by its byte order mark, by the zero bytes of
 * unmarked UTF-16, as UTF-8 where every byte fits, and as Windows-1252 where one does not.
 */
export class EncodingWatcher {
  #start: DetectedEncoding | null = null;
  #utf8: InstanceType<typeof TextDecoder> | null = new TextDecoder('utf-8', { fatal: true });

  /** Looks at the next piece of the file. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#start ??= detectStart(bytes);
    if (this.#start.encoding === 'utf-8') this.#check(bytes, true);
  }

  /** The encoding of all that was pushed. */
  result(): DetectedEncoding {
    const start = this.#start ?? { encoding: 'utf-8', bom: 0 };
    if (start.encoding !== 'utf-8') return start;
    this.#check(new Uint8Array(), false);
    return this.#utf8 ? start : { encoding: 'windows-1252', bom: 0 };
  }

  #check(bytes: Uint8Array, stream: boolean): void {
    try {
      this.#utf8?.decode(bytes, { stream });
    } catch {
      this.#utf8 = null;
    }
  }
}

function detectStart(bytes: Uint8Array): DetectedEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  const zeros = [0, 0];
  const length = Math.min(bytes.length, 4096);
  for (let place = 0; place < length; place++) if (bytes[place] === 0) zeros[place % 2]!++;
  // A heading has Latin letters, so half of its UTF-16 bytes are zero, all on the same side.
  if (zeros[1]! > length / 8 && zeros[0]! < zeros[1]! / 8) return { encoding: 'utf-16le', bom: 0 };
  if (zeros[0]! > length / 8 && zeros[1]! < zeros[0]! / 8) return { encoding: 'utf-16be', bom: 0 };
  return { encoding: 'utf-8', bom: 0 };
}
