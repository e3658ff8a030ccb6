import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { queryClient } from '../lib/query-client.ts';
import { refreshCampaigns } from './calls.ts';
import { broadcastsWithProgress, withProgress, type Progress } from './live-figures.ts';

/**
 * Follows a campaign while it is open: the server tells each change, the page shows it at once. Where the line breaks, the browser takes the
 * stream up again; where it is refused, as one of too many, it is asked for again a while later. Returns what ends it.
 */
export function followProgress(id: string): () => void {
  let again: ReturnType<typeof setTimeout> | undefined;
  let end = (): void => {};
  const open = (): void => {
    const stream = openStream(id);
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(open, retryMs);
    });
    end = () => stream.close();
  };
  open();
  return () => {
    clearTimeout(again);
    end();
  };
}

/** How long (ms) one that was refused waits. */
const retryMs = 10_000;

function openStream(id: string): EventSource {
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
  return stream;
}
