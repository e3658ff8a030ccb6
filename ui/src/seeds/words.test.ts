import { expect, it } from 'vitest';
import { placementSentence } from './words.ts';

const at = (counts: object) => ({
  ...{ key: 'google', name: 'Google', sent: 4, inbox: 0, other: 0, spam: 0, missing: 0, unknown: 0 },
  ...counts,
});

it.each([
  [[at({ inbox: 4 })], '4 of 4 copies landed in the inbox.'],
  [[at({ sent: 1, spam: 1 })], '0 of 1 copy landed in the inbox, 1 among spam.'],
  [
    [at({ inbox: 1, other: 1, spam: 1, missing: 1 }), at({ inbox: 2, unknown: 2 })],
    '3 of 6 copies landed in the inbox, 1 in another folder, 1 among spam, 1 nowhere. Of 2 more it is not known.',
  ],
  [[at({ unknown: 4 })], 'Nobody has said or found yet where they landed.'],
])('says of %j where all of them landed', (providers, words) => expect(placementSentence(providers)).toBe(words));
