import { expect, it } from 'vitest';
import { enrolledWords, groupWords } from './enrol-words.ts';

it('says what became of one person, and of many by reason', () => {
  const none = { enrolled: 0, alreadyIn: 0, notAgain: 0 };
  expect(enrolledWords({ ...none, enrolled: 1 }, 'Ada')).toBe('Ada is in the drip');
  expect(enrolledWords({ ...none, alreadyIn: 1 }, 'Ada')).toBe('Ada is in it already');
  expect(enrolledWords({ enrolled: 1200, alreadyIn: 1, notAgain: 2 }, null)).toBe(
    '1,200 people came in, 1 is in it already, 2 have been in it and may not come again yet',
  );
  expect(enrolledWords(none, null)).toBe('0 people came in');
});

it('says how many would come in, and when they are many', () => {
  expect(groupWords(12, false)).toBe(
    '12 people when it was last counted. Whoever is or has been in the drip stays out, as its rule says.',
  );
  expect(groupWords(1, true)).toBe(
    '1 person when it was last counted. Whoever is in the drip now stays where they are.',
  );
  expect(groupWords(50_001, true)).toBe(
    '50,001 people when it was last counted. Whoever is in the drip now stays where they are. They come in some thousands at a time.',
  );
  expect(groupWords(null, false)).toContain('not counted yet');
});
