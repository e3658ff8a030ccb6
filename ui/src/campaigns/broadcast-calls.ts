import type { Broadcast, BroadcastChange } from '../../../domain/broadcasts/broadcast.ts';
import { api, ifMatch, ok } from '../lib/api.ts';
import { refreshCampaigns } from './calls.ts';

/** Saves a change of a broadcast, unless somebody else was faster. */
export async function saveBroadcast(broadcast: Broadcast, change: BroadcastChange): Promise<Broadcast> {
  const params = { path: { id: broadcast.campaignId, broadcastId: broadcast.id } };
  const saved = await ok(
    api.PATCH('/api/v1/campaigns/{id}/broadcasts/{broadcastId}', { params, headers: ifMatch(broadcast), body: change }),
  );
  await refreshCampaigns();
  return saved;
}
