import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import { CostFigures } from '../costs/cost-figures.ts';
import { Id } from '../ids.ts';
import { Currency, GivenMoney, Money } from '../money.ts';
import { CampaignStatus } from './status.ts';
import { RolledAmount } from './roll-up.ts';

const Name = z.string().trim().min(1, 'give the campaign a name').max(200);
const Amount = GivenMoney.extend({ amountMinor: z.int().nonnegative() }).nullable();

const fields = {
  name: Name,
  description: z.string().max(10_000),
  campaignTypeId: Id,
  parentId: Id.nullable(),
  ownerId: Id.nullable(),
  startAt: Moment.nullable(),
  endAt: Moment.nullable(),
  currency: Currency,
  budgetedCost: Amount,
  expectedRevenue: Amount,
  expectedResponsePercent: z.number().min(0).max(100).nullable(),
  tags: z.array(z.string().trim().min(1).max(50)).max(50),
};

/**
 * What may be given for a new campaign; only the name must be. Times are ISO 8601, amounts are in the campaign's currency; where it
 * is not given it is that of the amounts, else the organisation's. Statistics and
 * roll-ups are counted and cannot be written: any other field is refused.
 */
export const NewCampaign = z.strictObject(fields).partial().required({ name: true });

/** A new campaign as parsed. */
export type NewCampaign = z.infer<typeof NewCampaign>;

/** What may be changed on a campaign; statistics, roll-ups and status are not among it and are refused. */
export const CampaignChange = z.strictObject(fields).partial();

/** A change as parsed. */
export type CampaignChange = z.infer<typeof CampaignChange>;

const organising: readonly string[] = ['ownerId', 'parentId', 'tags'] satisfies (keyof typeof fields)[];

/** Whether a change only puts the campaign in order (owner, tags, place in the hierarchy) and leaves what it says and does alone. */
export function isOrganising(change: CampaignChange): boolean {
  return Object.keys(change).every((name) => organising.includes(name));
}

/** The workflow that carries a resource; `url` is for installation operators only. */
export const WorkflowLink = z.object({ id: z.string(), runId: z.string().nullable(), url: z.string().nullable() });

/** What a campaign has sent and what came back, summed over its parts. Counts of people unless named otherwise. */
export const CampaignFigures = z.object({
  members: z.int(),
  responded: z.int(),
  frozen: z.int(),
  sent: z.int(),
  delivered: z.int(),
  failed: z.int(),
  skipped: z.int(),
  uncertain: z.int(),
  uniqueOpens: z.int(),
  uniqueClicks: z.int(),
  bounced: z.int(),
  unsubscribed: z.int(),
  complaints: z.int(),
});

/** The sums of a campaign. */
export type CampaignFigures = z.infer<typeof CampaignFigures>;

/** The sums over a campaign and all below it; `campaigns` is how many those are. Whoever is a member of two counts in both. */
export const RollUp = z.object({
  campaigns: z.int(),
  figures: CampaignFigures,
  budgetedCost: RolledAmount,
  expectedRevenue: RolledAmount,
  /** What was spent, as far as exchange rates are known. */
  actualCost: RolledAmount,
  costs: CostFigures,
});

/** The sums of a hierarchy. */
export type RollUp = z.infer<typeof RollUp>;

/**
 * Why a campaign that was up for approval, or had it, is a draft again: an approver sent it back, somebody changed it (or something that its
 * messages show), or its start came and it could not start.
 */
export const BackToDraft = z.object({
  why: z.enum(['sentBack', 'changed', 'notStarted']),
  /** Null where nobody did it, or it is not known any more. */
  byName: z.string().nullable(),
  /** What the approver said, what else was changed, or why it could not start; empty where nothing. */
  comment: z.string(),
  at: z.iso.datetime(),
});

/** Why a campaign is a draft again. */
export type BackToDraft = z.infer<typeof BackToDraft>;

/** A campaign as the API shows it. */
export const Campaign = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  status: CampaignStatus,
  statusChangedAt: z.iso.datetime(),
  /** Only for a draft that had been submitted or approved and was taken back by something other than a withdrawal. */
  backToDraft: BackToDraft.nullable(),
  campaignTypeId: Id,
  campaignTypeName: z.string(),
  parentId: Id.nullable(),
  parentName: z.string().nullable(),
  /** How many campaigns stand directly below it. */
  children: z.int(),
  /** How many parts (broadcasts and the like) it has itself; without any it only holds others together. */
  parts: z.int(),
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  startAt: z.iso.datetime().nullable(),
  endAt: z.iso.datetime().nullable(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  currency: Currency,
  budgetedCost: Money.nullable(),
  expectedRevenue: Money.nullable(),
  expectedResponsePercent: z.number().nullable(),
  utmId: z.string(),
  tags: z.array(z.string()),
  createdBy: z.string(),
  sendingStopped: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string() }).nullable(),
  /** The commands that its status allows now; whether one may give them is the policy's. */
  commands: z.array(z.string()),
  figures: CampaignFigures,
  /** Its own budget against its own costs, in the organisation's currency. */
  costs: CostFigures,
  rollUp: RollUp,
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  workflow: WorkflowLink.nullable(),
});

/** A campaign as the API shows it. */
export type Campaign = z.infer<typeof Campaign>;
