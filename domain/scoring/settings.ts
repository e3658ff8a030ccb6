import { z } from 'zod';
import { mostWatchDays } from './horizon.ts';

/** Who lets a model score that has passed: it does so by itself, or it is suggested and waits for somebody. */
export const promotions = ['automatic', 'by_hand'] as const;

/** What an organisation says about learning: what is written after the outcome and why that is so, who lets a model score, and how long it watches before. */
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
  /** For how many days a model that has passed scores unseen beside the one that scores; 0: until it has scored everybody once. */
  watchDays: z.int().min(0).max(mostWatchDays),
});

/** The same as a caller writes it: who lets a model score, and how long it watches, stay as they are where they are left out. */
export const ScoringSettingsInput = ScoringSettings.partial({ promotion: true, watchDays: true });

/** What an organisation says about learning. */
export type ScoringSettings = z.infer<typeof ScoringSettings>;
