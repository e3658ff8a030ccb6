import fc from 'fast-check';
import { expect, it } from 'vitest';
import { storableJson } from './storable.ts';

it.each([
  ['a\0b', 'ab'],
  ['cut \ud83d here', 'cut \ufffd here'],
  ['cut \udc00', 'cut \ufffd'],
  ['whole 👩‍👩‍👧‍👦 🇩🇪', 'whole 👩‍👩‍👧‍👦 🇩🇪'],
  ['typed \\u0000 and \\ud83d', 'typed \\u0000 and \\ud83d'],
  ['a tab\t and "quotes"', 'a tab\t and "quotes"'],
])('leaves out what no database keeps: %j', (text, expected) => {
  expect(JSON.parse(storableJson(JSON.stringify({ text })))).toEqual({ text: expected });
});

it('changes nothing else, whatever is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const kept = text.replaceAll('\0', '');
      expect(JSON.parse(storableJson(JSON.stringify([text])))).toEqual([kept]);
    }),
  );
});
