import { featureText } from './feature-words.ts';
import type { PersonFeatures } from './features.ts';

/** Why a score is higher or lower, in points of the score and in words. */
export interface ScoreReason {
  /** The feature that it comes from. */
  feature: string;
  points: number;
  text: string;
}

/** Reasons that are kept on either side. */
const mostReasons = 3;

/** Less than this many points is no reason. */
const fewestPoints = 0.5;

/** A score that moves by so many points, or into another grade, is worth telling of. */
const notablePoints = 5;

/** Whether a score moved by enough to be told of. */
export function hasMoved(was: { score: number; grade: string }, is: { score: number; grade: string }): boolean {
  return was.grade !== is.grade || Math.abs(is.score - was.score) >= notablePoints;
}

/** What a model's shares of a margin mean in points: so stretched that, with `base`, they add up to the score. */
export interface Stretch {
  /** The chance, from 0 to 1, that everybody starts from, and its margin. */
  base: { chance: number; margin: number };
  chance: number;
  margin: number;
}

/** Points for each unit of margin. Near the start the chord is the slope, worked out from the chance itself. */
export function pointsPerShare({ base, chance, margin }: Stretch): number {
  const distance = margin - base.margin;
  const slope = Math.abs(distance) < 1e-6 ? chance * (1 - chance) : (chance - base.chance) / distance;
  return 100 * slope;
}

/** The strongest reasons for and against, what weighs most first, from what each feature gives. */
export function reasonsOf(
  given: readonly { feature: string; points: number }[],
  features: PersonFeatures,
): ScoreReason[] {
  const worth = given
    .filter(({ points }) => Math.abs(points) >= fewestPoints)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.feature < b.feature ? -1 : 1));
  const [up, down] = [worth.filter(({ points }) => points > 0), worth.filter(({ points }) => points < 0)];
  const kept = new Set([...up.slice(0, mostReasons), ...down.slice(0, mostReasons)]);
  return worth
    .filter((one) => kept.has(one))
    .map(({ feature, points }) => ({
      feature,
      points: Math.round(points * 10) / 10,
      text: featureText(feature, features[feature] ?? null),
    }));
}

/** What moved a score: what the same model gives each feature now, less what it gave before. */
export function movesOf(
  before: readonly { feature: string; points: number }[],
  now: readonly { feature: string; points: number }[],
  features: PersonFeatures,
): ScoreReason[] {
  const was = new Map(before.map(({ feature, points }) => [feature, points]));
  for (const { feature } of now) if (!was.has(feature)) was.set(feature, 0);
  const is = new Map(now.map(({ feature, points }) => [feature, points]));
  const changes = [...was].map(([feature, points]) => ({ feature, points: (is.get(feature) ?? 0) - points }));
  return reasonsOf(changes, features);
}
