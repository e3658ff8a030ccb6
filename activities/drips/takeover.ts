import type { TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { findCampaignForUpdate, markApprovedHash } from '../../db/queries/campaigns/campaigns.ts';
import { findRule, findVersionHash } from '../../db/queries/drips/definitions.ts';
import { leaveDrips } from '../../db/queries/drips/positions.ts';
import {
  findApprovedVersion,
  followVersion,
  hasApprovedVersion,
  listStandingAt,
  markVersion,
  supersedeBefore,
} from '../../db/queries/drips/versions.ts';
import { findDripForUpdate, markCurrentVersion } from '../../db/queries/drips/drips.ts';
import { DomainError } from '../../domain/errors.ts';
import type { DripMoment } from './drips.ts';
import { buildVersionEditions } from './editions.ts';

/**
 * Takes over a version that was approved, in the caller's transaction: its messages are compiled, people in the drip follow it from
 * their next step (or nobody of them does), and who stands at a step that is gone goes where its author said. One that is not what
 * was approved, or whose messages cannot be sent, is rejected with the reason; the former version goes on. Each look asks for it, so rows
 * that everybody needs are locked only where there is one.
 */
export async function takeOverApproved(db: TenantDb, ref: DripMoment): Promise<void> {
  if (!(await hasApprovedVersion(db, ref.dripId))) return;
  const campaign = await findCampaignForUpdate(db, ref.campaignId);
  const drip = await findDripForUpdate(db, ref.dripId);
  const version = drip && (await findApprovedVersion(db, ref.dripId));
  if (!campaign || !version || (drip.status !== 'running' && drip.status !== 'paused')) return;
  const { number, scope, moves } = version;
  const next = { dripId: ref.dripId, number };
  await supersedeBefore(db, next);
  const wasPinned = campaign.approvedHash === (await findContentHash(db, ref.campaignId));
  try {
    if (version.contentHash !== (await findVersionHash(db, next)))
      throw new DomainError('conflict', 'The version is not what was approved; submit it again.');
    await buildVersionEditions(db, next);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await markVersion(db, { ...next, from: ['approved'], to: 'rejected', values: { comment: error.message } });
    return;
  }
  const former = { dripId: ref.dripId, number: drip.currentVersion };
  await markVersion(db, { ...former, from: ['active'], to: 'superseded' });
  await markVersion(db, { ...next, from: ['approved'], to: 'active', values: { activatedAt: ref.now } });
  await markCurrentVersion(db, next);
  // The rest of the campaign is as it was approved: its pin takes in the new version.
  if (wasPinned) await markApprovedHash(db, ref.campaignId, await findContentHash(db, ref.campaignId));
  if (scope === 'newOnly') return;
  const leaving = Object.keys(moves).filter((step) => moves[step] === null);
  const ids = await listStandingAt(db, ref.dripId, leaving);
  if (ids.length > 0) await leaveDrips(db, { ids, reason: 'step_removed', nowIso: ref.now });
  const steps = (await findRule(db, next))?.steps.map(({ key }) => key) ?? [];
  await followVersion(db, { ...next, steps, moves });
}
