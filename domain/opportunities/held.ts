import type { FactTimes } from './facts.ts';
import type { AmountStanding, SaidLine, StageStanding } from './history.ts';

/** What an opportunity is besides stage and amount, which its history tells. */
export interface OpportunityFacts {
  name: string;
  accountId: string | null;
  ownerId: string | null;
  leadSource: string | null;
  primaryCampaignId: string | null;
  /** ISO 8601. */
  openedAt: string;
  expectedCloseOn: string | null;
}

/** How stage and amount stand; `closedAt` null while it is open. */
export type OpportunityStanding = StageStanding & AmountStanding & { closedAt: string | null };

/** A line of the history as it is kept: what it says, and how all stood from then on. */
export type HeldLine = SaidLine &
  StageStanding &
  AmountStanding & { changeId: string | null; valueMinor: number | null };

/** A part that somebody has in an opportunity. */
export interface HeldRole {
  personId: string;
  role: string;
  isPrimary: boolean;
}

/** An opportunity while words about it are heard. */
export interface HeldOpportunity {
  id: string;
  externalId: string | null;
  /** Nothing was said of it yet. */
  isNew: boolean;
  version: number;
  deletedAt: string | null;
  facts: OpportunityFacts;
  times: FactTimes;
  standing: OpportunityStanding;
  lines: HeldLine[];
  roles: HeldRole[];
  rate: string | null;
  valueMinor: number | null;
}
