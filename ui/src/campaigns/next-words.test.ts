import { expect, it } from 'vitest';
import { nextWords, testWords } from './next-words.ts';

const now = new Date('2026-06-01T10:00:00Z');
const step = { kind: 'drip_step', name: 'Welcome: Hello', people: 214, startAt: '2026-06-02T07:00:00.000Z' } as const;
const cast = { kind: 'cast', name: 'Letters: cast', people: null, startAt: '2026-06-03T07:00:00.000Z' } as const;
const whole = { kind: 'campaign', name: 'Spring', people: null, startAt: '2026-06-01T11:00:00.000Z' } as const;

it('says the first step or cast that comes, to how many and when on whose clock', () => {
  const words = nextWords([whole, { ...step, startAt: '2026-06-01T09:00:00.000Z' }, step, cast], 'Europe/Berlin', now);
  expect(words).toMatch(/^Next is “Welcome: Hello” for 214 people on .*09:00.*Berlin.*, in 21 h\.$/);
  expect(nextWords([cast], 'UTC', now)).toMatch(/^Next is “Letters: cast” on /);
  expect(nextWords([whole], 'UTC', now)).toBe('');
});

it('says who waits for the winner of a test, and when it is looked at next', () => {
  const source = { kind: 'broadcast', broadcastId: '01a204c9-7a93-7a2a-bc35-5bc8616dbcfd' } as const;
  const test = { name: 'Two subjects', source, rest: { people: 420, sent: 0 }, nextLookAt: step.startAt };
  expect(testWords([{ ...test, status: 'testing' }], 'Europe/Berlin', now)).toMatch(
    /^420 people wait for the winner of “Two subjects”: the next look is on .*09:00.*Berlin.*, in 21 h\.$/,
  );
  expect(testWords([{ ...test, status: 'choosing', nextLookAt: null }], 'UTC', now)).toBe(
    '420 people wait until somebody chooses the winner of “Two subjects”.',
  );
  expect(testWords([{ ...test, status: 'decided' }], 'UTC', now)).toBe('');
  expect(testWords([{ ...test, status: 'testing', rest: { people: 0, sent: 0 } }], 'UTC', now)).toBe('');
});
