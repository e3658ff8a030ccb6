import { z } from 'zod';

/** Who lets a model score that has passed: it does so by itself, or it is suggested and waits for somebody. */
export const promotions = ['automatic', 'by_hand'] as const;

/** What an organisation says about learning: what is written after the outcome and why that is so, and who lets a model score. */
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
  promotion: z.enum(promotions),
});

/** The same as a caller writes it: who lets a model score stays as it is where that is left out. */
export const ScoringSettingsInput = ScoringSettings.partial({ promotion: true });

/** What an organisation says about learning. */
export type ScoringSettings = z.infer<typeof ScoringSettings>;
