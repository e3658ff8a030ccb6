import type { Broadcast, BroadcastFigures, BroadcastStatus } from '../../../domain/broadcasts/broadcast.ts';
import type { Campaign, CampaignFigures } from '../../../domain/campaigns/campaign.ts';
import { canApply, type CampaignCommand, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { commandLabels } from './words.ts';

/** One piece of news about a campaign, as the stream of its progress tells it. */
export interface Progress {
  status: CampaignStatus;
  version: number;
  startAt: string | null;
  broadcasts: {
    id: string;
    status: BroadcastStatus;
    failure: string | null;
    startedAt: string | null;
    figures: BroadcastFigures;
  }[];
}

/** The campaign as it is after the news; members and responses are not part of it and stay. */
export function withProgress(campaign: Campaign, news: Progress): Campaign {
  return {
    ...campaign,
    status: news.status,
    commands: (Object.keys(commandLabels) as CampaignCommand[]).filter((command) => canApply(news.status, command)),
    startAt: news.startAt,
    version: news.version,
    figures: news.broadcasts.length > 0 ? { ...campaign.figures, ...sumOf(news.broadcasts) } : campaign.figures,
  };
}

/** The broadcasts as they are after the news. */
export function broadcastsWithProgress(broadcasts: readonly Broadcast[], news: Progress): Broadcast[] {
  return broadcasts.map((broadcast) => {
    const fresh = news.broadcasts.find(({ id }) => id === broadcast.id);
    return fresh ? { ...broadcast, ...fresh } : broadcast;
  });
}

function sumOf(broadcasts: Progress['broadcasts']): Partial<CampaignFigures> {
  const sum = (read: (figures: BroadcastFigures) => number): number =>
    broadcasts.reduce((total, { figures }) => total + read(figures), 0);
  return {
    frozen: sum((figures) => figures.frozen),
    sent: sum((figures) => figures.sent),
    delivered: sum((figures) => figures.delivered),
    failed: sum((figures) => figures.failed),
    skipped: sum((figures) => Object.values(figures.skipped).reduce((total, value) => total + value, 0)),
    uncertain: sum((figures) => figures.uncertain),
    uniqueOpens: sum((figures) => figures.uniqueOpens),
    uniqueClicks: sum((figures) => figures.uniqueClicks),
    bounced: sum((figures) => figures.hardBounces),
    unsubscribed: sum((figures) => figures.unsubscribes),
    complaints: sum((figures) => figures.complaints),
  };
}
