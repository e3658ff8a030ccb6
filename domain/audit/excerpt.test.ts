import { expect, it } from 'vitest';
import { excerpts } from './excerpt.ts';

const long = 'word '.repeat(100);
it.each([
  ['short', 'texts', ['short', 'texts']],
  [{ a: 1 }, undefined, [{ a: 1 }, undefined]],
  [undefined, long, [undefined, `${long.slice(0, 108)}…`]],
  [`${long}old`, `${long}new`, [`…${`${long}old`.slice(480)}`, `…${`${long}new`.slice(480)}`]],
  [[long], 'x', [`${JSON.stringify([long]).slice(0, 108)}…`, 'x']],
])('of %j and %j the part that differs', (from, to, told) => expect(excerpts(from, to)).toEqual(told));
