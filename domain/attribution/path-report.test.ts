import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowOf } from './path-report.ts';

describe('how paths flow', () => {
  it('adds up what goes the same way, and ends together', () => {
    const { nodes, links } = flowOf(
      [
        { stops: ['email', 'cpc'], opportunities: 2, valueMinor: 500 },
        { stops: ['email'], opportunities: 1, valueMinor: 100 },
      ],
      'won',
    );
    expect(nodes.map(({ id }) => id)).toEqual(['1 email', '2 cpc', '6 won']);
    expect(links).toEqual([
      { source: '1 email', target: '2 cpc', opportunities: 2, valueMinor: 500 },
      { source: '2 cpc', target: '6 won', opportunities: 2, valueMinor: 500 },
      { source: '1 email', target: '6 won', opportunities: 1, valueMinor: 100 },
    ]);
  });

  it('shows what comes after the fourth stop as one', () => {
    const { nodes } = flowOf([{ stops: ['a', 'b', 'a', 'b', 'a', 'b'], opportunities: 1, valueMinor: 1 }], 'won');
    expect(nodes.map(({ stop }) => stop)).toEqual(['a', 'b', 'a', 'b', '…', 'won']);
  });

  it('loses nothing on the way and never flows back', () => {
    const path = fc.record({
      stops: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 7 }),
      opportunities: fc.integer({ min: 1, max: 9 }),
      valueMinor: fc.nat({ max: 1e6 }),
    });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), (paths) => {
        const { nodes, links } = flowOf(paths, 'won');
        const step = new Map(nodes.map((node) => [node.id, node.step]));
        for (const { source, target } of links) expect(step.get(source)).toBeLessThan(step.get(target)!);
        const into = links
          .filter(({ target }) => target === '6 won')
          .reduce((sum, link) => sum + link.opportunities, 0);
        expect(into).toBe(paths.reduce((sum, one) => sum + one.opportunities, 0));
      }),
      { numRuns: 500 },
    );
  });
});
