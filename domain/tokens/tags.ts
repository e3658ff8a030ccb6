import { blake3 } from '@noble/hashes/blake3.js';
import { keyedBlock, wordsOf } from './keyed-stream.ts';

const purpose = new TextEncoder().encode('SalesCompass message tokens v1');
const subkeys = new WeakMap<Uint8Array, Uint32Array>();

/** The secret keys sign more than tokens, so tokens have a key of their own derived from each. */
function subkeyOf(key: Uint8Array): Uint32Array {
  let subkey = subkeys.get(key);
  if (!subkey) subkeys.set(key, (subkey = wordsOf(blake3(key, { context: purpose }), 8)));
  return subkey;
}

/** The authentication tags over `head` (64 bytes at most): 16 bytes for each slot, cut from a keyed stream of which a block holds four. */
export class Tags {
  private readonly subkey: Uint32Array;
  private readonly input: Uint32Array;
  private readonly blocks: (Uint32Array | undefined)[] = [];

  constructor(
    key: Uint8Array,
    private readonly head: Uint8Array,
  ) {
    this.subkey = subkeyOf(key);
    this.input = wordsOf(head, 16);
  }

  /** Copies the slot's tag into `target` at `offset`. */
  copy(slot: number, target: Uint8Array, offset: number): void {
    const block = this.block(slot);
    for (let i = 0; i < 16; i += 1) target[offset + i] = byteOf(block, slot, i);
  }

  /** Whether `bytes` hold the slot's tag at `offset`, compared in constant time. */
  matches(slot: number, bytes: Uint8Array, offset: number): boolean {
    const block = this.block(slot);
    let difference = 0;
    for (let i = 0; i < 16; i += 1) difference |= byteOf(block, slot, i) ^ bytes[offset + i]!;
    return difference === 0;
  }

  private block(slot: number): Uint32Array {
    return (this.blocks[slot >> 2] ??= keyedBlock(this.subkey, this.input, this.head.length, slot >> 2));
  }
}

function byteOf(block: Uint32Array, slot: number, i: number): number {
  return (block[((slot & 3) << 2) + (i >> 2)]! >>> ((i & 3) << 3)) & 255;
}
