import { MockActivityEnvironment } from '@temporalio/testing';
import { createDripActivities, type DripRound } from '../../activities/drips/drips.ts';
import { withTenant } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import type { TestApi, TestCaller } from '../api.ts';
import { withSender } from './drips.ts';

/** Who makes a drip through the API. */
export interface DripMaker {
  api: TestApi;
  manager: TestCaller;
  tenantId: string;
}

/** A drip made through the API; `begin` begins it as its workflow does, `round` is one look of the workflow. */
export async function runningDrip({ api, manager, tenantId }: DripMaker, steps: unknown[], more: object = {}) {
  const app = api.deps.database;
  const address = `${Math.random()}@acme.example`;
  const senderId = await withTenant(app.db, tenantId, (db) =>
    insertSender(db, { name: 'Acme', address, replyTo: null, ratePerSecond: null }),
  );
  const complete = (given: unknown[]) => withSender({ ...more, steps: given }, senderId!);
  const made = async (path: string, input: unknown) =>
    (await (await manager.request('POST', path, input)).json()) as { id: string };
  const campaign = await made('/campaigns', { name: 'Welcome' });
  const drip = await made(`/campaigns/${campaign.id}/drips`, { name: 'Welcome', definition: complete(steps) });
  const ref = { tenantId, campaignId: campaign.id, dripId: drip.id };
  const activities = createDripActivities({
    database: app,
    directory: api.deps.directory,
    temporal: api.deps.temporal,
  });
  return {
    ...ref,
    complete,
    path: `/campaigns/${campaign.id}/drips/${drip.id}`,
    begin: async () => {
      await withTenant(app.db, tenantId, async (db) => {
        const approvedHash = await findContentHash(db, campaign.id);
        await markCampaign(db, { id: campaign.id, from: ['draft'], to: 'running', values: { approvedHash } });
      });
      await activities.openDrip({ ...ref, now: new Date().toISOString() });
    },
    round: (now = new Date().toISOString()) =>
      new MockActivityEnvironment().run(activities.advanceDrip, { ...ref, now }) as Promise<DripRound>,
  };
}
