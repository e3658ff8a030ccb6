import { z } from 'zod';
import { Id } from '../ids.ts';
import { grades } from './grade.ts';

const Reasons = z.array(z.object({ feature: z.string(), points: z.number(), text: z.string() }));

/** How likely somebody is to become a customer, as far as it can be told, and why. */
export const PersonScore = z.object({
  personId: Id,
  /** What made the score. A rule is the same for everybody and was not learned from anything. */
  kind: z.enum(['rule', 'model']),
  /** The model that made it; null where the rule did. */
  model: z.object({ id: Id, version: z.int() }).nullable(),
  /** The chance that they are converted in 90 days; null where the rule scores: points are no chance. */
  chance: z.number().min(0).max(1).nullable(),
  /** From 0 to 100. */
  score: z.number().min(0).max(100),
  grade: z.enum(grades),
  /** What everybody starts from, in points; reasons and others are added to it, and the sum is kept between 0 and 100. */
  base: z.number(),
  /** What weighs most, for it and against it. */
  reasons: Reasons,
  /** The sum of all reasons that are not listed. */
  others: z.number(),
  /** What a model could be learned from, or was; and how many of each that takes. */
  outcomes: z.object({ converted: z.int(), lost: z.int(), needed: z.int() }),
  asOf: z.iso.datetime(),
  /** When it moved by much, or into another grade, the latest first; and what moved it. */
  history: z.array(
    z.object({
      at: z.iso.datetime(),
      score: z.number(),
      grade: z.enum(grades),
      wasScore: z.number(),
      wasGrade: z.enum(grades),
      wasAt: z.iso.datetime(),
      /** `known`: what is known of them changed; `scorer`: something else scores since, which says nothing of them. */
      cause: z.enum(['known', 'scorer']),
      /** What scores since; null: the rule. */
      model: z.object({ id: Id, version: z.int() }).nullable(),
      /** The facts that moved it, if `cause` is `known`. */
      moved: Reasons,
    }),
  ),
});

/** The score of a person as the API gives it. */
export type PersonScore = z.infer<typeof PersonScore>;

/** A score among many: what stands in lists. */
export const ListedScore = PersonScore.pick({
  personId: true,
  kind: true,
  chance: true,
  score: true,
  grade: true,
}).extend({
  modelId: Id.nullable(),
  scoredAt: z.iso.datetime(),
});
