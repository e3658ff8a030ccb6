import type { FunnelStage } from '../../../domain/reports/funnel.ts';
import { href } from '../lib/paths.ts';

/** Where a stage of a funnel is opened to what it is made up of. */
export function stageHref(stage: FunnelStage, { from, to }: { from: string; to: string }, campaignId?: string): string {
  const days = { from, to, campaignId };
  switch (stage) {
    case 'sent':
      return href('reports', {}, { ...days, figure: 'sent' });
    case 'delivered':
      return href('reports', {}, { ...days, figure: 'hardBounces' });
    case 'opened':
      return href('reports', {}, { ...days, figure: 'uniqueOpens' });
    case 'clicked':
      return href('reports', {}, { ...days, figure: 'uniqueClicks' });
    case 'responded':
      return campaignId
        ? href('campaign', { id: campaignId }, { tab: 'members', responded: 'true' })
        : href('reports', {}, { ...days, figure: 'responses' });
    case 'lead':
      return href('people', {}, { sourceCampaignId: campaignId ?? 'any', leadFrom: from, leadTo: to });
    case 'opportunity':
    case 'won':
      return campaignId
        ? href('campaign', { id: campaignId }, { tab: 'earned', from, to })
        : href('influence', {}, { from, to });
  }
}
