import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertWaiting, listMembersWithRole, listToldOf } from '../../db/queries/approvals/notices.ts';
import { listOpenApprovals, lockOpen, type OpenApprovalRow } from '../../db/queries/approvals/open-approvals.ts';
import type { NoticeSubject } from '../../domain/notifications/campaign-notice.ts';
import { policy } from '../../domain/policy/policy.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * Tells those who may approve of what waits for it in an organisation and that they were never told of: it was asked for before there
 * were notices, or before they had the right. Once each, however often it is done; nobody is told of what they wrote or asked for.
 * Returns how many notices there are more.
 */
export async function tellUntold(
  { database, directory }: Pick<ActivityDeps, 'database' | 'directory'>,
  tenantId: string,
): Promise<number> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
  const open = await inTenant(listOpenApprovals);
  if (open.length === 0) return 0;
  const approvers = await listMembersWithRole(directory.db, tenantId, policy['campaigns.approve']);
  let told = 0;
  for (const approval of open) {
    const userIds = approvers.filter((id) => id !== approval.submittedBy && !approval.authors.includes(id));
    told += await inTenant((db) => tell(db, approval, userIds));
  }
  return told;
}

async function tell(db: TenantDb, approval: OpenApprovalRow, userIds: readonly string[]): Promise<number> {
  const subject = subjectOf(approval);
  const known = await listToldOf(db, subject);
  const untold = userIds.filter((id) => !known.has(id));
  // Whoever decides takes its notices back: only what nobody is deciding on at the moment is told.
  if (untold.length === 0 || !(await lockOpen(db, approval))) return 0;
  const { campaignId, submittedByName: byName, note: comment } = approval;
  await insertWaiting(db, { campaignId, subject, byName, comment, userIds: untold });
  return untold.length;
}

function subjectOf({
  kind,
  id,
  campaignId,
  campaignName,
  partId,
  partName,
  itemName,
  number,
}: OpenApprovalRow): NoticeSubject {
  switch (kind) {
    case 'campaign':
      return { kind, id: campaignId, partId: null, number: null, name: campaignName };
    case 'dripVersion':
    case 'nurtureVersion':
      return { kind, id, partId, number, name: `Version ${number} of ${partName}` };
    case 'nurtureItem':
      return { kind, id, partId, number: null, name: `${itemName} in ${partName}` };
  }
}
