import { describe, expect, it } from 'vitest';
import { hourWords, movement, spanWords, startWords, strongest } from './words.ts';

const june = { from: '2026-06-01', to: '2026-06-30' };

describe('the words of reports', () => {
  it.each([
    [112, 100, '▲ 12\u00a0% more than in the 30 days before'],
    [60, 100, '▼ 40\u00a0% fewer than in the 30 days before'],
    [100, 100, 'as many as in the 30 days before'],
    [5, 0, 'none in the 30 days before'],
    [0, 0, ''],
    [0, 4, '▼ 100\u00a0% fewer than in the 30 days before'],
  ])('%d after %d: %s', (now, before, words) => expect(movement(now, before, june)).toBe(words));

  it('names days, weeks and months', () => {
    expect(startWords('2026-06-03', 'day')).toBe('3 Jun 2026');
    expect(startWords('2026-06-01', 'week')).toBe('1 Jun 2026 to 7 Jun 2026');
    expect(startWords('2026-06-01', 'month')).toBe('June 2026');
    expect(spanWords({ from: '2026-06-03', to: '2026-06-03' })).toBe('3 Jun 2026');
    expect([hourWords(9), hourWords(24)]).toEqual(['09:00', '00:00']);
  });

  it('names a good hour only where there is enough to tell it by', () => {
    const cells = [{ value: 40 }, { value: 59 }];
    expect(strongest(cells)).toBeNull();
    expect(strongest([...cells, { value: 1 }])).toEqual({ value: 59 });
    expect(strongest([])).toBeNull();
  });
});
