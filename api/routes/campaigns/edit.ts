import { randomBytes } from 'node:crypto';
import { withTenant, type Db, type TenantDb } from '../../../db/connection.ts';
import { findContentHash } from '../../../db/queries/approvals/approvals.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaignType, listCampaignTypes } from '../../../db/queries/campaigns/types.ts';
import {
  findCampaignForUpdate,
  insertCampaign,
  markApprovedHash,
  touchCampaign,
  updateCampaign,
  type CampaignRow,
} from '../../../db/queries/campaigns/campaigns.ts';
import { findHoldings } from '../../../db/queries/campaigns/holdings.ts';
import { isAncestor, lockTree } from '../../../db/queries/campaigns/tree.ts';
import { voidApproval } from '../../../db/queries/approvals/void-approvals.ts';
import { foreignAmount, keepAmounts } from '../../../domain/campaigns/amounts.ts';
import { isOrganising, type CampaignChange, type NewCampaign } from '../../../domain/campaigns/campaign.ts';
import { changeObstacle } from '../../../domain/campaigns/change-obstacle.ts';
import {
  editVoidsApproval,
  isClosed,
  isEditable,
  statusWords,
  type CampaignStatus,
} from '../../../domain/campaigns/lifecycle.ts';
import { rescheduleObstacle, type CampaignDates } from '../../../domain/campaigns/reschedule.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { changedMeanwhile } from '../../etag.ts';

/** Writes a new campaign with the tenant's defaults for what is not given; the id is the caller's. Repeating it does nothing. */
export async function createCampaign(db: Db, actor: Actor, input: NewCampaign & { id: string }): Promise<string> {
  return withTenant(db, actor.tenantId, async (db) => {
    if (await findCampaignForUpdate(db, input.id)) return input.id;
    await checkRelations(db, { ...input, selfId: null });
    const tenant = await db.selectFrom('tenants').select('currency').executeTakeFirstOrThrow();
    const given = input.currency ?? input.budgetedCost?.currency ?? input.expectedRevenue?.currency;
    const currency = given ?? tenant.currency;
    const foreign = foreignAmount(input, currency);
    if (foreign) throw refused(foreign.path, foreign.message);
    const campaign = await insertCampaign(db, {
      ...keepAmounts(input),
      campaignTypeId: input.campaignTypeId ?? (await defaultType(db)),
      startAt: dateOf(input.startAt),
      endAt: dateOf(input.endAt),
      currency,
      ownerId: input.ownerId ?? actor.personId,
      utmId: newUtmId(),
      createdBy: authorOf(actor),
    });
    await insertAudit(db, actor, {
      action: 'campaign.create',
      entityKind: 'campaign',
      entityId: campaign.id,
      after: audited(campaign),
    });
    return campaign.id;
  });
}

/**
 * Changes a campaign's fields; `version` null: whatever it is now. In review and once it is over it is locked, but for what only
 * puts it in order, which makes nobody an author either.
 */
export async function changeCampaign(
  db: Db,
  actor: Actor,
  { id, version, change }: { id: string; version: number | null; change: CampaignChange },
): Promise<void> {
  await withTenant(db, actor.tenantId, async (db) => {
    if (change.parentId) await lockTree(db);
    const before = await findCampaignForUpdate(db, id);
    if (!before) throw notFound('campaign');
    const status = before.status as CampaignStatus;
    if (!isOrganising(change) && (status === 'in_review' || isClosed(status))) throw locked(status);
    if (status === 'scheduled' && change.startAt === null) {
      throw refused(
        'startAt',
        'A scheduled campaign needs a start. Cancel it, or change its content to take it back to draft.',
      );
    }
    const dates = datesAfter(before, change);
    const obstacle =
      rescheduleObstacle({ status, ...datesAfter(before, {}) }, dates, new Date().toISOString()) ??
      changeObstacle(before, change, await findHoldings(db, id)) ??
      foreignAmount(change, change.currency ?? before.currency);
    if (obstacle) throw refused(obstacle.path, obstacle.message);
    await checkRelations(db, { ...change, ...dates, selfId: id });
    if (version !== null && version !== before.version) throw changedMeanwhile();
    // Messages and links may hold the name, so it is part of what was approved.
    const isRenamed = change.name !== undefined && change.name !== before.name;
    const opened = isRenamed && editVoidsApproval(status) ? await openForEdit(db, actor, id) : before;
    const { startAt, endAt, ...rest } = keepAmounts(change);
    const after = await updateCampaign(db, {
      id,
      version: opened.version,
      author: isOrganising(change) ? null : authorOf(actor),
      values: {
        ...rest,
        ...(startAt === undefined ? {} : { startAt: dateOf(startAt) }),
        ...(endAt === undefined ? {} : { endAt: dateOf(endAt) }),
      },
    });
    if (!after) throw changedMeanwhile();
    await insertAudit(db, actor, {
      action: 'campaign.update',
      entityKind: 'campaign',
      entityId: id,
      before: audited(before),
      after: audited(after),
    });
  });
}

/** Makes a change to a running campaign that needs no approval: if the campaign was as approved before, its approval now covers the changed state. */
export async function keepingApproval(db: TenantDb, campaignId: string, change: () => Promise<void>): Promise<void> {
  const campaign = await findCampaignForUpdate(db, campaignId);
  const wasPinned = campaign?.approvedHash === (await findContentHash(db, campaignId));
  await change();
  if (wasPinned) await markApprovedHash(db, campaignId, await findContentHash(db, campaignId));
}

/**
 * Opens a campaign's content for an edit in the caller's transaction: refused while it is locked; an approval that it has is
 * voided, the campaign is a draft again and its people are told. The actor becomes one of its authors.
 */
export async function openForEdit(db: TenantDb, actor: Actor, campaignId: string): Promise<CampaignRow> {
  const campaign = await findCampaignForUpdate(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const status = campaign.status as CampaignStatus;
  if (!isEditable(status)) throw locked(status);
  await touchCampaign(db, campaignId, authorOf(actor));
  if (!editVoidsApproval(status)) return campaign;
  const voided = await voidApproval(db, campaign, { actor, through: '' });
  if (!voided) throw changedMeanwhile();
  return voided;
}

function locked(status: CampaignStatus): DomainError {
  const mend =
    status === 'in_review' ? ' Withdraw it from review to change it.' : ' What has been sent cannot be changed.';
  return new DomainError('conflict', `The campaign is ${statusWords(status)} and locked.${mend}`);
}

async function checkRelations(
  db: TenantDb,
  input: {
    campaignTypeId?: string;
    parentId?: string | null;
    startAt?: string | null;
    endAt?: string | null;
    selfId: string | null;
  },
): Promise<void> {
  if (input.campaignTypeId && !(await findCampaignType(db, input.campaignTypeId)))
    throw refused('campaignTypeId', 'There is no such campaign type.');
  if (input.startAt && input.endAt && Date.parse(input.startAt) >= Date.parse(input.endAt)) {
    throw refused('endAt', 'The end must be after the start.');
  }
  if (!input.parentId) return;
  const parent = await db.selectFrom('campaigns').select('id').where('id', '=', input.parentId).executeTakeFirst();
  if (!parent) throw refused('parentId', 'There is no such parent campaign.');
  if (input.selfId && (await isAncestor(db, input.selfId, input.parentId))) {
    throw refused('parentId', 'The parent is this campaign or one below it: a campaign cannot be above itself.');
  }
}

function refused(path: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ path, code: 'invalid', message }]);
}

async function defaultType(db: TenantDb): Promise<string> {
  const types = await listCampaignTypes(db);
  const type = types.find(({ name }) => name === 'E-mail') ?? types[0];
  if (!type) throw new DomainError('conflict', 'There is no campaign type yet; make one in the settings first.');
  return type.id;
}

/** Who counts as an author: the person, whatever key or session was used. */
export function authorOf(actor: Actor): string {
  return actor.personId ?? actor.name;
}

function datesAfter({ startAt, endAt }: CampaignRow, change: CampaignChange): CampaignDates {
  return {
    startAt: change.startAt === undefined ? (startAt?.toISOString() ?? null) : change.startAt,
    endAt: change.endAt === undefined ? (endAt?.toISOString() ?? null) : change.endAt,
  };
}

/** A new `utm_id`: visits are told apart by it. */
export function newUtmId(): string {
  return `c-${randomBytes(6).toString('hex')}`;
}

function dateOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}

/** What the audit log holds of a campaign. */
export function audited({
  name,
  description,
  status,
  campaignTypeId,
  parentId,
  ownerId,
  startAt,
  endAt,
  currency,
  budgetedCostMinor,
  expectedRevenueMinor,
  expectedResponsePercent,
  tags,
}: CampaignRow) {
  return {
    name,
    description,
    status,
    campaignTypeId,
    parentId,
    ownerId,
    startAt,
    endAt,
    currency,
    budgetedCostMinor,
    expectedRevenueMinor,
    expectedResponsePercent,
    tags,
  };
}
