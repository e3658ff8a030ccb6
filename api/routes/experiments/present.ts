import type { Context } from 'hono';
import { believeRates } from '../../../domain/experiments/best-rate.ts';
import { armsOf, kindOf, nobody, testAlpha } from '../../../domain/experiments/arms.ts';
import { spendingBounds } from '../../../domain/experiments/boundaries.ts';
import {
  lookHours,
  type Experiment,
  type ExperimentLook,
  type ExperimentVariant,
} from '../../../domain/experiments/experiment.ts';
import { believedLift, sequentialLift } from '../../../domain/experiments/lift.ts';
import { movesOf } from '../../../domain/experiments/moving-shares.ts';
import { checkSampleRatio } from '../../../domain/experiments/sample-ratio.ts';
import { evenLooks } from '../../../domain/experiments/size.ts';
import { percentsOf } from '../../../domain/experiments/values.ts';
import { reasonWords, sentenceOf } from '../../../domain/experiments/words.ts';
import { experimentWorkflowId } from '../../../workflows/experiments/messages.ts';
import type { ApiEnv } from '../../router.ts';
import { workflowLink } from '../../workflow-link.ts';
import type { FoundExperiment } from './find.ts';

/** Around how many people of both variants the intervals are narrowest. */
const sequenceTuning = 5000;

/** A test as the API shows it. */
export function presentExperiment(c: Context<ApiEnv>, found: FoundExperiment): Experiment {
  const { row, counts, looks, currency } = found;
  const labelOf = (id: string | null) => row.variants.find((variant) => variant.id === id)?.label as Label | undefined;
  const variants = variantsOf(found);
  const rest = counts.variants.find(({ variantId }) => variantId === null) ?? nobody;
  const looksTaken = looks.map((look) => presentLook(row, look, labelOf(look.winnerVariantId) ?? null));
  const reasons = row.status === 'testing' ? (looks.at(-1)?.reasons ?? []) : row.reasons;
  const shown = {
    ...settingsOf(row),
    status: row.status,
    outcome: row.outcome,
    variants,
    looksTaken,
    reasons: reasons.map((code) => ({ code, message: reasonWords[code] ?? code })),
    sentVariant: labelOf(row.sentVariantId) ?? null,
    isLeftBehind: row.dripVersion !== null && row.dripVersion !== row.currentVersion,
    decidedByName: row.decidedByName,
    shares: percents(row, row.weights),
    rest: { people: rest.people, sent: rest.sent },
  };
  const ref = { tenantId: row.tenantId, experimentId: row.id };
  const { p, isBroken } = checkSampleRatio(armsNow(found));
  return {
    ...shown,
    sentence: sentenceOf({ ...shown, currency }),
    revenue: row.metric === 'revenue' ? { currency, withoutRate: counts.withoutRate } : null,
    holdOut: row.holdOut === 0 ? null : heldOut(counts),
    sampleRatio: { p, isBroken },
    plannedLooks: plannedLooks(row),
    nextLookAt: row.nextLookAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    rolledOutAt: row.rolledOutAt?.toISOString() ?? null,
    version: row.version,
    workflow:
      row.status === 'draft'
        ? null
        : workflowLink(c, { id: experimentWorkflowId(ref), runId: row.runId, endedAt: row.decidedAt }),
  };
}

type Label = Experiment['fallback'];

/** What was planned, in the units of the API. */
function settingsOf(row: FoundExperiment['row']) {
  return {
    id: row.id,
    campaignId: row.campaignId,
    name: row.name,
    source: row.broadcastId
      ? { kind: 'broadcast' as const, broadcastId: row.broadcastId }
      : { kind: 'dripStep' as const, dripId: row.dripId ?? '', step: row.step ?? '' },
    sourceName: row.sourceName,
    metric: row.metric,
    goalEvent: row.goalEvent,
    ...percentsOf(row),
    minimumPeople: row.minimumPeople,
    waitHours: row.waitHours,
    endHours: row.endHours,
    looks: row.looks,
    decides: row.decides,
    allocation: row.allocation,
    fallback: row.fallback as Label,
  };
}

/** The variants as a look would see them now. */
const armsNow = ({ row, counts, looks }: FoundExperiment) =>
  armsOf(
    row.metric,
    row.variants.map(({ id }) => id),
    { counted: counts.variants, moments: movesOf(looks) },
  );

/** Shares in per cent from weights; even where there are none. */
function percents(row: FoundExperiment['row'], weights: readonly number[] | null): Experiment['shares'] {
  const given = weights ?? row.variants.map(() => 1);
  const sum = given.reduce((all, weight) => all + weight, 0);
  return row.variants.map(({ label }, index) => ({
    label: label as Label,
    percent: Math.round((given[index]! / sum) * 10_000) / 100,
  }));
}

function variantsOf(found: FoundExperiment): ExperimentVariant[] {
  const { row, counts } = found;
  const kind = kindOf(row.metric);
  const arms = armsNow(found);
  const control = arms[0]!.sample;
  const isKnown = arms.every(({ sample }) => sample.n > 0);
  const beliefs =
    kind === 'rate' && isKnown ? believeRates(arms.map(({ sample }) => ({ successes: sample.sum, n: sample.n }))) : [];
  const options = { kind, alpha: testAlpha / (arms.length - 1), tuning: sequenceTuning };
  return row.variants.map(({ id, label, changes, delayMinutes }, index) => {
    const { brought, ...counted } = counts.variants.find(({ variantId }) => variantId === id) ?? nobody;
    const { sample } = arms[index]!;
    const lift = index === 0 ? null : sequentialLift(control, sample, options);
    return {
      id,
      label: label as Label,
      changes,
      delayMinutes,
      people: counted.people,
      sent: counted.sent,
      delivered: counted.delivered,
      opens: counted.opens,
      clicks: counted.clicks,
      machineClicks: counted.machineClicks,
      replies: counted.replies,
      unsubscribes: counted.unsubscribes,
      complaints: counted.complaints,
      bounces: counted.bounces,
      total: sample.sum,
      perPerson: sample.n === 0 ? null : sample.sum / sample.n,
      buyers: row.metric === 'revenue' ? (brought?.buyers ?? 0) : null,
      lift: lift && { lift: lift.lift, low: lift.low, high: lift.high },
      chanceToWin:
        beliefs[index]?.chanceToBest ??
        (index === 0 ? null : (believedLift(control, sample, kind)?.chanceToWin ?? null)),
      expectedLoss: beliefs[index]?.expectedLoss ?? null,
    };
  });
}

function heldOut({ heldOut: people, heldOutBrought }: FoundExperiment['counts']) {
  const total = heldOutBrought?.sum ?? null;
  return { people, total, perPerson: total === null || people === 0 ? null : total / people };
}

function presentLook(
  row: FoundExperiment['row'],
  look: FoundExperiment['looks'][number],
  winner: Label | null,
): ExperimentLook {
  const { number, at, information, bound, kind, reasons, arms } = look;
  return {
    number,
    at: at.toISOString(),
    information,
    bound,
    kind,
    reasons,
    winner,
    shares: look.weights && percents(row, look.weights),
    arms: arms.map(({ label, n, sum, z }) => ({ label: label as Label, people: n, total: sum, z })),
  };
}

/** The looks as planned, where as much comes in between each two. */
function plannedLooks(row: FoundExperiment['row']): Experiment['plannedLooks'] {
  const shares = evenLooks(row.looks);
  const bounds = spendingBounds(shares, testAlpha / (row.variants.length - 1));
  return lookHours(row).map((hours, look) => ({ hours, information: shares[look]!, bound: bounds[look]! }));
}
