import { describe, expect, it } from 'vitest';
import { commandsFor, dueWords } from './position-words.ts';

const now = new Date('2026-06-02T17:00:00Z');
const words = (dueAt: string | null, state: 'active' | 'paused' | 'exited' = 'active') =>
  dueWords({ state, dueAt, waitsFor: 'time' }, 'Europe/Berlin', now);

describe('the words of a position', () => {
  it('say when somebody goes on, in which zone and how far that is', () => {
    expect(words('2026-06-03T07:00:00Z')).toBe('Wed 3 Jun, 09:00 Berlin, in 14 h');
    expect(words('2026-06-02T16:00:00Z')).toBe('Now');
    expect(words(null)).toBe('As soon as it can');
    expect(words(null, 'paused')).toBe('When they are let go on');
    expect(words('2026-06-03T07:00:00Z', 'exited')).toBe('n/a');
  });

  it('offer what can be done and nothing else', () => {
    expect(commandsFor({ state: 'active', step: 'a' })).toEqual(['pause', 'skip', 'exit']);
    expect(commandsFor({ state: 'active', step: null })).toEqual(['pause', 'exit']);
    expect(commandsFor({ state: 'paused', step: 'a' })).toEqual(['resume', 'exit']);
    expect(commandsFor({ state: 'completed', step: 'a' })).toEqual([]);
  });
});
