import { z } from 'zod';

/** The states that a model goes through, in their order. */
export const modelStates = ['candidate', 'shadow', 'champion', 'retired'] as const;

/** Where a model stands. A shadow scores beside the champion; nobody sees what it says as a grade. */
export type ModelState = (typeof modelStates)[number];

/** Low and high. */
const Interval = z.array(z.number()).length(2);

/** How good chances are on people who were not learned from, with 95 % intervals. */
const CardQuality = z.object({
  rows: z.int(),
  positives: z.int(),
  auc: z.number().nullable(),
  aucInterval: Interval.nullable(),
  brier: z.number(),
  brierInterval: Interval,
  calibrationError: z.number(),
  calibrationInterval: Interval,
  lift10: z.number().nullable(),
});

/** One of the questions that a model has to pass before it scores, with what came out. */
export const GateCheck = z.object({
  name: z.enum(['order', 'distance', 'calibration', 'knowledge', 'stability']),
  isMet: z.boolean(),
  text: z.string(),
});

/** What a model had to pass, and whether it did. */
export type GateCheck = z.infer<typeof GateCheck>;

/** How many leads, looked at how often, and what became of them. */
const LearnedFrom = z.object({
  people: z.int(),
  rows: z.int(),
  converted: z.int().describe('People of whom a row ends in a conversion'),
});

const Group = z.object({
  group: z.string().nullable(),
  rows: z.int(),
  converted: z.int(),
  predicted: z.number(),
  observed: z.number(),
  auc: z.number().nullable(),
});

/** The card of a model: what it learned from, how good it is and for whom, and which features were kept from it. */
export const ModelCard = z.object({
  window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  learned: LearnedFrom,
  judged: LearnedFrom,
  base: z.number().describe('What everybody starts from, in points of the score'),
  features: z.array(z.object({ feature: z.string(), weight: z.number() })),
  dropped: z.array(z.object({ feature: z.string(), reason: z.string() })),
  warnings: z.array(z.object({ feature: z.string(), auc: z.number(), message: z.string() })),
  quality: CardQuality,
  rule: CardQuality,
  incumbent: CardQuality.extend({ version: z.int() }).nullable(),
  checks: z.array(GateCheck),
  calibration: z.array(z.object({ rows: z.int(), predicted: z.number(), observed: z.number() })),
  lift: z.array(z.object({ share: z.number(), caught: z.number() })),
  fairness: z.array(z.object({ feature: z.string(), groups: z.array(Group) })),
  trees: z.int(),
  calibrationKind: z.enum(['none', 'platt', 'beta']),
  onnxBytes: z.int(),
  onnxParity: z.number(),
  seconds: z.number(),
});

/** What is known of a model. */
export type ModelCard = z.infer<typeof ModelCard>;
