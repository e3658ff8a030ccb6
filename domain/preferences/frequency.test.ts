import { expect, it } from 'vitest';
import { chosen, isPaused, readChoice, type MailFrequency } from './frequency.ts';

const now = new Date('2026-06-01T09:00:00Z');
const monthly: MailFrequency = { frequency: 'monthly', pausedUntil: null };

it('a pause keeps how often they want it afterwards, and every other choice ends it', () => {
  const paused = chosen('pause30', monthly, now);
  expect(paused).toEqual({ frequency: 'monthly', pausedUntil: new Date('2026-07-01T09:00:00Z') });
  expect(isPaused(paused, new Date('2026-06-30T09:00:00Z'))).toBe(true);
  expect(isPaused(paused, new Date('2026-07-01T09:00:00Z'))).toBe(false);
  expect(chosen('pause90', paused, now).pausedUntil).toEqual(new Date('2026-08-30T09:00:00Z'));
  expect(chosen('weekly', paused, now)).toEqual({ frequency: 'weekly', pausedUntil: null });
  expect(chosen('all', paused, now)).toEqual({ frequency: null, pausedUntil: null });
});

it.each([
  ['weekly', 'weekly'],
  ['pause60', 'pause60'],
  ['daily', null],
  [undefined, null],
  [['weekly'], null],
])('reads %s as %s', (value, choice) => expect(readChoice(value)).toBe(choice));
