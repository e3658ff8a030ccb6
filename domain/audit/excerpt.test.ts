import { expect, it } from 'vitest';
import { excerpts } from './excerpt.ts';

/** Says something longer than an excerpt, with a character of two units from `at` on. */
const withSmile = (at: number) => `${'a'.repeat(at)}😀${'z'.repeat(120)}`;

const long = 'word '.repeat(100);
it.each([
  ['short', 'texts', ['short', 'texts']],
  [{ a: 1 }, undefined, [{ a: 1 }, undefined]],
  [undefined, long, [undefined, `${long.slice(0, 108)}…`]],
  [`${long}old`, `${long}new`, [`…${`${long}old`.slice(480)}`, `…${`${long}new`.slice(480)}`]],
  [withSmile(106), undefined, [`${'a'.repeat(106)}😀…`, undefined]],
  [withSmile(107), undefined, [`${'a'.repeat(107)}…`, undefined]],
  [
    `😀${'a'.repeat(19)}${'x'.repeat(120)}`,
    `😀${'a'.repeat(19)}y`,
    [`…${'a'.repeat(19)}${'x'.repeat(88)}…`, `…${'a'.repeat(19)}y`],
  ],
  [`${'a'.repeat(119)}😀`, `${'a'.repeat(119)}😁`, [`…${'a'.repeat(19)}😀`, `…${'a'.repeat(19)}😁`]],
  [[long], 'x', [`${JSON.stringify([long]).slice(0, 108)}…`, 'x']],
])('of %j and %j the part that differs', (from, to, told) => expect(excerpts(from, to)).toEqual(told));
