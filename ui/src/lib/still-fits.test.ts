import { describe, expect, it } from 'vitest';
import { stillFits } from './still-fits.ts';

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
