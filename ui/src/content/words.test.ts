import { describe, expect, it } from 'vitest';
import { measures, stateOf, worthWords } from './words.ts';

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
    const worth = (ours: number, popular: number) =>
      worthWords({ users: 40, ours: { hitRate: ours }, popular: { hitRate: popular } });
    expect(worth(0.5, 0.25)).toBe(
      'Recommending by interest does better than showing everybody the same. ' +
        'Of three recommendations, one was read next by 20 of 40 people; of the three most popular items by 10 of 40 people.',
    );
    expect(worth(0.25, 0.25)).toContain('no better yet');
    expect(worth(0.1, 0.25)).toContain('would have done better');
  });

  it('says what recommendations are measured by without terms, and writes bits as a share of readers', () => {
    for (const { label } of measures) expect(label).not.toMatch(/NDCG|bits/i);
    const { form } = measures.find(({ key }) => key === 'novelty')!;
    expect([1, 3, 6, 12].map(form)).toEqual(['50\u00a0%', '13\u00a0%', '1.6\u00a0%', '<\u00a00.1\u00a0%']);
  });
});
