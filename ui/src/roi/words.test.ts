import { expect, it } from 'vitest';
import { noReturn, percent, rate, returnSentence, whyNoRoi } from './words.ts';

const none = noReturn('EUR');
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

it('says what was earned on what was spent', () => {
  expect(returnSentence({ ...none, revenue: eur(2_000_000), cost: eur(1_140_000), roiPercent: 75.44 })).toBe(
    'Earned €20,000 on €11,400 spent: ROI +75.44\u00a0%.',
  );
  expect(returnSentence(none)).toBe('Earned €0 on €0 spent. Nothing was spent, so there is nothing to divide by.');
  expect(whyNoRoi({ ...none, cost: eur(1), costsWithoutRate: 2 })).toContain('2 cost lines have no exchange rate');
  expect(whyNoRoi({ ...none, roiPercent: 0 })).toBe('');
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
