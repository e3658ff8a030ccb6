import { expect, it } from 'vitest';
import { foundWords } from './model-training-details.ts';

const watch = { is: 'act', version: 2, asked: false, steppedBack: false } as const;

it('tells what was found of the champion only where something is done about it', () => {
  expect(foundWords(watch)).toBe('');
  expect(foundWords({ ...watch, asked: true })).toBe(
    'people have moved far since model 2 was learned; another one is learned',
  );
  const back = 'and what happened followed the rule more: it is stepped back from';
  expect(foundWords({ ...watch, steppedBack: true })).toBe(`people have moved far since model 2 was learned, ${back}`);
  expect(foundWords({ ...watch, steppedBack: true, asked: true })).toContain(`${back}; another one is learned`);
});
