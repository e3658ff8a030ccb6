import { blake3 } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyedBlock, wordsOf } from './keyed-stream.ts';

test('every block is what a complete BLAKE3 writes at that place of its keyed output', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(bytes(32), fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(40), (key, input, index) => {
      const expected = blake3(input, { key, dkLen: (index + 1) * 64 }).slice(index * 64);
      const block = keyedBlock(wordsOf(key, 8), wordsOf(input, 16), input.length, index);
      expect(new Uint8Array(block.buffer)).toEqual(expected);
    }),
  );
});
