import { z } from 'zod';

/** What is planned: a size and how long it takes with the people there are. */
export const PlanQuestion = z.strictObject({
  baselinePercent: z.number().min(0.01).max(90),
  liftPercent: z.number().min(1).max(1000),
  variants: z.int().min(2).max(8).default(2),
  looks: z.int().min(1).max(10).default(4),
  power: z.number().min(0.5).max(0.99).default(0.8),
  alpha: z.number().min(0.001).max(0.2).default(0.05),
  /** Who would get it: the list of a broadcast. */
  people: z.int().min(0).nullable().default(null),
  /** Or who comes by in a day: the step of a drip. */
  peopleADay: z.number().min(0).nullable().default(null),
});
/** What is planned. */
export type PlanQuestion = z.infer<typeof PlanQuestion>;

/** The answer. */
export const PlanAnswer = z.object({
  fixedAnArm: z.int(),
  peopleAnArm: z.int(),
  people: z.int(),
  /** Of these people the percent that the test takes; null where nobody said how many there are, above 100: too few. */
  testPercent: z.number().nullable(),
  isEnough: z.boolean().nullable(),
  /** The smallest lift that all of them together would show, in percent; null where none would. */
  noticeableLiftPercent: z.number().nullable(),
  /** How many such mailings, or days of people coming by, it takes. */
  mailings: z.int().nullable(),
  days: z.int().nullable(),
  sentence: z.string(),
});
/** The answer. */
export type PlanAnswer = z.infer<typeof PlanAnswer>;
