import { expect, it } from 'vitest';
import {
  beforeWords,
  declarable,
  gapWords,
  goodFor,
  missingWords,
  percent,
  sentenceOf,
  strengthOf,
  tooGoodWords,
  watchOptions,
  watchWords,
} from './words.ts';

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
    'Of two leads of whom one is converted, it ranks that one higher in 79\u00a0% of cases; guessing is right in 50\u00a0%. ' +
      'The tenth of leads that it puts first converts 2.6 times as often as leads do.',
  );
  expect(goodFor({ ...quality, auc: null, lift10: null })).toContain('cannot be said');
  expect([0.55, 0.65, 0.79, 0.9].map((auc) => strengthOf(auc).label)).toEqual([
    ...['Hardly better than guessing', 'A weak help', 'A good help', 'A strong help'],
  ]);
});

it('calls a rule a rule, and says what is missing', () => {
  expect(sentenceOf(state, undefined, true)).toBe(
    'Leads are scored by a rule, the same for everybody; nothing in it is learned.',
  );
  const passed = { ...state, shadow: { id: 'm', version: 2, suggestedAt: '2026-12-04' } };
  expect(sentenceOf(passed, undefined, true)).toContain('Model 2 has passed and waits for you to let it score.');
  expect(sentenceOf(passed, undefined, false)).toContain('Model 2 has passed and waits for a manager to let it score.');
  expect(missingWords(state.outcomes)).toBe('28 more leads that were converted');
  expect(missingWords({ converted: 39, lost: 0, needed: 40 })).toBe(
    '1 more lead that was converted, and 40 more that were not converted in 90 days',
  );
  expect(missingWords({ converted: 40, lost: 40, needed: 40 })).toBe(null);
});

it('offers how long a model watches', () => {
  expect(watchOptions(7).map(({ value }) => value)).toEqual(['0', '1', '3', '7', '14', '30']);
  expect(watchOptions(10).map(({ label }) => label)).toContain('For 10 days');
});

it('writes shares', () => {
  expect([0, 0.034, 0.5, 1].map(percent)).toEqual(['0\u00a0%', '3.4\u00a0%', '50\u00a0%', '100\u00a0%']);
});

it('says what scores again after going back', () => {
  expect([undefined, { replaced: null }, { replaced: { id: 'm', version: 3 } }].map(beforeWords)).toEqual([
    ...['what scored before', 'the rule', 'model 3'],
  ]);
});

it('says what comes next for a model that watches', () => {
  const shadow = { version: 2, state: 'shadow', shadowSince: '2026-11-27T05:00:00.000Z', suggestedAt: null } as const;
  const says = (promotion: 'automatic' | 'by_hand', watchDays = 7) =>
    watchWords([shadow], { settings: { promotion, watchDays }, when: (iso) => iso.slice(0, 10) });
  expect(says('automatic')).toBe(
    'Model 2 watches beside it until 2026-12-04, and nobody sees its grades. ' +
      'Then it scores if its scores stayed as they were, or is retired.',
  );
  expect(says('by_hand')).toContain('Then it waits for somebody to let it score if');
  expect(says('automatic', 0)).toContain('watches beside it until it has scored everybody once, and');
  const asked = { settings: { promotion: 'automatic' as const, watchDays: 7 }, when: String };
  expect(watchWords([{ ...shadow, suggestedAt: shadow.shadowSince }], asked)).toBe(null);
  expect(watchWords([{ ...shadow, state: 'champion' }], asked)).toBe(null);
});

it('says how far off it is for a group, and what knows too much', () => {
  expect([gapWords(0.2, 0.2), gapWords(0.199, 0.202), gapWords(0.16, 0.2), gapWords(0.22, 0.14)]).toEqual([
    ...['0', '0', '−4', '+8'],
  ]);
  expect(tooGoodWords(0.92)).toContain('in 92\u00a0% of cases');
});

it('offers the fields that are not declared yet by their names', () => {
  const attributes = [{ key: 'leadQuality', label: 'Quality of the lead' }];
  const declared = [{ feature: 'person.jobTitle', reason: 'x' }];
  expect(declarable(['person.jobTitle', 'person.country'], { attributes, declared })).toEqual([
    { value: 'person.country', label: 'Country' },
    { value: 'attributes.leadQuality', label: 'Quality of the lead' },
  ]);
});
