import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { queryClient } from '../lib/query-client.ts';
import { refreshCampaigns } from './calls.ts';
import { broadcastsWithProgress, withProgress, type Progress } from './live-figures.ts';

/**
 * Follows a campaign while it is open: the server tells each change, the page shows it at once. The browser takes the stream up
 * again by itself. Returns what ends it.
 */
export function followProgress(id: string): () => void {
  const stream = new EventSource(`/api/v1/campaigns/${encodeURIComponent(id)}/progress`);
  stream.addEventListener('progress', (event) => {
    const news = JSON.parse(event.data as string) as Progress;
    const before = queryClient.getQueryData<Campaign>(['campaigns', id]);
    queryClient.setQueryData<Campaign>(['campaigns', id], (known) => known && withProgress(known, news));
    queryClient.setQueryData<{ data: Broadcast[]; nextCursor: null }>(
      ['campaigns', id, 'broadcasts'],
      (known) => known && { ...known, data: broadcastsWithProgress(known.data, news) },
    );
    if (before && before.status !== news.status) void refreshCampaigns();
  });
  return () => stream.close();
}
