import { blake3 } from '@noble/hashes/blake3.js';

/** The authentication tags of one message: 16 bytes for each slot. */
export interface Tags {
  /** Copies the slot's tag into `target` at `offset`. */
  copy(slot: number, target: Uint8Array, offset: number): void;
  /** Whether `bytes` hold the slot's tag at `offset`, compared in constant time. */
  matches(slot: number, bytes: Uint8Array, offset: number): boolean;
}

const purpose = new TextEncoder().encode('SalesCompass message tokens v1');
const subkeys = new WeakMap<Uint8Array, Uint8Array>();

/** The secret keys sign more than tokens, so tokens have a key of their own derived from each. */
function subkeyOf(key: Uint8Array): Uint8Array {
  let subkey = subkeys.get(key);
  if (!subkey) subkeys.set(key, (subkey = blake3(key, { context: purpose })));
  return subkey;
}

/** The tags over `head`, cut from BLAKE3's keyed output stream: 64 bytes, four tags, for each turn of the stream. */
export function tagsOf(key: Uint8Array, head: Uint8Array): Tags {
  const stream = blake3.create({ key: subkeyOf(key) }).update(head);
  const blocks: Uint8Array[] = [];
  const blockOf = (slot: number): Uint8Array => {
    while (blocks.length <= slot >> 2) blocks.push(stream.xof(64));
    return blocks[slot >> 2]!;
  };
  return {
    copy: (slot, target, offset) => {
      const block = blockOf(slot);
      const from = (slot & 3) * 16;
      for (let i = 0; i < 16; i += 1) target[offset + i] = block[from + i]!;
    },
    matches: (slot, bytes, offset) => {
      const block = blockOf(slot);
      const from = (slot & 3) * 16;
      let difference = 0;
      for (let i = 0; i < 16; i += 1) difference |= block[from + i]! ^ bytes[offset + i]!;
      return difference === 0;
    },
  };
}
