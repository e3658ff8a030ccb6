import { randomFrom } from '../random.ts';
import type { DriftLevel } from './drift.ts';
import { middle, type Quality } from './intervals.ts';
import { calibrationError } from './metrics.ts';
import type { GateCheck } from './model-card.ts';

/** What a model is judged by: its chances for people it did not learn from, and what scores now. */
export interface Judgement {
  quality: Quality;
  chances: ArrayLike<number>;
  /** The number of each row's person. */
  people: ArrayLike<number>;
  /** Of the champion on the same people; null where the rule scores. */
  incumbent: Quality | null;
  rule: Quality;
}

/** How much worse than the champion's a figure may be: less than that is luck. */
const slack = { auc: 0.01, brier: 0.002 };

/** The calibration error that is always good enough; and how much of what luck gives is allowed: people learned from are few as well. */
const [fineCalibration, luckShare] = [0.05, 1.25];

/** What a model has to pass before it may score, on people who came later than those it learned from. */
export function gateChecks({ quality, chances, people, incumbent, rule }: Judgement): GateCheck[] {
  const other = incumbent ?? rule;
  const name = incumbent ? 'the champion' : 'the rule';
  const [auc, otherAuc] = [quality.auc ?? 0.5, other.auc ?? 0.5];
  const rate = quality.positives / quality.rows;
  const flat = rate * (1 - rate);
  const isOrdered = incumbent ? auc >= otherAuc - slack.auc : auc > otherAuc;
  const bound = incumbent ? Math.min(flat, incumbent.brier + slack.brier) : flat;
  const allowed = Math.max(fineCalibration, luckShare * luckyCalibrationError(chances, people));
  return [
    {
      name: 'order',
      isMet: isOrdered,
      text: `Of a lead who is converted and one who is not, it ranks the right one higher in ${percent(auc)} of cases; ${name} in ${percent(otherAuc)}.`,
    },
    {
      name: 'knowledge',
      isMet: (quality.aucInterval?.[0] ?? 0) > 0.5,
      text: `That is ${(quality.aucInterval?.[0] ?? 0) > 0.5 ? 'more than guessing' : 'perhaps no more than guessing'}: with so many leads it may lie between ${percent(quality.aucInterval?.[0] ?? 0)} and ${percent(quality.aucInterval?.[1] ?? 1)}; guessing is right in 50 %.`,
    },
    {
      name: 'distance',
      isMet: quality.brier < bound,
      text: `Its chances are ${quality.brier.toFixed(4)} away from what came (Brier score, the less the better); the same chance for everybody is ${flat.toFixed(4)} away${incumbent ? `, the champion ${incumbent.brier.toFixed(4)}` : ''}.`,
    },
    {
      name: 'calibration',
      isMet: quality.calibrationError <= allowed,
      text: `Its chances are ${percent(quality.calibrationError)} off on average; ${percent(allowed)} are allowed with so many leads.`,
    },
  ];
}

/** Whether scores stayed as they were spread while the model only watched. */
export function stabilityCheck({ index, level }: { index: number; level: DriftLevel }): GateCheck {
  const isMet = level !== 'act';
  return {
    name: 'stability',
    isMet,
    text: `Its scores ${isMet ? 'are spread as they were' : 'are spread otherwise than'} when it was trained (index ${index.toFixed(2)}, which has to be below 0.25).`,
  };
}

/** Whether everything that was asked of a model holds. */
export const isPassed = (checks: readonly GateCheck[]): boolean => checks.every(({ isMet }) => isMet);

/**
 * What calibration error chances show that are perfectly right, in 19 of 20 cases: with few people outcomes are off by luck. By outcomes drawn
 * from the chances themselves, one lot for all rows of a person; depends on these alone.
 */
export function luckyCalibrationError(chances: ArrayLike<number>, people: ArrayLike<number>, draws = 200): number {
  const random = randomFrom(11);
  const outcomes = new Uint8Array(chances.length);
  const errors: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const lots = new Map<number, number>();
    for (let row = 0; row < chances.length; row++) {
      const lot = lots.get(people[row]!) ?? random();
      lots.set(people[row]!, lot);
      outcomes[row] = lot < chances[row]! ? 1 : 0;
    }
    errors.push(calibrationError({ chances, outcomes }));
  }
  return errors.sort((a, b) => a - b)[Math.floor(0.95 * draws)]!;
}

/** Conversions, and leads without, that it takes before a champion is said to be worse than the rule. */
const fewestToSay = 20;

/** Whether the rule put people into a better order than the champion did, on what happened since, by more than luck. */
export function isWorseThanRule(
  differences: readonly number[],
  { rows, positives }: Pick<Quality, 'rows' | 'positives'>,
): boolean {
  if (positives < fewestToSay || rows - positives < fewestToSay || differences.length === 0) return false;
  return middle(differences)[1] < 0;
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
