import { expect, it } from 'vitest';
import { whoWords } from './who-words.ts';

const named = (...names: string[]) => names.map((name, index) => ({ personId: String(index), name }));

it.each([
  ['Ada Lovelace', 1, named('Ada Lovelace')],
  ['Ada Lovelace and Bo Diddley', 2, named('Ada Lovelace', 'Bo Diddley')],
  ['Ada Lovelace, Bo Diddley and one more', 3, named('Ada Lovelace', 'Bo Diddley', 'Cy Twombly')],
  ['Ada Lovelace, Bo Diddley and 1,035 more', 1037, named('Ada Lovelace', 'Bo Diddley', 'Cy Twombly')],
  ['One person', 1, named('')],
  ['12 people', 12, []],
])('says who came: %s', (words, people, sample) => {
  expect(whoWords({ people, sample })).toBe(words);
});
