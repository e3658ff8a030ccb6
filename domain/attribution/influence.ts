import { z } from 'zod';
import { Id } from '../ids.ts';
import { Money } from '../money.ts';
import { Basis } from './report.ts';

const Part = z.object({ opportunities: z.int(), pipeline: Money, revenue: Money });

/** What a campaign touched (influenced), and what its first touch brought (sourced): never added up. */
export const CampaignInfluence = z.object({
  campaignId: Id,
  name: z.string(),
  influenced: Part,
  sourced: Part,
  touches: z.int(),
  people: z.int(),
});

/** What a campaign touched and brought. */
export type CampaignInfluence = z.infer<typeof CampaignInfluence>;

/** Influence by campaign. Several campaigns touch one opportunity, so that their sum says nothing: `distinct` has each once. */
export const Influence = z.object({
  basis: Basis.omit({ model: true, fit: true }),
  campaigns: z.array(CampaignInfluence),
  distinct: z.object({ influenced: Part, sourced: Part }),
});

/** Influence by campaign. */
export type Influence = z.infer<typeof Influence>;

/** An opportunity with its touches in their order. */
export const InfluencedOpportunity = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(['open', 'won', 'lost']),
  value: Money.nullable(),
  refunded: Money,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  /** The campaign whose touch brought the first of its people; null where none did. */
  sourceCampaignId: Id.nullable(),
  touches: z.array(
    z.object({
      touchId: Id,
      kind: z.enum(['click', 'reply', 'form', 'page_view', 'open', 'response']),
      at: z.iso.datetime(),
      person: z.object({ id: Id, name: z.string() }),
      campaign: z.object({ id: Id, name: z.string() }).nullable(),
      channel: z.string(),
      source: z.string(),
    }),
  ),
});

/** An opportunity with its touches in their order. */
export type InfluencedOpportunity = z.infer<typeof InfluencedOpportunity>;
