import type { CampaignNotice } from '../../../domain/notifications/campaign-notice.ts';
import type { TenantNotice } from '../../../domain/notifications/tenant-notice.ts';
import { href, type PathName } from '../lib/paths.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** Where one looks at what a notice is about: where something is to be done about it, else where the decision stands. */
export function noticePage({ kind, campaignId, subject }: CampaignNotice): string {
  const { id, partId } = subject;
  if (subject.kind === 'dripVersion' && partId)
    return href('drip', { id: campaignId, dripId: partId }, { tab: 'versions' });
  if (subject.kind === 'nurtureVersion' && partId)
    return href('nurture', { id: campaignId, nurtureId: partId }, { tab: 'versions' });
  if (subject.kind === 'nurtureItem' && partId)
    return href('nurture', { id: campaignId, nurtureId: partId }, { item: id });
  // Where it is decided on, or submitted again; what paused is mended where it stands.
  if (subject.kind === 'experiment') return href('experiment', { id: campaignId, experimentId: id });
  if (kind === 'waits' || kind === 'voided' || kind === 'notStarted') return href('preflight', { id: campaignId });
  return href('campaign', { id: campaignId }, kind === 'paused' ? {} : { tab: 'approvals' });
}

/** Where one does something about what is told of no campaign. */
export const noticePages: Readonly<Record<TenantNotice['kind'], PathName>> = {
  domainPaused: 'deliverability',
  domainWarned: 'deliverability',
  webhookDisabled: 'webhooks',
  modelWaits: 'models',
  mailboxFails: 'inboundSettings',
};

/** How much it presses while it is new. */
export const noticeTones: Readonly<Record<TenantNotice['kind'], Tone>> = {
  domainPaused: 'bad',
  domainWarned: 'warn',
  webhookDisabled: 'bad',
  modelWaits: 'accent',
  mailboxFails: 'bad',
};

/** How much what became of an approval presses while it is new. */
export const campaignNoticeTones: Readonly<Record<CampaignNotice['kind'], Tone>> = {
  waits: 'accent',
  approved: 'accent',
  rejected: 'warn',
  voided: 'warn',
  notStarted: 'bad',
  paused: 'bad',
  testToChoose: 'warn',
  testDecided: 'good',
};
