import { blake3 } from '@noble/hashes/blake3.js';
import { keyedBlock, wordsOf } from './keyed-stream.ts';

/** The authentication tags of one message: 16 bytes for each slot. */
export interface Tags {
  /** Copies the slot's tag into `target` at `offset`. */
  copy(slot: number, target: Uint8Array, offset: number): void;
  /** Whether `bytes` hold the slot's tag at `offset`, compared in constant time. */
  matches(slot: number, bytes: Uint8Array, offset: number): boolean;
}

const purpose = new TextEncoder().encode('SalesCompass message tokens v1');
const subkeys = new WeakMap<Uint8Array, Uint32Array>();

/** The secret keys sign more than tokens, so tokens have a key of their own derived from each. */
function subkeyOf(key: Uint8Array): Uint32Array {
  let subkey = subkeys.get(key);
  if (!subkey) subkeys.set(key, (subkey = wordsOf(blake3(key, { context: purpose }), 8)));
  return subkey;
}

/** The tags over `head` (64 bytes at most), cut from a keyed stream: a block of it holds four. */
export function tagsOf(key: Uint8Array, head: Uint8Array): Tags {
  const subkey = subkeyOf(key);
  const input = wordsOf(head, 16);
  const blocks: (Uint32Array | undefined)[] = [];
  const blockOf = (slot: number) => (blocks[slot >> 2] ??= keyedBlock(subkey, input, head.length, slot >> 2));
  return {
    copy: (slot, target, offset) => {
      const block = blockOf(slot);
      for (let i = 0; i < 16; i += 1) target[offset + i] = byteOf(block, slot, i);
    },
    matches: (slot, bytes, offset) => {
      const block = blockOf(slot);
      let difference = 0;
      for (let i = 0; i < 16; i += 1) difference |= byteOf(block, slot, i) ^ bytes[offset + i]!;
      return difference === 0;
    },
  };
}

function byteOf(block: Uint32Array, slot: number, i: number): number {
  return (block[((slot & 3) << 2) + (i >> 2)]! >>> ((i & 3) << 3)) & 255;
}
