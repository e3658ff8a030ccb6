import { z } from 'zod';
import { Id } from '../ids.ts';

/** What an opportunity is: still open, or how it ended. */
export const opportunityStates = ['open', 'won', 'lost'] as const;

/** One of `opportunityStates`. */
export const OpportunityState = z.enum(opportunityStates);

/** One of `opportunityStates`. */
export type OpportunityState = z.infer<typeof OpportunityState>;

/** Most stages of a pipeline. */
export const mostStages = 100;

/** A stage as it is given; without an id it is new. */
export const StageInput = z.strictObject({
  id: Id.optional(),
  name: z.string().trim().min(1).max(100),
  outcome: OpportunityState.default('open'),
  /** Chance to win in per cent; null where nobody said. */
  probabilityPercent: z.number().min(0).max(100).nullable().default(null),
});

/** A stage as it is given. */
export type StageInput = z.infer<typeof StageInput>;

/** A stage of the pipeline. */
export const Stage = z.object({
  id: Id,
  name: z.string(),
  outcome: OpportunityState,
  probabilityPercent: z.number().nullable(),
  opportunities: z.int(),
});

/** A stage of the pipeline. */
export type Stage = z.infer<typeof Stage>;

/** Two names of one stage fold to the same: "Closed Won" and "closed won". */
export const foldStage = (name: string): string => name.trim().toLowerCase();

/** The name that a stage gets which is made because somebody only said how it ended. */
export const stageNames: Record<OpportunityState, string> = { open: 'Open', won: 'Closed won', lost: 'Closed lost' };

/**
 * What a stage means that arrives and is not known yet, by its name as Salesforce, HubSpot and others write it; open where the name
 * does not tell.
 */
export function outcomeOfName(name: string): OpportunityState {
  const words = foldStage(name)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
  if (/^(closed ?)?won$|^gewonnen$/.test(words)) return 'won';
  if (/^(closed ?)?lost$|^verloren$/.test(words)) return 'lost';
  return 'open';
}
