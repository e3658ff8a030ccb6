import { wholeShare } from './assignment.ts';
import type { ExperimentPlan, VariantChanges } from './experiment.ts';
import { variantLabels } from './labels.ts';

/** A plan in the units in which it is kept: shares in hundredths of a percent, rates as fractions. */
export interface KeptPlan {
  testShare: number;
  holdOut: number;
  baseline: number;
  lift: number;
}

/** The plan as it is stored, without its variants. */
export function valuesOf({
  variants: _,
  testPercent,
  holdOutPercent,
  baselinePercent,
  liftPercent,
  ...rest
}: ExperimentPlan) {
  const kept: KeptPlan = {
    testShare: Math.round((testPercent / 100) * wholeShare),
    holdOut: Math.round((holdOutPercent / 100) * wholeShare),
    baseline: baselinePercent / 100,
    lift: liftPercent / 100,
  };
  return { ...rest, ...kept };
}

/** The units of the plan from those in which it is kept. */
export function percentsOf({ testShare, holdOut, baseline, lift }: KeptPlan) {
  return {
    testPercent: (testShare * 100) / wholeShare,
    holdOutPercent: (holdOut * 100) / wholeShare,
    baselinePercent: tidy(baseline * 100),
    liftPercent: tidy(lift * 100),
  };
}

/** All variants with their labels: A first, which is the message itself. */
export function variantsOf({ variants }: Pick<ExperimentPlan, 'variants'>) {
  const own: { label: string; changes: VariantChanges; delayMinutes: number }[] = [
    { label: variantLabels[0], changes: {}, delayMinutes: 0 },
  ];
  for (const [index, variant] of variants.entries()) own.push({ label: variantLabels[index + 1]!, ...variant });
  return own;
}

const tidy = (percent: number): number => Number(percent.toPrecision(10));
