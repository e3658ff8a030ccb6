import { describe, expect, it } from 'vitest';
import { commandsFor, dueWords, moveWords } from './position-words.ts';

const now = new Date('2026-06-02T17:00:00Z');
const words = (dueAt: string | null, state: 'active' | 'paused' | 'exited' = 'active') =>
  dueWords({ state, dueAt, waitsFor: 'time' }, 'Europe/Berlin', now);

describe('the words of a position', () => {
  it('say when somebody goes on, in which zone and how far that is', () => {
    expect(words('2026-06-03T07:00:00Z')).toBe('Wed 3 Jun, 09:00 Berlin, in 14 h');
    expect(words('2026-06-02T16:00:00Z')).toBe('Now');
    expect(words(null)).toBe('As soon as it can');
    expect(words(null, 'paused')).toBe('When they are let go on');
    expect(words('2026-06-03T07:00:00Z', 'exited')).toBe('Not any more');
  });

  it('say what happened at a step and why', () => {
    const at = '2026-06-03T07:00:00.000Z';
    const move = { at, step: 'hello', stepName: 'Greeting', outcome: 'skipped', reason: 'no_consent' };
    expect(moveWords(move)).toBe('Greeting: was left out (no consent)');
    expect(moveWords({ ...move, step: null, outcome: 'exited', reason: 'by_hand' })).toBe('exited (taken out by hand)');
    expect(moveWords({ ...move, outcome: 'yes', reason: null })).toBe('Greeting: yes');
  });

  it('offer what can be done and nothing else', () => {
    expect(commandsFor({ state: 'active', step: 'a' })).toEqual(['pause', 'skip', 'exit']);
    expect(commandsFor({ state: 'active', step: null })).toEqual(['pause', 'exit']);
    expect(commandsFor({ state: 'paused', step: 'a' })).toEqual(['resume', 'exit']);
    expect(commandsFor({ state: 'completed', step: 'a' })).toEqual([]);
  });
});
