import { describe, expect, it } from 'vitest';
import { endWords } from './words.ts';

const at = { timeZone: 'Europe/Berlin', now: new Date('2026-06-01T10:00:00Z') };
const endAt = '2026-06-03T07:00:00.000Z';

describe('the end date of a part in words', () => {
  it('says what becomes of who is in it then', () => {
    expect(endWords('drip', { status: 'running', endAt, atEnd: 'finish' }, at)).toMatch(
      /^Nobody new comes in after 3 Jun, 09:00 Berlin; whoever is in it then finishes\.$/,
    );
    expect(endWords('drip', { status: 'paused', endAt, atEnd: 'stop' }, at)).toContain('then leaves');
    expect(endWords('nurture', { status: 'running', endAt, atEnd: 'stop' }, at)).toMatch(/^It ends on 3 Jun/);
  });

  it('says nothing of one that has none or is over', () => {
    expect(endWords('drip', { status: 'running', endAt: null, atEnd: 'stop' }, at)).toBe('');
    expect(endWords('nurture', { status: 'cancelled', endAt, atEnd: 'stop' }, at)).toBe('');
  });
});
