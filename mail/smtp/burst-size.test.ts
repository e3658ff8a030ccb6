import { expect, it } from 'vitest';
import { fewestInBurst, mostInBurst, nextBurstSize } from './burst-size.ts';

it.each([
  ['doubles where a full burst is answered at once', 8, { messages: 8, answeredInMs: 3 }, 16],
  ['stays where a burst was not full: it shows nothing of a larger one', 8, { messages: 5, answeredInMs: 1 }, 8],
  ['stays where the answer takes a while', 16, { messages: 16, answeredInMs: 40 }, 16],
  ['halves where one waits for the server', 32, { messages: 32, answeredInMs: 61 }, 16],
  ['halves where one waits for the server, full or not', 16, { messages: 2, answeredInMs: 500 }, 8],
  ['grows no further than the most', mostInBurst, { messages: mostInBurst, answeredInMs: 1 }, mostInBurst],
  ['shrinks no further than the fewest', fewestInBurst, { messages: 8, answeredInMs: 9_000 }, fewestInBurst],
])('%s', (_, size, burst, next) => expect(nextBurstSize(size, burst)).toBe(next));

it('comes back from slow to quick, whole messages all the way', () => {
  const pace = [1, 1, 1, 70, 70, 70, 70, 2, 2];
  const sizes: number[] = [fewestInBurst];
  for (const answeredInMs of pace) sizes.push(nextBurstSize(sizes.at(-1)!, { messages: sizes.at(-1)!, answeredInMs }));
  expect(sizes).toEqual([8, 16, 32, 32, 16, 8, 8, 8, 16, 32]);
});
