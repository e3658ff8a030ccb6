import { z } from 'zod';
import { Id } from '../ids.ts';
import { ModelCard, modelStates } from './model-card.ts';

const When = z.iso.datetime().nullable();

/** A model as lists show it. */
export const ModelSummary = z.object({
  id: Id,
  version: z.int(),
  state: z.enum(modelStates),
  cause: z.enum(['asked', 'schedule', 'drift']),
  /** Why it is in the state that it is in. */
  reason: z.string(),
  createdAt: z.iso.datetime(),
  trainedAt: When,
  shadowSince: When,
  /** Since when it has passed and waits for somebody to let it score; null: it does not. */
  suggestedAt: When,
  championSince: When,
  retiredAt: When,
  quality: ModelCard.shape.quality.nullable(),
});

/** A model as lists show it. */
export type ModelSummary = z.infer<typeof ModelSummary>;

const driftLevels = z.enum(['fine', 'moderate', 'act']);

/** How far the scores and features of a model had moved at a moment. */
export const ModelDrift = z.object({
  at: z.iso.datetime(),
  people: z.int(),
  index: z.number(),
  level: driftLevels,
  features: z.array(z.object({ feature: z.string(), index: z.number(), level: driftLevels })),
});

/** A model with everything that is known of it. */
export const Model = ModelSummary.extend({
  /** What scored before it became the champion: a model, or null for the rule. */
  replaced: z.object({ id: Id, version: z.int() }).nullable(),
  sha256: z.string().nullable(),
  featureHash: z.string().nullable(),
  learnedUntil: When,
  judgedFrom: When,
  card: ModelCard.nullable(),
  drift: z.array(ModelDrift),
});

/** A model with everything that is known of it. */
export type Model = z.infer<typeof Model>;

/** How scoring stands in an organisation. */
export const ScoringState = z.object({
  /** The model that scores; null: the rule does. */
  champion: z.object({ id: Id, version: z.int() }).nullable(),
  /** What scores beside it; `suggestedAt`: since when it has passed and waits for somebody to let it score. */
  shadow: z.object({ id: Id, version: z.int(), suggestedAt: When }).nullable(),
  /** A model is being learned, since then. */
  learningSince: When,
  outcomes: z.object({ converted: z.int(), lost: z.int(), needed: z.int() }),
  scores: z.object({
    scored: z.int(),
    scoredAt: When,
    grades: z.object({ A: z.int(), B: z.int(), C: z.int(), D: z.int() }),
    shadow: z.object({ people: z.int(), others: z.int() }).nullable(),
  }),
});

/** How scoring stands in an organisation. */
export type ScoringState = z.infer<typeof ScoringState>;
