import { Client } from '@temporalio/client';
import { markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { withTenant } from '../../db/connection.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaigns/lifecycle.ts';
import { prepareCampaign } from '../send/campaign.ts';
import type { DripServers } from './servers.ts';

/** Sends one broadcast to so many people by the same worker and servers, and says what that took: by the clock, and of Postgres and worker. */
export async function timeBroadcast(
  servers: DripServers,
  people: number,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const { owner, app, env } = servers;
  const campaign = await prepareCampaign({ owner: () => owner, app: () => app }, { people, dkim: null });
  await withTenant(app.db, campaign.tenantId, (db) =>
    markCampaign(db, { id: campaign.campaignId, from: ['approved'], to: 'running', values: {} }),
  );
  const [began, cpu] = [performance.now(), servers.cpuSeconds()];
  // Nothing in it waits, so the clock need not skip: it would only come nearer to the end of workflows that are idle for a moment.
  const run = await new Client({ connection: env.connection }).workflow.start(
    campaignLifecycle,
    campaignStart(campaign),
  );
  await run.result();
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: servers.cpuSeconds() - cpu };
}
