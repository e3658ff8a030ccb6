import { expect, it } from 'vitest';
import type { Intake } from '../../../domain/intakes/intake.ts';
import { intakeWords, isShown } from './words.ts';

const intake = (status: Intake['status'], progress: Intake['progress'], failure: string | null = null) => ({
  status,
  progress,
  failure,
  sourceName: 'Customers',
});

it.each([
  [intake('queued', { people: null, done: 0, added: 0 }), 'Customers: waiting for its turn.'],
  [intake('running', { people: null, done: 0, added: 0 }), 'Customers: looking who they are.'],
  [
    intake('running', { people: 120_000, done: 5_000, added: 5_000 }),
    'Customers: 5,000 of 120,000 people done. It goes on when you close this page.',
  ],
  [intake('completed', { people: 3, done: 3, added: 3 }), 'Done: 3 people of Customers came in.'],
  [
    intake('cancelled', { people: 9, done: 3, added: 1 }),
    'Stopped: 1 person of Customers came in, 2 were in already or may not come again. Who is in stays in.',
  ],
  [intake('failed', { people: 9, done: 3, added: 1 }, 'The drip ended.'), 'The drip ended.'],
])('says what is happening and what came of it', (given, words) => {
  expect(intakeWords(given)).toBe(words);
});

it('is shown while it is under way, and for an hour after it', () => {
  const now = Date.parse('2027-03-01T12:00:00Z');
  expect(isShown({ finishedAt: null }, now)).toBe(true);
  expect(isShown({ finishedAt: '2027-03-01T11:30:00Z' }, now)).toBe(true);
  expect(isShown({ finishedAt: '2027-03-01T10:59:00Z' }, now)).toBe(false);
});
