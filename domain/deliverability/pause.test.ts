import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, type DeliveryCounts } from './counts.ts';
import { causeWords, judgeDomain, pauseSpans, readEvidence, thresholds } from './pause.ts';

const judge = (counts: DeliveryCounts, days = 1) => judgeDomain([{ days, figures: figuresOf(counts) }]);
/** 10,000 sent, 200 of them came back. */
const sent = { sent: 10_000, bouncedSoft: 200 };

describe('when a domain is paused', () => {
  it('30 complaints of 9,800 delivered are 0.306 %: it is paused', () => {
    const verdict = judge({ ...sent, complained: 30 });
    expect(verdict).toEqual({ kind: 'pause', cause: 'complaints', part: 30, whole: 9800, days: 1 });
    expect(causeWords('complaints', { part: 30, whole: 9800 })).toBe('30 of 9,800 who got it called it spam (0.31 %)');
  });

  it.each([
    ['0.29 %', { sent: 10_000, complained: 29 }, 'warn'],
    ['0.286 % of what was delivered', { ...sent, complained: 28 }, 'warn'],
    ['0.3 % to the point', { sent: 10_000, complained: 30 }, 'pause'],
    ['0.1 %', { sent: 10_000, complained: 10 }, 'warn'],
    ['less than 0.1 %', { sent: 10_000, complained: 9 }, 'fine'],
    ['too few to tell', { sent: 999, complained: 30 }, 'fine'],
    ['5 % of unknown addresses, refused and reported', { sent: 9_750, refusedHard: 250, bouncedHard: 250 }, 'pause'],
    ['2 % of unknown addresses', { sent: 9_800, refusedHard: 200 }, 'warn'],
    ['a tenth refused for what it is', { sent: 9_000, refusedPolicy: 1_000 }, 'pause'],
    ['full mailboxes, however many', { sent: 5_000, bouncedSoft: 2_000, refusedSoft: 5_000 }, 'fine'],
    ['mail that had to be tried again', { sent: 10_000, deferred: 9_000 }, 'fine'],
  ] as const)('%s: %o is %s', (_, counts, kind) => expect(judge(counts).kind).toBe(kind));

  it('says the gravest of a day, a week and a month', () => {
    const day = figuresOf({ sent: 500, complained: 20 });
    const week = figuresOf({ sent: 3_000, complained: 20 });
    expect(
      judgeDomain([
        { days: 1, figures: day },
        { days: 7, figures: week },
      ]),
    ).toMatchObject({ kind: 'pause', days: 7 });
  });

  it('never pauses below a threshold, always above it, and more complaints are never better', () => {
    const count = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(count, count, count, (all, complained, hard) => {
        const figures = figuresOf({ sent: all, complained, refusedHard: hard });
        const verdict = judgeDomain(pauseSpans.map((days) => ({ days, figures })));
        const isOver = (part: number, whole: number, { least, pause }: { least: number; pause: number }) =>
          whole >= least && part >= pause * whole - 1e-9;
        const expected =
          isOver(complained, figures.delivered, thresholds.complaints) ||
          isOver(hard, figures.tried, thresholds.hardBounces);
        expect(verdict.kind === 'pause').toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps its evidence as a code', () => {
    expect(readEvidence('30/9800')).toEqual({ part: 30, whole: 9800 });
    expect(readEvidence('smtp_550_5.7.515')).toBeNull();
    expect(readEvidence(null)).toBeNull();
  });
});
