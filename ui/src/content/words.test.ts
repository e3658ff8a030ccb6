import { describe, expect, it } from 'vitest';
import { stateOf, worthWords } from './words.ts';

const open = { archivedAt: null, validFrom: null, validUntil: null };

describe('an item in words', () => {
  it.each([
    [open, 'Recommended'],
    [{ ...open, validFrom: '2026-06-04', validUntil: '2026-06-04' }, 'Recommended'],
    [{ ...open, validFrom: '2026-06-05' }, 'From 2026-06-05'],
    [{ ...open, validUntil: '2026-06-03' }, 'Over'],
    [{ ...open, archivedAt: '2026-06-01T10:00:00Z' }, 'Archived'],
  ])('says whether it is recommended %#', (item, label) => {
    expect(stateOf(item, '2026-06-04').label).toBe(label);
  });

  it('says what recommendations are worth beside what is popular', () => {
    expect(worthWords({ users: 40, ours: { hitRate: 0.5 }, popular: { hitRate: 0.25 } })).toBe(
      'Asked afterwards, three recommendations held something that was read next for 20 of 40 people; what is popular did for 10 of 40 people.',
    );
  });
});
