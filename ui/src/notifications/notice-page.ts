import type { ApprovalNotice } from '../../../domain/notifications/approval-notice.ts';
import { href } from '../lib/paths.ts';

/** Where one looks at what a notice is about: where it is decided on while it waits, else where the decision stands. */
export function noticePage({ kind, campaignId, subject }: ApprovalNotice): string {
  const { id, partId } = subject;
  if (subject.kind === 'dripVersion' && partId)
    return href('drip', { id: campaignId, dripId: partId }, { tab: 'versions' });
  if (subject.kind === 'nurtureVersion' && partId)
    return href('nurture', { id: campaignId, nurtureId: partId }, { tab: 'versions' });
  if (subject.kind === 'nurtureItem' && partId)
    return href('nurture', { id: campaignId, nurtureId: partId }, { item: id });
  return kind === 'waits'
    ? href('preflight', { id: campaignId })
    : href('campaign', { id: campaignId }, { tab: 'approvals' });
}
