import { queryClient } from '../lib/query-client.ts';
import { refreshCampaigns } from './calls.ts';

/**
 * Follows a campaign while it is open: the server tells each change, the page shows it at once. The browser takes the stream up
 * again by itself, from where it was. Returns what ends it.
 */
export function followProgress(id: string): () => void {
  const stream = new EventSource(`/api/v1/campaigns/${encodeURIComponent(id)}/progress`);
  stream.addEventListener('progress', (event) => {
    const news = JSON.parse(event.data as string) as Progress;
    let isOtherStatus = false;
    queryClient.setQueryData<Progress['campaign']>(['campaigns', id], (known) => {
      isOtherStatus = known?.status !== news.campaign.status;
      return news.campaign;
    });
    if (news.broadcasts) {
      queryClient.setQueryData(['campaigns', id, 'broadcasts'], { data: news.broadcasts, nextCursor: null });
    }
    if (isOtherStatus) void refreshCampaigns();
  });
  return () => stream.close();
}

interface Progress {
  campaign: import('../../../domain/campaigns/campaign.ts').Campaign;
  broadcasts?: import('../../../domain/broadcasts/broadcast.ts').Broadcast[];
}
