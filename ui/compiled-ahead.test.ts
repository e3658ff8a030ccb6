import { describe, expect, it } from 'vitest';
import { compiledAhead } from './compiled-ahead.ts';

interface Written {
  type: 'chunk';
  name: string;
  code: string;
}

/** What the plugin makes of two files, called `first` and `page`. */
function written(names: readonly string[]): Record<string, string> {
  const bundle: Record<string, Written> = Object.fromEntries(
    ['first', 'page'].map((name) => [name, { type: 'chunk', name, code: `/* ${name} */` }]),
  );
  const { handler } = compiledAhead(names).generateBundle as unknown as {
    handler: (this: { error: (text: string) => never }, options: object, bundle: object) => void;
  };
  const error = (text: string): never => {
    throw new Error(text);
  };
  handler.call({ error }, {}, bundle);
  return Object.fromEntries(Object.values(bundle).map(({ name, code }) => [name, code]));
}

describe('files that are compiled ahead', () => {
  it('have the word at their head, the others not', () => {
    expect(written(['first'])).toEqual({
      first: '//# allFunctionsCalledOnLoad\n/* first */',
      page: '/* page */',
    });
  });
  it('are all there', () => expect(() => written(['first', 'gone'])).toThrow('gone'));
});
