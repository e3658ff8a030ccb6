import { z } from 'zod';
import { WorkflowLink } from '../campaigns/campaign.ts';
import { changeOf } from '../change.ts';
import { MessageContent } from '../content/content.ts';
import { Id } from '../ids.ts';
import { variantLabels } from './labels.ts';

/** What a test is decided by. Clicks are human ones of those who were reached; opens are inflated by machines that fetch everything. */
export const ExperimentMetric = z.enum(['clicks', 'opens', 'replies', 'conversions', 'revenue']);
/** One of the metrics. */
export type ExperimentMetric = z.infer<typeof ExperimentMetric>;

/** draft → testing → (choosing, where a person decides) → decided; or cancelled with its campaign. */
export const ExperimentStatus = z.enum(['draft', 'testing', 'choosing', 'decided', 'cancelled']);
/** One of the states of a test. */
export type ExperimentStatus = z.infer<typeof ExperimentStatus>;

/** How it ended: a look found a winner, no look did, or a person stopped it or chose. */
export const ExperimentOutcome = z.enum(['winner', 'no_winner', 'stopped', 'chosen']);
/** One of the ways in which a test ends. */
export type ExperimentOutcome = z.infer<typeof ExperimentOutcome>;

/** The label of a variant. */
export const VariantLabel = z.enum(variantLabels);

/** What a variant has of its own; everything else is as in the message. Class and topic are the message's: they say who may get it. */
export const VariantChanges = changeOf(MessageContent.omit({ messageClass: true, topicId: true }));
/** What a variant has of its own. */
export type VariantChanges = z.infer<typeof VariantChanges>;

const ExperimentVariantInput = z.strictObject({
  changes: VariantChanges.default({}),
  /** How long after the start it goes; of a broadcast only. */
  delayMinutes: z.int().min(0).max(10_080).default(0),
});

/** What a test is on: a broadcast, or a step of a drip by its key. */
export const ExperimentSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('broadcast'), broadcastId: Id }),
  z.strictObject({ kind: z.literal('dripStep'), dripId: Id, step: z.string().min(1).max(64) }),
]);
/** What a test is on. */
export type ExperimentSource = z.infer<typeof ExperimentSource>;

/** Everything of a test that may be changed before it begins. */
export const ExperimentPlan = z.strictObject({
  name: z.string().trim().min(1).max(200).default('A/B test'),
  /** B and those after it, in their order. */
  variants: z.array(ExperimentVariantInput).min(1).max(7),
  metric: ExperimentMetric.default('clicks'),
  /** The event that counts as a conversion. */
  goalEvent: z.string().trim().min(1).max(200).nullable().default(null),
  testPercent: z.number().min(0.01).max(100).default(20),
  holdOutPercent: z.number().min(0).max(50).default(0),
  baselinePercent: z.number().min(0.01).max(90).default(4),
  liftPercent: z.number().min(1).max(1000).default(25),
  minimumPeople: z.int().min(1).max(10_000_000).default(500),
  waitHours: z.number().min(0).max(2160).default(4),
  endHours: z.number().min(0.1).max(2160).default(24),
  looks: z.int().min(1).max(10).default(4),
  decides: z.enum(['auto', 'person']).default('auto'),
  /** Even shares, or more for those that do better (Thompson sampling); at a step of a drip only. */
  allocation: z.enum(['even', 'thompson']).default('even'),
  /** What is sent where there is no winner. */
  fallback: VariantLabel.default('A'),
});
/** A test as planned. */
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;

/** What may be given for a new test. */
export const NewExperiment = ExperimentPlan.extend({ source: ExperimentSource });
/** What can be changed of a test that has not begun. */
export const ExperimentChange = changeOf(ExperimentPlan);

/** What stands in the way of a plan as a whole: a path and a sentence each. */
export function planProblems(
  plan: Pick<
    ExperimentPlan,
    | 'variants'
    | 'metric'
    | 'goalEvent'
    | 'testPercent'
    | 'holdOutPercent'
    | 'waitHours'
    | 'endHours'
    | 'fallback'
    | 'allocation'
  >,
  kind: ExperimentSource['kind'],
): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const say = (path: string, message: string) => void problems.push({ path, message });
  for (const [index, { changes, delayMinutes }] of plan.variants.entries()) {
    if (Object.keys(changes).length === 0 && delayMinutes === 0)
      say(
        `variants.${index}`,
        `Variant ${variantLabels[index + 1]} is the same as A; give it a subject, content, sender or time of its own.`,
      );
    if (kind === 'dripStep' && delayMinutes > 0)
      say(
        `variants.${index}.delayMinutes`,
        'A drip’s step is sent when people come to it; test its time with a wait before it.',
      );
  }
  if (plan.metric === 'conversions' && plan.goalEvent === null)
    say('goalEvent', 'Say which event counts as a conversion.');
  if (plan.testPercent + plan.holdOutPercent > 100)
    say('testPercent', 'Test and hold-out are more than everybody; make one of them smaller.');
  if (plan.allocation === 'thompson' && kind === 'broadcast')
    say(
      'allocation',
      'All who are in the test of a broadcast are divided at once, so that shares cannot move; test a step of a drip, or keep even shares.',
    );
  if (plan.allocation === 'thompson' && plan.metric === 'revenue')
    say(
      'allocation',
      'Shares move by how many people do something; decide by clicks, answers or conversions, or keep even shares.',
    );
  if (plan.endHours < plan.waitHours) say('endHours', 'The test ends before its first look; let it end later.');
  if (!variantLabels.slice(0, plan.variants.length + 1).includes(plan.fallback))
    say('fallback', `There is no variant ${plan.fallback}.`);
  return problems;
}

/** After how many hours each look is taken: the first when the wait is over, the last at the end. */
export function lookHours({
  waitHours,
  endHours,
  looks,
}: Pick<ExperimentPlan, 'waitHours' | 'endHours' | 'looks'>): number[] {
  if (looks === 1) return [endHours];
  // Where nothing need be waited for, the first look is still no sooner than the others follow each other.
  const first = Math.max(waitHours, waitHours === 0 ? endHours / looks : 0);
  return Array.from({ length: looks }, (_, look) => first + ((endHours - first) * look) / (looks - 1));
}

const LiftShown = z.object({ lift: z.number(), low: z.number(), high: z.number() });

/** A variant with what came of it. */
export const ExperimentVariant = z.object({
  id: Id,
  label: VariantLabel,
  changes: VariantChanges,
  delayMinutes: z.int(),
  /** How many people were assigned to it, how many it was sent to, and how many it reached. */
  people: z.int(),
  sent: z.int(),
  delivered: z.int(),
  /** What the test is decided by: the successes or, for revenue, the sum in minor units; and per person reached. */
  total: z.number(),
  perPerson: z.number().nullable(),
  /** Of revenue: how many people have a part in what was won; null for rates, of which `total` says it. */
  buyers: z.int().nullable(),
  opens: z.int(),
  clicks: z.int(),
  /** Clicks and opens of machines, which count for nothing. */
  machineClicks: z.int(),
  replies: z.int(),
  unsubscribes: z.int(),
  complaints: z.int(),
  bounces: z.int(),
  /** Against A, with limits that hold however often one looks; null for A and where nothing can be said. */
  lift: LiftShown.nullable(),
  chanceToWin: z.number().nullable(),
  expectedLoss: z.number().nullable(),
});
/** A variant as the API shows it. */
export type ExperimentVariant = z.infer<typeof ExperimentVariant>;

/** A look that was taken. */
export const ExperimentLook = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  information: z.number(),
  bound: z.number().nullable(),
  kind: z.enum(['winner', 'wait', 'no_winner']),
  reasons: z.array(z.string()),
  winner: VariantLabel.nullable(),
  /** The shares of the variants from this look on, in per cent; null where they stayed. */
  shares: z.array(z.object({ label: VariantLabel, percent: z.number() })).nullable(),
  arms: z.array(z.object({ label: VariantLabel, people: z.int(), total: z.number(), z: z.number().nullable() })),
});
/** A look as the API shows it. */
export type ExperimentLook = z.infer<typeof ExperimentLook>;

/** A test as the API shows it. */
export const Experiment = ExperimentPlan.omit({ variants: true }).extend({
  id: Id,
  campaignId: Id,
  source: ExperimentSource,
  /** The broadcast or the step by its name. */
  sourceName: z.string(),
  status: ExperimentStatus,
  outcome: ExperimentOutcome.nullable(),
  /** What is so, in a sentence. */
  sentence: z.string(),
  variants: z.array(ExperimentVariant),
  /** That its drip follows a newer version by now, whose people are not in it. */
  isLeftBehind: z.boolean(),
  /** Who gets nothing, and what they did all the same (conversions and revenue only). */
  holdOut: z.object({ people: z.int(), total: z.number().nullable(), perPerson: z.number().nullable() }).nullable(),
  /** Of revenue: what it is counted in, and how many opportunities count for nothing because their currency has no rate. */
  revenue: z.object({ currency: z.string(), withoutRate: z.int() }).nullable(),
  sampleRatio: z.object({ p: z.number(), isBroken: z.boolean() }),
  /** Of those who come now, in per cent. */
  shares: z.array(z.object({ label: VariantLabel, percent: z.number() })),
  looksTaken: z.array(ExperimentLook),
  /** The looks as planned: after how many hours, at which share of the information, and what |z| would have to reach. */
  plannedLooks: z.array(z.object({ hours: z.number(), information: z.number(), bound: z.number() })),
  nextLookAt: z.iso.datetime().nullable(),
  /** Why there is no winner, or none yet, in words. */
  reasons: z.array(z.object({ code: z.string(), message: z.string() })),
  /** What the rest gets. */
  sentVariant: VariantLabel.nullable(),
  decidedByName: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  rolledOutAt: z.iso.datetime().nullable(),
  /** How many people get the winner, if that is known. */
  rest: z.object({ people: z.int(), sent: z.int() }),
  version: z.int(),
  workflow: WorkflowLink.nullable(),
});
/** A test as the API shows it. */
export type Experiment = z.infer<typeof Experiment>;
