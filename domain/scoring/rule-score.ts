import { countName, type PersonFeatures } from './features.ts';
import { gradeOf, type Grade } from './grade.ts';
import type { ScoreReason } from './reasons.ts';

/** What the rule says of a person: 0 to 100, and why, what weighs most first. */
export interface RuleScore {
  score: number;
  grade: Grade;
  reasons: ScoreReason[];
}

/** What everybody starts from. */
export const rulePoints = 20;

interface Rule {
  feature: string;
  /** Points for its value, or null where it says nothing. */
  points: (value: number, all: PersonFeatures) => number;
  text: (value: number) => string;
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
const upTo = (most: number, each: number) => (count: number) => Math.min(most, count * each);

/** The rule: the same for every organisation, and nothing in it is learned. */
const rules: readonly Rule[] = [
  { feature: countName('click', '30'), points: upTo(24, 8), text: (n) => `Clicked ${times(n)} in 30 days` },
  { feature: countName('reply', 'ever'), points: upTo(25, 25), text: (n) => `Answered ${times(n)}` },
  { feature: countName('form', 'ever'), points: upTo(24, 12), text: (n) => `Filled in a form ${times(n)}` },
  { feature: countName('page_view', '30'), points: upTo(10, 2), text: (n) => `Looked at pages ${times(n)} in 30 days` },
  {
    feature: 'responses',
    points: upTo(16, 8),
    text: (n) => `Responded to ${n === 1 ? 'a campaign' : `${n} campaigns`}`,
  },
  { feature: 'account', points: upTo(5, 5), text: () => 'Belongs to an account' },
  {
    feature: 'sent.90',
    points: (sent, all) =>
      sent >= 4 && !all[countName('click', 'ever')] && !all[countName('reply', 'ever')] ? -10 : 0,
    text: (sent) => `Got ${sent} e-mails in 90 days and never clicked or answered`,
  },
  {
    feature: 'quiet.days',
    points: (days) => (days > 90 ? -15 : 0),
    text: (days) => `Has not done anything for ${Math.floor(days)} days`,
  },
  {
    feature: 'known.days',
    points: (days, all) => (days > 90 && (all['quiet.days'] ?? null) === null ? -10 : 0),
    text: (days) => `Known for ${Math.floor(days)} days and never did anything`,
  },
];

/** Scores a person by the rule. */
export function ruleScore(features: PersonFeatures): RuleScore {
  const reasons = rules.flatMap(({ feature, points, text }): ScoreReason[] => {
    const value = features[feature];
    if (typeof value !== 'number') return [];
    const given = points(value, features);
    return given === 0 ? [] : [{ feature, points: given, text: text(value) }];
  });
  if (features['person.jobTitle']) {
    reasons.push({ feature: 'person.jobTitle', points: 5, text: 'Their job title is known' });
  }
  const sum = reasons.reduce((sum, { points }) => sum + points, rulePoints);
  const score = Math.max(0, Math.min(100, sum));
  reasons.sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.feature < b.feature ? -1 : 1));
  return { score, grade: gradeOf(score / 100), reasons };
}
