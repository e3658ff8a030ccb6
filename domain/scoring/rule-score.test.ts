import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PersonFeatures } from './features.ts';
import { rulePoints, ruleScore } from './rule-score.ts';

it('gives somebody nothing is known of what everybody starts from', () => {
  expect(ruleScore({})).toEqual({ score: rulePoints, grade: 'D', reasons: [] });
});

it('says why in words, what weighs most first', () => {
  const score = ruleScore({
    'click.30': 2,
    'reply.ever': 1,
    'page_view.30': 1,
    'person.jobTitle': 'Buyer',
    'quiet.days': 3,
  });
  expect(score.score).toBe(20 + 25 + 16 + 5 + 2);
  expect(score.grade).toBe('B');
  expect(score.reasons.map(({ text }) => text)).toEqual([
    'Answered once',
    'Clicked twice in 30 days',
    'Their job title is known',
    'Looked at pages once in 30 days',
  ]);
});

it('counts against people what they did not do', () => {
  const quiet = ruleScore({ 'sent.90': 6, 'click.ever': 0, 'reply.ever': 0, 'quiet.days': 120.7, 'known.days': 400 });
  expect(quiet.score).toBe(0);
  expect(quiet.reasons.map(({ text, points }) => [text, points])).toEqual([
    ['Has not done anything for 120 days', -15],
    ['Got 6 e-mails in 90 days and never clicked or answered', -10],
  ]);
  expect(ruleScore({ 'known.days': 91.2, 'quiet.days': null }).reasons).toEqual([
    { feature: 'known.days', points: -10, text: 'Known for 91 days and never did anything' },
  ]);
});

it('stays between 0 and 100, and its reasons add up to it where nothing is cut off', () => {
  const names = [
    'click.30',
    'reply.ever',
    'form.ever',
    'page_view.30',
    'responses',
    'account',
    'sent.90',
    'quiet.days',
  ];
  const features = fc.dictionary(fc.constantFrom(...names), fc.option(fc.integer({ min: 0, max: 500 })));
  fc.assert(
    fc.property(features, (given) => {
      const { score, reasons } = ruleScore(given as PersonFeatures);
      const sum = reasons.reduce((sum, { points }) => sum + points, rulePoints);
      expect(score).toBe(Math.max(0, Math.min(100, sum)));
    }),
  );
});
