import { z } from 'zod';
import { Id } from '../ids.ts';
import { Touch } from '../ingest/touch.ts';
import { OpportunityState } from '../opportunities/stage.ts';

const Named = z.object({ id: Id, name: z.string() });

/** How somebody came to be a lead, and what became of it. */
export const LeadFacts = z.object({
  /** When the lead came to be; where nobody said, when they were added. */
  createdAt: z.iso.datetime(),
  sourceCampaign: Named.nullable(),
  /** The first thing that they did for that campaign; null if the campaign is known only because somebody said so. */
  sourceTouch: z.object({ at: z.iso.datetime(), kind: z.string() }).nullable(),
  mqlAt: z.iso.datetime().nullable(),
  convertedAt: z.iso.datetime().nullable(),
  account: Named.nullable(),
  /** The first opportunity that they had a part in. */
  opportunity: Named.extend({ state: OpportunityState, openedAt: z.iso.datetime() }).nullable(),
  firstTouch: Touch.nullable(),
  latestTouch: Touch.nullable(),
});

/** How somebody came to be a lead, and what became of it. */
export type LeadFacts = z.infer<typeof LeadFacts>;
