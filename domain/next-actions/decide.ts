import { sha256 } from '@noble/hashes/sha2.js';
import { randomFrom } from '../random.ts';
import { waitKey, type ActionKind } from './action.ts';
import { assess, nextMoment, type Candidate, type ExpectedChances, type Rejected } from './assess.ts';
import { contextHash, type ActionContext } from './context.ts';
import type { DecidingPolicy } from './policy.ts';

/** No action that may be done is less likely than this, so that a row never weighs more than a hundred when a policy is judged. */
export const leastProbability = 0.01;

/** A decision as its row keeps it: enough to take it again and get the same. */
export interface Decision {
  contextHash: string;
  /** What could have been chosen, the best first. */
  eligible: Candidate[];
  rejected: Rejected[];
  chosen: string;
  kind: ActionKind;
  /** How likely this choice was. */
  probability: number;
  exploration: number;
  versionId: string;
  seed: number;
  /** Whether the person is one of those who get nothing, so that the effect can be told. */
  isHeldOut: boolean;
  /** Whether something else than the best was chosen, to learn. */
  isExploring: boolean;
  /** When to look again (ISO 8601), where something was left out only for the moment; null: when something happens. */
  lookAgainAt: string | null;
}

/** How likely each of the eligible actions is to be chosen, in their order. */
export function probabilitiesOf(eligible: readonly Candidate[], exploration: number): number[] {
  // Stopping ends what is done for somebody: it is never tried out.
  const open = eligible.filter(({ kind }, at) => at === 0 || kind !== 'stop').length;
  const share = open > 1 && exploration > 0 ? Math.max(exploration / open, Math.min(leastProbability, 1 / open)) : 0;
  return eligible.map(({ kind }, at) => (at === 0 ? 1 - share * (open - 1) : kind === 'stop' ? 0 : share));
}

/** Draws one of the eligible actions by the seed. */
export function draw(
  eligible: readonly Candidate[],
  { exploration, seed }: { exploration: number; seed: number },
): { chosen: Candidate; probability: number } {
  const probabilities = probabilitiesOf(eligible, exploration);
  let left = randomFrom(seed)();
  let at = 0;
  while (at < eligible.length - 1 && left >= probabilities[at]!) left -= probabilities[at++]!;
  // Rounding may lead past the last that can be chosen.
  while (at > 0 && probabilities[at] === 0) at--;
  return { chosen: eligible[at]!, probability: probabilities[at]! };
}

/** Decides what is next for a person. Nothing but its arguments has a part in it. */
export function decide(
  context: ActionContext,
  policy: DecidingPolicy,
  { seed, expected = {}, isHeldOut = false }: { seed: number; expected?: ExpectedChances; isHeldOut?: boolean },
): Decision {
  const assessment = assess(context, policy, expected);
  const { eligible, rejected } = assessment;
  const { exploration } = policy;
  const drawn = draw(eligible, { exploration, seed });
  const { chosen, probability } = isHeldOut
    ? { chosen: eligible.find(({ key }) => key === waitKey)!, probability: 1 }
    : drawn;
  return {
    contextHash: contextHash(context),
    eligible,
    rejected,
    chosen: chosen.key,
    kind: chosen.kind,
    probability,
    exploration,
    versionId: policy.versionId,
    seed,
    isHeldOut,
    isExploring: !isHeldOut && chosen.key !== eligible[0]!.key,
    lookAgainAt: chosen.kind === 'wait' && !isHeldOut ? nextMoment(assessment, context, policy) : null,
  };
}

/** Takes a decision again from its row alone: the same action with the same probability, or the row is not what was decided. */
export function replay(
  row: Pick<Decision, 'eligible' | 'exploration' | 'seed' | 'isHeldOut'>,
): Pick<Decision, 'chosen' | 'kind' | 'probability'> {
  const eligible = row.eligible
    .map((one) => ({
      ...one,
      priority: one.chance * one.context * one.value * one.lever - one.fatigue + (one.kind === 'stop' ? 1e-9 : 0),
    }))
    .sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1));
  if (row.isHeldOut) return { chosen: waitKey, kind: 'wait', probability: 1 };
  const { chosen, probability } = draw(eligible, row);
  return { chosen: chosen.key, kind: chosen.kind, probability };
}

/** The seed of a decision: from what it is about, so that the same cause draws the same. */
export function seedOf(policyId: string, personId: string, cause: string): number {
  return firstWord(`${policyId} ${personId} ${cause}`);
}

/** Whether somebody is held out by a policy: always the same answer for the same share, and more are with a greater one. */
export function isHeldOut(policyId: string, personId: string, share: number): boolean {
  return firstWord(`hold-out ${policyId} ${personId}`) / 2 ** 32 < share;
}

function firstWord(text: string): number {
  const bytes = sha256(new TextEncoder().encode(text));
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}
