import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaignForUpdate } from '../../../db/queries/campaigns/campaigns.ts';
import { contentHash } from '../../../db/queries/approvals/content-hash.ts';
import { loadRuleContext } from '../../../db/queries/segments/context.ts';
import { compareRules } from '../../../db/queries/segments/preview.ts';
import {
  listCampaignsAwaiting,
  listDependentCampaigns,
  type DependentCampaign,
} from '../../../db/queries/segments/uses.ts';
import { findSegment, lockSegments, markSegment } from '../../../db/queries/segments/segments.ts';
import { voidApproval } from '../../../db/queries/approvals/void-approvals.ts';
import { editVoidsApproval, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { Segment, SegmentEffect, SegmentPatch } from '../../../domain/segments/segment.ts';
import { changedMeanwhile } from '../../etag.ts';
import { checkRule } from './check-rule.ts';

/** Which segment, from which version (null: whichever it has), and what is to be different. */
export interface SegmentChange {
  id: string;
  version: number | null;
  changes: SegmentPatch;
}

/** What a change would do, without doing it. */
export async function foreseeChange(
  db: TenantDb,
  { id, version, changes }: SegmentChange,
): Promise<{ segment: Segment; effect: SegmentEffect }> {
  const before = await required(db, id, version);
  const after = { ...before, ...changes };
  const nowIso = new Date().toISOString();
  await checkRule(db, { rule: after.rule, selfId: id, nowIso });
  const context = await loadRuleContext(db, { rules: [before.rule, after.rule], nowIso });
  const touched = isSameRule(before, after) ? [] : await touchedCampaigns(db, id);
  const comesAndGoes = await compareRules(db, { before: before.rule, after: after.rule, context });
  return {
    segment: after,
    effect: { ...comesAndGoes, voidsApprovalOf: touched.map(({ id, name }) => ({ id, name })) },
  };
}

/**
 * Changes a segment. Another rule is another audience: campaigns that were approved with the old one lose their approval, and whoever changes
 * it does not become an author of theirs by it. Returns the segment and those campaigns.
 */
export async function changeSegment(
  db: TenantDb,
  actor: Actor,
  { id, version, changes }: SegmentChange,
): Promise<{ segment: Segment; opened: DependentCampaign[] }> {
  if (changes.rule) await lockSegments(db);
  const before = await required(db, id, version);
  const { rule = before.rule } = changes;
  const isSame = isSameRule(before, { rule });
  if (!isSame) await checkRule(db, { rule, selfId: id, nowIso: new Date().toISOString() });
  if (changes.isWatched === false) await requireNobodyAwaits(db, id);
  const opened = isSame ? [] : await touchedCampaigns(db, id);
  const through = `The rule of the segment “${before.name}” was changed.`;
  for (const { id: campaignId } of opened) {
    const campaign = await findCampaignForUpdate(db, campaignId);
    if (!campaign || !editVoidsApproval(campaign.status as CampaignStatus)) throw changedMeanwhile();
    await voidApproval(db, campaign, { actor, through });
  }
  if (!(await markSegment(db, { id, version, changes }))) throw changedMeanwhile();
  const after = (await findSegment(db, id))!;
  await insertAudit(db, actor, {
    action: 'segment.edit',
    entityKind: 'segment',
    entityId: id,
    before: auditedSegment(before),
    after: auditedSegment(after),
  });
  return { segment: after, opened };
}

async function requireNobodyAwaits(db: TenantDb, id: string): Promise<void> {
  const names = (await listCampaignsAwaiting(db, id)).join(', ');
  if (names) {
    const detail = `A drip of ${names} lets in who comes into the segment, so it stays watched. Change the drip first.`;
    throw new DomainError('conflict', detail, [{ path: 'isWatched', code: 'in_use', message: 'is needed by a drip' }]);
  }
}

/** What the audit log keeps of a segment. */
export function auditedSegment({ name, description, rule, isWatched }: Segment): Record<string, unknown> {
  return { name, description, rule, isWatched };
}

async function required(db: TenantDb, id: string, version: number | null): Promise<Segment> {
  const segment = await findSegment(db, id);
  if (!segment) throw notFound('segment');
  if (version !== null && segment.version !== version) throw changedMeanwhile();
  return segment;
}

/** The campaigns whose approval a change of the rule takes back; refused while one of them is locked. */
async function touchedCampaigns(db: TenantDb, id: string): Promise<DependentCampaign[]> {
  const dependent = await listDependentCampaigns(db, id);
  const statusOf = (campaign: DependentCampaign) => campaign.status as CampaignStatus;
  const locked = dependent.filter((campaign) => ['in_review', 'running', 'paused'].includes(statusOf(campaign)));
  if (locked.length > 0) {
    const names = locked.map(({ name }) => name).join(', ');
    throw new DomainError(
      'conflict',
      `The rule is part of who gets ${names}, which is up for approval or on its way. Withdraw it, or copy the segment; a drip that runs takes the copy with a new version.`,
    );
  }
  return dependent.filter((campaign) => editVoidsApproval(statusOf(campaign)));
}

function isSameRule(a: Pick<Segment, 'rule'>, b: Pick<Segment, 'rule'>): boolean {
  return contentHash(a.rule) === contentHash(b.rule);
}
