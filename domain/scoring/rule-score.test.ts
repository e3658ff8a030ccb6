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

it('gives each sign its points, and no more than its most', () => {
  const pointsOf = (features: PersonFeatures) =>
    Object.fromEntries(ruleScore(features).reasons.map(({ feature, points }) => [feature, points]));
  const once = { 'click.30': 1, 'form.ever': 1, 'page_view.30': 1, responses: 1, account: 1 };
  expect(pointsOf(once)).toEqual({ 'click.30': 8, 'form.ever': 12, 'page_view.30': 2, responses: 8, account: 5 });
  const often = { 'click.30': 4, 'reply.ever': 2, 'form.ever': 3, 'page_view.30': 6, responses: 3, account: 1 };
  expect(pointsOf(often)).toEqual({
    ...{ 'click.30': 24, 'reply.ever': 25, 'form.ever': 24, 'page_view.30': 10, responses: 16, account: 5 },
  });
  // 20 + 104 is more than there is.
  expect(ruleScore(often)).toMatchObject({ score: 100, grade: 'A' });
});

it('holds nothing against people before it is time, or who did something', () => {
  const reasonsOf = (features: PersonFeatures) => ruleScore(features).reasons.map(({ feature }) => feature);
  expect(reasonsOf({ 'sent.90': 4 })).toEqual(['sent.90']);
  expect(reasonsOf({ 'sent.90': 3 })).toEqual([]);
  expect(reasonsOf({ 'sent.90': 9, 'click.ever': 1 })).toEqual([]);
  expect(reasonsOf({ 'sent.90': 9, 'reply.ever': 1 })).toEqual(['reply.ever']);
  expect(reasonsOf({ 'quiet.days': 90 })).toEqual([]);
  expect(reasonsOf({ 'known.days': 90 })).toEqual([]);
  expect(reasonsOf({ 'known.days': 400, 'quiet.days': 0 })).toEqual([]);
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
