import { expect, it } from 'vitest';
import { sentenceOf } from './words.ts';

it.each([
  [[1200, 1201], '2 variants went to 2,401 people. No look has been taken yet.'],
  [[1, 0], 'A went to 1 person, B to nobody yet. No look has been taken yet.'],
  [[0, 7, 0], 'B went to 7 people, A and C to nobody yet. No look has been taken yet.'],
  [[0, 7, 1, 2], 'B, C and D went to 10 people, A to nobody yet. No look has been taken yet.'],
  [[0, 0], 'None of the 2 variants has gone to anybody yet. No look has been taken yet.'],
])('says whom the variants of a test went to so far: %j', (sent, said) => {
  const variants = sent.map((sent, place) => ({ label: 'ABCD'[place]!, sent }));
  const test = { status: 'testing', variants, looks: 3, looksTaken: [], reasons: [], isLeftBehind: false };
  expect(sentenceOf(test as unknown as Parameters<typeof sentenceOf>[0])).toBe(said);
});
