import { expect, it } from 'vitest';
import { goodFor, missingWords, percent, sentenceOf, strengthOf } from './words.ts';

const quality = {
  rows: 100,
  positives: 30,
  auc: 0.79,
  aucInterval: [0.7, 0.86],
  brier: 0.15,
  brierInterval: [0.12, 0.18],
  calibrationError: 0.04,
  calibrationInterval: [0.03, 0.08],
  lift10: 2.64,
};
const state = {
  champion: null,
  shadow: null,
  learningSince: null,
  outcomes: { converted: 12, lost: 500, needed: 40 },
  scores: { scored: 0, scoredAt: null, grades: { A: 0, B: 0, C: 0, D: 0 }, shadow: null },
};

it('says what a model is good for without statistics', () => {
  expect(goodFor(quality)).toBe(
    'Of two leads of whom one is converted, it ranks that one higher in 79 % of cases; guessing is right in 50 %. ' +
      'Its best tenth holds 2.6 times as many of those who convert as any tenth.',
  );
  expect(goodFor({ ...quality, auc: null, lift10: null })).toContain('cannot be said');
  expect([0.55, 0.65, 0.79, 0.9].map((auc) => strengthOf(auc).label)).toEqual([
    ...['Hardly better than guessing', 'A weak help', 'A good help', 'A strong help'],
  ]);
});

it('calls a rule a rule, and says what is missing', () => {
  expect(sentenceOf(state, undefined)).toBe(
    'Leads are scored by a rule, the same for everybody; nothing in it is learned.',
  );
  expect(missingWords(state.outcomes)).toBe('28 more leads that were converted');
  expect(missingWords({ converted: 39, lost: 0, needed: 40 })).toBe(
    '1 more lead that was converted, and 40 more that were not converted in 90 days',
  );
  expect(missingWords({ converted: 40, lost: 40, needed: 40 })).toBe(null);
});

it('writes shares', () => {
  expect([0, 0.034, 0.5, 1].map(percent)).toEqual(['0 %', '3.4 %', '50 %', '100 %']);
});
