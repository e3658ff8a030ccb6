import { z } from 'zod';
import { Id } from '../ids.ts';
import { grades } from './grade.ts';

/** How likely somebody is to become a customer, as far as it can be told, and why. */
export const PersonScore = z.object({
  personId: Id,
  /** What made the score. A rule is the same for everybody and was not learned from anything. */
  kind: z.enum(['rule']),
  /** From 0 to 100. */
  score: z.number().min(0).max(100),
  grade: z.enum(grades),
  /** What everybody starts from, in points; reasons are added to it, and the sum is kept between 0 and 100. */
  base: z.number(),
  reasons: z.array(z.object({ feature: z.string(), points: z.number(), text: z.string() })),
  /** What a model could be learned from, and how many of each that takes. */
  outcomes: z.object({ converted: z.int(), lost: z.int(), needed: z.int() }),
  asOf: z.iso.datetime(),
});

/** The score of a person as the API gives it. */
export type PersonScore = z.infer<typeof PersonScore>;
