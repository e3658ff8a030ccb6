import {
  offPolicyGain,
  offPolicyValue,
  type Estimate,
  type LoggedRow,
  type OffPolicyValue,
  type RowExpected,
  type RowPolicy,
} from './evaluation.ts';

/** What speaks for or against a candidate. */
export interface Judgement {
  decisions: number;
  candidate: OffPolicyValue;
  incumbent: OffPolicyValue;
  /** The action that is worth most when everybody gets it, where it may be done. */
  bestConstant: { action: number; value: OffPolicyValue };
  /** What the candidate is worth more than each of them. */
  overIncumbent: Estimate;
  overConstant: Estimate;
  isPromoted: boolean;
  why: 'better' | 'too_little' | 'incumbent_wins' | 'constant_wins';
}

/** As many rows must speak of the candidate before it is believed. */
export const fewestEffective = 100;

/**
 * Whether a candidate takes over: only where it is worth more than what decides now, and more than the same action for everybody, beyond
 * chance, by the doubly robust estimate on decisions that it was not learned from. What its own model promises is not asked.
 */
export function judge(
  rows: readonly LoggedRow[],
  {
    candidate,
    incumbent,
    constants,
    expected,
  }: {
    candidate: RowPolicy;
    incumbent: RowPolicy;
    /** One policy per action, which does it wherever it may be done. */
    constants: readonly RowPolicy[];
    expected: RowExpected;
  },
): Judgement {
  const values = constants.map((policy) => offPolicyValue(rows, policy, expected));
  const best = values.reduce((most, { dr }, at) => (dr.mean > values[most]!.dr.mean ? at : most), 0);
  const value = offPolicyValue(rows, candidate, expected);
  const overIncumbent = offPolicyGain(rows, { policy: candidate, other: incumbent, expected });
  const overConstant = offPolicyGain(rows, { policy: candidate, other: constants[best]!, expected });
  const why =
    value.effectiveSampleSize < fewestEffective
      ? 'too_little'
      : overConstant.interval[0] <= 0
        ? 'constant_wins'
        : overIncumbent.interval[0] <= 0
          ? 'incumbent_wins'
          : 'better';
  return {
    decisions: rows.length,
    candidate: value,
    incumbent: offPolicyValue(rows, incumbent, expected),
    bestConstant: { action: best, value: values[best]! },
    overIncumbent,
    overConstant,
    isPromoted: why === 'better',
    why,
  };
}
