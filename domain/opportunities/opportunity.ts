import { z } from 'zod';
import { Day, Moment } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { Money } from '../money.ts';
import { OpportunityState } from './stage.ts';

/** Most rows of one bulk request. */
export const mostBulkOpportunities = 500;

/** Most people with a part in one opportunity. */
export const mostContactRoles = 100;

const ExternalId = z.string().trim().min(1).max(200);
const Amount = Money.refine(({ amountMinor }) => amountMinor >= 0, {
  error: 'must not be negative; say a refund as one',
});

/** Somebody's part in an opportunity, as it is given: the person by their id, by their id in another system or by their address. */
export const ContactRoleInput = z
  .strictObject({
    personId: Id.optional(),
    externalId: ExternalId.optional(),
    email: z.string().trim().min(3).max(400).optional(),
    role: z.string().trim().max(100).default(''),
    isPrimary: z.boolean().default(false),
  })
  .refine(({ personId, externalId, email }) => [personId, externalId, email].filter(Boolean).length === 1, {
    error: 'name the person by one of personId, externalId and email',
  });

/** Somebody's part in an opportunity, as it is given. */
export type ContactRoleInput = z.infer<typeof ContactRoleInput>;

/**
 * What is said of an opportunity; what is left out is not spoken of, null takes a value away. `occurredAt` is the moment since when it
 * is so (now, where it is not given): of two words about one fact the later moment's stands, in whatever order they arrive. `changeId`
 * is the sender's own id of this change; the same once more changes nothing.
 */
export const OpportunityInput = z.strictObject({
  name: z.string().trim().min(1).max(300).optional(),
  stage: z.string().trim().min(1).max(100).optional(),
  /** Alone it means the first stage of that outcome; with a stage that is not known yet, what the stage means. */
  state: OpportunityState.optional(),
  amount: Amount.optional(),
  openedAt: Moment.optional(),
  expectedCloseOn: Day.nullable().optional(),
  closedAt: Moment.optional(),
  accountId: Id.nullable().optional(),
  accountExternalId: ExternalId.optional(),
  ownerId: z.string().max(100).nullable().optional(),
  leadSource: z.string().trim().max(200).nullable().optional(),
  primaryCampaignId: Id.nullable().optional(),
  primaryCampaignUtmId: z.string().trim().min(1).max(200).optional(),
  contactRoles: z.array(ContactRoleInput).max(mostContactRoles).optional(),
  occurredAt: Moment.optional(),
  changeId: ExternalId.optional(),
});

/** What is said of an opportunity. */
export type OpportunityInput = z.infer<typeof OpportunityInput>;

/** What a word may say by a name that only a file knows. */
export interface OpportunityWordInput extends OpportunityInput {
  /** An account by its name; it is made if there is none of that name. */
  accountName?: string;
  /** A campaign by its utm_id, its id or its name. */
  primaryCampaign?: string;
}

/** An opportunity that is new: it has a name, and may have the id that another system knows it by. */
export const NewOpportunity = OpportunityInput.extend({
  name: z.string().trim().min(1).max(300),
  externalId: ExternalId.optional(),
});

/** Words about many opportunities, each by its id in another system. */
export const OpportunityBulk = z.strictObject({
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(mostBulkOpportunities),
});

/** One row of a bulk request. */
export const OpportunityBulkRow = OpportunityInput.extend({ externalId: ExternalId });

/**
 * What became of a word: made, changed; said nothing new; came too late to change how it stands now but is kept in the history; was
 * heard before under its changeId; or was refused.
 */
export const opportunityResults = ['added', 'changed', 'unchanged', 'late', 'repeated', 'refused'] as const;

/** One of `opportunityResults`. */
export type OpportunityResult = (typeof opportunityResults)[number];

/** What became of one row of a bulk request. */
export const OpportunityRowResult = z.object({
  row: z.int(),
  id: Id.nullable(),
  externalId: z.string().nullable(),
  result: z.enum(opportunityResults),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

/** Somebody's part in an opportunity. */
export const ContactRole = z.object({
  personId: Id,
  name: z.string(),
  email: z.string().nullable(),
  role: z.string(),
  isPrimary: z.boolean(),
  addedAt: z.iso.datetime(),
});

/** Somebody's part in an opportunity. */
export type ContactRole = z.infer<typeof ContactRole>;

/** An opportunity as lists show it. */
export const ListedOpportunity = z.object({
  id: Id,
  externalId: z.string().nullable(),
  name: z.string(),
  stageId: Id,
  stage: z.string(),
  state: OpportunityState,
  probabilityPercent: z.number().nullable(),
  amount: Money,
  /** In the organisation's currency at the rate of the close date (won) or of the day it was opened; null where there is no rate. */
  value: Money.nullable(),
  /** What was given back, in the organisation's currency. */
  refunded: Money,
  openedAt: z.iso.datetime(),
  expectedCloseOn: Day.nullable(),
  closedAt: z.iso.datetime().nullable(),
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  ownerId: z.string().nullable(),
  leadSource: z.string().nullable(),
  primaryCampaignId: Id.nullable(),
  primaryCampaignName: z.string().nullable(),
  people: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** An opportunity as lists show it. */
export type ListedOpportunity = z.infer<typeof ListedOpportunity>;

/** One opportunity, with who had a part in it. */
export const Opportunity = ListedOpportunity.extend({
  accountExternalId: z.string().nullable(),
  primaryCampaignUtmId: z.string().nullable(),
  /** The rate that its value was reckoned at. */
  rate: z.string().nullable(),
  contactRoles: z.array(ContactRole),
});

/** One opportunity. */
export type Opportunity = z.infer<typeof Opportunity>;

/** A line of the history: how stage and amount stood from then on, and which of them it said. */
export const OpportunityEvent = z.object({
  id: Id,
  occurredAt: z.iso.datetime(),
  heardAt: z.iso.datetime(),
  stage: z.string(),
  state: OpportunityState,
  amount: Money,
  value: Money.nullable(),
  closedAt: z.iso.datetime().nullable(),
  says: z.array(z.enum(['stage', 'amount'])),
  changeId: z.string().nullable(),
});

/** What opportunities are listed by. */
export const OpportunityFilter = z.object({
  state: OpportunityState.optional(),
  stageId: Id.optional(),
  accountId: Id.optional(),
  personId: Id.optional(),
  campaignId: Id.optional(),
  ownerId: z.string().max(100).optional(),
  q: z.string().trim().max(200).optional(),
  openedFrom: Moment.optional(),
  openedTo: Moment.optional(),
  closedFrom: Moment.optional(),
  closedTo: Moment.optional(),
});

/** What opportunities are listed by. */
export type OpportunityFilter = z.infer<typeof OpportunityFilter>;

/** The orders of the list. */
export const opportunitySorts = [
  '-openedAt',
  'openedAt',
  '-closedAt',
  'closedAt',
  '-value',
  'value',
  'name',
  '-name',
] as const;

/** One of `opportunitySorts`. */
export type OpportunitySort = (typeof opportunitySorts)[number];

const Sum = z.object({
  count: z.int(),
  value: Money,
  /** Those that are in no sum because there is no rate for their currency. */
  withoutRate: z.int(),
});

/** Opportunities in numbers; `won` before refunds. */
export const OpportunitySummary = z.object({ open: Sum, won: Sum, lost: Sum, refunded: Money });

/** Opportunities in numbers. */
export type OpportunitySummary = z.infer<typeof OpportunitySummary>;
