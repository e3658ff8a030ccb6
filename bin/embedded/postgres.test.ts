import { expect, it } from 'vitest';
import { lastWords, mendFor } from './postgres.ts';

it.each([
  [
    'a full disk',
    `12:00 [9] FATAL:  the database system is not yet accepting connections
12:00 [9] DETAIL:  Consistent recovery state has not been yet reached.
12:00 [7] FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device
12:00 [5] LOG:  startup process (PID 7) exited with exit code 1
12:00 [5] LOG:  database system is shut down
`,
    'could not write to file "pg_wal/xlogtemp.7": No space left on device',
  ],
  [
    'a wrong password',
    '12:00 [9] FATAL:  password authentication failed for user "x"\n',
    'password authentication failed for user "x"',
  ],
  ['a program that is not there', 'spawn postgres ENOENT', 'spawn postgres ENOENT'],
  ['nothing', '', 'it said nothing'],
])('Postgres says why it did not start: %s', (_, tail, words) => expect(lastWords(tail)).toBe(words));

it.each([
  ['could not write to file "pg_wal/xlogtemp.7": No space left on device', /^The disk that \/data is on is full/],
  ['could not resize shared memory segment "/PostgreSQL.2" to 29776 bytes: No space left on device', /\/dev\/shm/],
  ['could not create semaphores: No space left on device', /^Its log says more/],
])('and what to do about it: %s', (words, mend) =>
  expect(mendFor(`12:00 [7] FATAL:  ${words}`, '/data')).toMatch(mend),
);
