import { z } from 'zod';

/** What an organisation says about learning: what is written after the outcome, and why that is so. */
export const ScoringSettings = z.strictObject({
  afterOutcome: z
    .array(
      z.strictObject({
        /** The name of a feature, such as `attributes.leadQuality`; `attributes.sales*` means all that begin so. */
        feature: z.string().trim().min(1).max(200),
        reason: z.string().trim().min(1).max(300),
      }),
    )
    .max(100),
});

/** What an organisation says about learning. */
export type ScoringSettings = z.infer<typeof ScoringSettings>;
