import { spendingBounds } from './boundaries.ts';
import { compare } from './compare.ts';
import type { MetricKind, Sample } from './moments.ts';
import { checkSampleRatio, type SampleRatio } from './sample-ratio.ts';

/** One variant at a look: what was counted of those who got it, and who should have been how many. */
export interface ArmAtLook {
  id: string;
  /** People who were given this variant, for the sample-ratio check. */
  people: number;
  /** The planned share among the variants, in any unit. */
  weight: number;
  sample: Sample;
}

/** What is decided by. The first variant is the control: what would be sent without an experiment. */
export interface DecisionRules {
  kind: MetricKind;
  /** Two-sided, of the whole experiment: shared between looks and between the variants that stand against the control. */
  alpha: number;
  /** People a variant needs before anything is concluded. */
  minimumPeople: number;
}

/** One look: how much is known, what was looked at before, and whether it is the last one. */
export interface Look {
  /** The share of the planned information that is in (0 to 1); at the last look all counts as in. */
  information: number;
  /** The shares at the looks before that were taken, rising. */
  earlier: readonly number[];
  isLast: boolean;
  /** Whether the time that must pass before a conclusion has passed. */
  hasWaited: boolean;
}

/** Why there is no winner (yet). */
export type NoWinnerReason =
  | 'sample_ratio'
  | 'too_few_people'
  | 'too_early'
  | 'too_close'
  | 'nothing_happened'
  | 'no_new_information'
  | 'all_known';

/** How one variant stands against the control at a look. */
export interface Standing {
  id: string;
  /** Against the control; null where nothing can be said. */
  z: number | null;
}

/** What a look found. `counts` says whether it used up a part of alpha. */
export type Decision = {
  sampleRatio: SampleRatio;
  standings: Standing[];
  /** What |z| must reach at this look; null where it was not asked. */
  bound: number | null;
  counts: boolean;
} & ({ kind: 'winner'; winnerId: string } | { kind: 'wait' | 'no_winner'; reasons: NoWinnerReason[] });

/** A look tells the last apart by less than this much. */
const smallestStep = 0.005;

/**
 * What is to be done after a look: the sample ratio must be right and enough people and time must have passed; then a variant that
 * passes the bound of this look against the control is the winner (of several the best), and so is the control where it passes
 * against all. Without one it goes on waiting, and at the last look says that there is no winner, and why.
 */
export function decide(arms: readonly ArmAtLook[], rules: DecisionRules, look: Look): Decision {
  const [control, ...others] = arms;
  if (!control || others.length === 0) throw new RangeError('An experiment compares at least two variants.');
  const sampleRatio = checkSampleRatio(arms);
  const standings = others.map((arm) => ({ id: arm.id, z: compare(control.sample, arm.sample, rules.kind).z }));
  const common = { sampleRatio, standings };
  const without = (reasons: NoWinnerReason[], bound: number | null, counts: boolean): Decision => ({
    ...common,
    bound,
    counts,
    kind: look.isLast ? 'no_winner' : 'wait',
    reasons,
  });

  const obstacles = obstaclesOf(arms, rules, { look, sampleRatio });
  if (obstacles.length > 0) return without(obstacles, null, false);
  if (arms.every(({ sample }) => sample.sum === 0)) return without(['nothing_happened'], null, false);
  const bound = boundOf(look, rules.alpha / others.length);
  if (bound === null) return without([isAllKnown(look) ? 'all_known' : 'no_new_information'], null, false);
  const winnerId = winnerOf(control.id, standings, bound);
  return winnerId === null
    ? without(['too_close'], bound, true)
    : { ...common, bound, counts: true, kind: 'winner', winnerId };
}

function obstaclesOf(
  arms: readonly ArmAtLook[],
  rules: DecisionRules,
  { look, sampleRatio }: { look: Look; sampleRatio: SampleRatio },
): NoWinnerReason[] {
  const reasons: NoWinnerReason[] = [];
  if (sampleRatio.isBroken) reasons.push('sample_ratio');
  if (arms.some(({ sample }) => sample.n < Math.max(1, rules.minimumPeople))) reasons.push('too_few_people');
  if (!look.hasWaited) reasons.push('too_early');
  return reasons;
}

/** The bound of this look by alpha spending; null where hardly more is known than at the one before. */
function boundOf({ information, earlier, isLast }: Look, alpha: number): number | null {
  const now = isLast ? 1 : Math.min(1, information);
  const before = earlier.at(-1) ?? 0;
  if (now - before < smallestStep) return null;
  return spendingBounds([...earlier, now], alpha).at(-1)!;
}

/** Whether an earlier look had all that was planned to be known, and with it spent all of alpha: nothing is left to conclude with. */
const isAllKnown = ({ earlier }: Look): boolean => (earlier.at(-1) ?? 0) > 1 - smallestStep;

function winnerOf(controlId: string, standings: readonly Standing[], bound: number): string | null {
  const [best] = [...standings].sort((x, y) => (y.z ?? 0) - (x.z ?? 0));
  if (best && (best.z ?? 0) >= bound) return best.id;
  return standings.every(({ z }) => z !== null && z <= -bound) ? controlId : null;
}
