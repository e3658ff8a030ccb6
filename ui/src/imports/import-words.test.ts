import { expect, it } from 'vitest';
import type { Import } from '../../../domain/imports/import.ts';
import { newestWords, sentenceOf } from './import-words.ts';

const progress = {
  bytesRead: 500,
  bytesTotal: 1000,
  rowsRead: 5000,
  created: 1,
  updated: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  withoutConsent: 0,
  suppressed: 0,
  warnings: 0,
  rowsPerSecond: 1000,
} satisfies Import['progress'];
const job = { entity: 'people', status: 'completed', dryRun: false, progress, failure: null } as const;

it.each<[Parameters<typeof sentenceOf>[0], string]>([
  [job, 'Done: 1 new person, 0 changed.'],
  [
    { ...job, dryRun: true, progress: { ...progress, created: 7392, rejected: 3 } },
    'Nothing was changed. It would bring 7,392 new people, 0 changed, 3 rows rejected.',
  ],
  [{ ...job, status: 'running' }, '5,000 rows read, about 5 s left. It goes on when you close this page.'],
  [{ ...job, entity: 'opportunities' }, 'Done: 1 new opportunity, 0 changed.'],
  [{ ...job, entity: 'content' }, 'Done: 1 new thing to read, 0 changed.'],
  [{ ...job, status: 'failed', failure: 'The file is gone.' }, 'The file is gone.'],
])('%j', (given, expected) => expect(sentenceOf(given)).toBe(expected));

it('names the newest import, and says what imports are where there is none', () => {
  expect(newestWords({ ...job, fileName: 'people.csv' })).toBe(
    'The newest is people.csv. Done: 1 new person, 0 changed.',
  );
  expect(newestWords(undefined)).toMatch(/^Files of people/);
});
