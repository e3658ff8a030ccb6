import { markCampaign } from '../../db/queries/campaigns.ts';
import { withTenant } from '../../db/connection.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaign-lifecycle.ts';
import { prepareCampaign } from '../send/campaign.ts';
import type { DripServers } from './servers.ts';

/** Sends one broadcast to so many people by the same worker and servers, and says how many seconds that took. */
export async function timeBroadcast({ owner, app, env }: DripServers, people: number): Promise<number> {
  const campaign = await prepareCampaign({ owner: () => owner, app: () => app }, { people, dkim: null });
  await withTenant(app.db, campaign.tenantId, (db) =>
    markCampaign(db, { id: campaign.campaignId, from: ['approved'], to: 'running', values: {} }),
  );
  const began = performance.now();
  const run = await env.client.workflow.start(campaignLifecycle, campaignStart(campaign));
  await run.result();
  return (performance.now() - began) / 1000;
}
