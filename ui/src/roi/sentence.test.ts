import { expect, it } from 'vitest';
import { isNothing, percent, returnSentence } from './sentence.ts';
import { noReturn, rate, whyNoRoi } from './words.ts';

const none = noReturn('EUR');
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

it('says what was earned on what was spent', () => {
  expect(returnSentence({ ...none, revenue: eur(2_000_000), cost: eur(1_140_000), roiPercent: 75.44 })).toBe(
    'Earned €20,000 on €11,400 spent: ROI +75.44\u00a0%.',
  );
  expect(returnSentence({ ...none, revenue: eur(5), cost: eur(100), roiPercent: -95 }, { withBelow: true })).toBe(
    'With those below it, it earned €0.05 on €1 spent: ROI −95\u00a0%.',
  );
  expect(returnSentence(none)).toBe('Nothing earned and nothing spent.');
  expect(returnSentence({ ...none, revenue: eur(100), cost: eur(50), roiPercent: 100 }, { model: 'linear' })).toBe(
    'Earned €1 on €0.50 spent: ROI +100\u00a0%, by the linear model.',
  );
  expect(returnSentence({ ...none, revenue: eur(5_681_000) })).toBe('Earned €56,810 with nothing spent.');
  expect(returnSentence({ ...none, revenue: eur(100), costsWithoutRate: 1 })).toBe(
    'Earned €1 on a cost that is not known.',
  );
  expect([
    isNothing(none),
    isNothing({ ...none, costsWithoutRate: 1 }),
    isNothing({ ...none, revenue: eur(-1) }),
  ]).toEqual([true, false, false]);
  expect(whyNoRoi({ roi: null, costsWithoutRate: 2 })).toContain('2 cost lines have no exchange rate');
  expect(whyNoRoi({ roi: null, costsWithoutRate: 0 })).toContain('Nothing was spent');
  expect(whyNoRoi({ roi: 0, costsWithoutRate: 0 })).toBe('');
});

it('never says nothing as 0', () => {
  expect([percent(null), rate(null), percent(-100), percent(0), rate(0.2)]).toEqual([
    'n/a',
    'n/a',
    '−100\u00a0%',
    '0\u00a0%',
    '20.0\u00a0%',
  ]);
});
