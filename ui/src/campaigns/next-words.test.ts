import { expect, it } from 'vitest';
import { nextWords } from './next-words.ts';

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
