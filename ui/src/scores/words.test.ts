import { expect, it } from 'vitest';
import { gradeTone, moveOf, scorerChange, sentenceOf, signed, whyRule } from './words.ts';

it('says a score in a sentence, with what weighs most on either side', () => {
  const reasons = [
    { feature: 'reply.ever', points: 25, text: 'Answered once' },
    { feature: 'quiet.days', points: -15, text: 'Has not done anything for 120 days' },
  ];
  expect(sentenceOf({ score: 30, reasons, chance: null })).toBe(
    '30 of 100; most for it: answered once; most against it: has not done anything for 120 days.',
  );
  expect(sentenceOf({ score: 64, reasons: [], chance: 0.64 })).toContain(
    '64\u00a0% likely to be converted in 90 days.',
  );
  expect(sentenceOf({ score: 20, reasons: [], chance: null })).toBe(
    '20 of 100. Nothing that they did or that is known of them says more.',
  );
});

it('says that a rule is a rule', () => {
  expect(whyRule({ converted: 3, lost: 1200, needed: 40 })).toBe(
    'This is a rule, the same for everybody; nothing in it is learned. ' +
      'So far 3 leads were converted and 1,200 were not in 90 days; learning takes 40 of each.',
  );
});

it('shows points with their sign, and grades in a colour', () => {
  expect([5, -10, -2.25].map(signed)).toEqual(['+5', '−10', '−2.3']);
  expect((['A', 'B', 'C', 'D'] as const).map(gradeTone)).toEqual(['good', 'info', 'warn', 'neutral']);
});

it('says how a score moved', () => {
  const move = { wasScore: 34, score: 52, wasGrade: 'C', grade: 'B' } as const;
  expect(moveOf(move)).toBe('Up from 34 to 52, grade C to B');
  expect(scorerChange({ ...move, model: { id: 'm', version: 2 } })).toBe(
    'Model 2 scores since: 52 instead of 34, from the same facts. Nothing about them changed.',
  );
});
