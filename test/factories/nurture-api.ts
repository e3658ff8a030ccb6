import { MockActivityEnvironment } from '@temporalio/testing';
import { createNurtureActivities } from '../../activities/nurtures/nurtures.ts';
import { withTenant } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { findNurture } from '../../db/queries/nurtures/nurtures.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import { nextCast } from '../../domain/nurtures/schedule.ts';
import type { TestApi, TestCaller } from '../api.ts';

/** The body of a message that passes every check. */
export const itemBody = `<mjml><mj-body><mj-section><mj-column><mj-text>
{{ tenant.name }}, {{ tenant.postalAddress }} <a href="{{ unsubscribeUrl }}">Unsubscribe</a>
</mj-text></mj-column></mj-section></mj-body></mjml>`;

/** Who makes a nurture programme through the API. */
export interface NurtureMaker {
  api: TestApi;
  manager: TestCaller;
  tenantId: string;
}

/** A nurture programme made through the API; `begin` begins it as its workflow does, `cast` makes the cast after the one before, or one of a moment. */
export async function apiNurture({ api, manager, tenantId }: NurtureMaker, input: object = { name: 'Care' }) {
  const app = api.deps.database;
  const address = `${Math.random()}@acme.example`;
  const senderId = await withTenant(app.db, tenantId, (db) =>
    insertSender(db, { name: 'Acme', address, replyTo: null, ratePerSecond: null }),
  );
  const made = async <T>(path: string, input: unknown): Promise<T> => {
    const answer = await manager.request('POST', path, input);
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as T;
  };
  const campaign = await made<{ id: string }>('/campaigns', { name: 'Care' });
  const nurture = await made<{ id: string }>(`/campaigns/${campaign.id}/nurtures`, input);
  const path = `/campaigns/${campaign.id}/nurtures/${nurture.id}`;
  const ref = { tenantId, campaignId: campaign.id, nurtureId: nurture.id };
  const activities = createNurtureActivities(api.deps);
  let lastAt = new Date().toISOString();
  return {
    ...ref,
    path,
    activities,
    add: (name: string, more: object = {}) =>
      made<{ id: string; version: number }>(`${path}/items`, {
        name,
        content: { subject: name, body: itemBody, senderId },
        ...more,
      }),
    begin: async () => {
      await withTenant(app.db, tenantId, async (db) => {
        const approvedHash = await findContentHash(db, campaign.id);
        await markCampaign(db, { id: campaign.id, from: ['draft'], to: 'running', values: { approvedHash } });
      });
      await activities.openNurture({ ...ref, now: new Date().toISOString() });
    },
    cast: async (at?: string): Promise<{ enqueued: number; isMore: boolean }> => {
      const found = await withTenant(app.db, tenantId, (db) => findNurture(db, nurture.id));
      const castAt = at ?? (lastAt = nextCast(found!.definition.schedule, lastAt));
      const env = new MockActivityEnvironment();
      return env.run(activities.castNurture, { ...ref, now: castAt, castAt }) as Promise<{
        enqueued: number;
        isMore: boolean;
      }>;
    },
  };
}
