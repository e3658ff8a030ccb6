// BLAKE3 in its keyed mode with its extendable output, for one block of input. It stands here, checked in the tests against a complete implementation, because any
// 64 bytes of the output can be had by themselves for one compression: half the time for writing a message's tokens, and no walk along the stream for reading one.
const initial = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a);
const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
/** chunk start, chunk end, root, keyed */
const flags = 1 | 2 | 8 | 16;
const columns = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];
const diagonals = [0, 5, 10, 15, 1, 6, 11, 12, 2, 7, 8, 13, 3, 4, 9, 14];
/** For each of the seven rounds: the places of the sixteen message words. */
const schedule = Uint8Array.from(rounds());
const lanes = Uint8Array.from([...columns, ...diagonals]);
const state = new Uint32Array(16);

function rounds(): number[] {
  const all: number[] = [];
  let order = Array.from({ length: 16 }, (_, i) => i);
  for (let round = 0; round < 7; round += 1) {
    all.push(...order);
    order = permutation.map((place) => order[place]!);
  }
  return all;
}

/** Words of 32 bits from bytes, least significant first; missing bytes are zero. */
export function wordsOf(bytes: Uint8Array, count: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let i = 0; i < bytes.length; i += 1) words[i >> 2]! |= bytes[i]! << ((i & 3) * 8);
  return words;
}

/**
 * The `index`-th 64 bytes of the keyed stream over `input`, as 16 words. `key` has 8 words, `input` 16 (`length` bytes of them count, 64 at most).
 */
export function keyedBlock(key: Uint32Array, input: Uint32Array, length: number, index: number): Uint32Array {
  const v = state;
  v.set(key);
  v.set(initial, 8);
  v[12] = index;
  v[13] = 0;
  v[14] = length;
  v[15] = flags;
  for (let i = 0; i < 56; i += 1) mix(v, (i & 7) << 2, input[schedule[i * 2]!]!, input[schedule[i * 2 + 1]!]!);
  const output = new Uint32Array(16);
  for (let i = 0; i < 8; i += 1) {
    output[i] = v[i]! ^ v[i + 8]!;
    output[i + 8] = v[i + 8]! ^ key[i]!;
  }
  return output;
}

/** BLAKE3's quarter round on the four words that `lanes` names from `at` on. */
function mix(v: Uint32Array, at: number, x: number, y: number): void {
  const ia = lanes[at]!;
  const ib = lanes[at + 1]!;
  const ic = lanes[at + 2]!;
  const id = lanes[at + 3]!;
  let a = v[ia]!;
  let b = v[ib]!;
  let c = v[ic]!;
  let d = v[id]!;
  a = (a + b + x) | 0;
  d ^= a;
  d = (d >>> 16) | (d << 16);
  c = (c + d) | 0;
  b ^= c;
  b = (b >>> 12) | (b << 20);
  a = (a + b + y) | 0;
  d ^= a;
  d = (d >>> 8) | (d << 24);
  c = (c + d) | 0;
  b ^= c;
  b = (b >>> 7) | (b << 25);
  v[ia] = a;
  v[ib] = b;
  v[ic] = c;
  v[id] = d;
}
