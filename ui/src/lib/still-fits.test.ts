import { describe, expect, it } from 'vitest';
import { activeOf, isAnswerTo, stillFits } from './still-fits.ts';

describe('what was found for an earlier text', () => {
  it.each([
    ['', ['Ana Berg'], true],
    [' ANA ', ['Ana Berg', undefined], true],
    ['ana@', ['Ana Berg', 'ana@example.com'], true],
    ['bo', ['Ana Berg', 'ana@example.com'], false],
    ['bo', [undefined], false],
  ])('for %j, of %j: %j', (text, words, fits) => {
    expect(stillFits(text, ...words)).toBe(fits);
  });
});

describe('what was asked for', () => {
  const came = { isPlaceholderData: false, isFetching: false };
  it.each([
    ['what came for this text, read anew or not', 'ana', [came, { ...came, isFetching: true }], true],
    ['what came for an earlier text', 'an', [came], false],
    ['what stands until the answer comes', 'ana', [came, { ...came, isPlaceholderData: true }], false],
  ])('%s', (...[, asked, queries, isAnswered]) => {
    expect(isAnswerTo(' ana ', asked, ...queries)).toBe(isAnswered);
  });
});

describe('the active row', () => {
  it.each([
    [0, 0, 0],
    [2, 5, 2],
    [4, 2, 1],
    [4, 0, 0],
  ])('pointed at %i of %i: %i', (pointed, count, active) => {
    expect(activeOf(pointed, count)).toBe(active);
  });
});
