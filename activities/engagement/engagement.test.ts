import { WorkflowNotFoundError } from '@temporalio/client';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEngagementWaker } from '../../api/wake-engagement.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { listCounters } from '../../db/queries/parts/counters.ts';
import { recordHits, type NewHit } from '../../db/queries/engagement/tracking.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { newSales } from '../../test/factories/attribution.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { createTestTemporal, type TestTemporal } from '../../test/temporal.ts';
import { engagementWorkflowId } from '../../workflows/engagement.ts';
import { attributionWorkflowId } from '../../workflows/reports/attribution-rebuild.ts';
import { settleAsked } from '../attribution/batch.ts';
import { createEngagementActivities } from './engagement.ts';

const log = pino({ enabled: false });
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

describe('the engagement workflow on a real database and a real Temporal server', () => {
  let test: TestDatabase;
  let temporal: TestTemporal;
  let app: Database;

  beforeAll(async () => {
    [test, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
    app = test.open('salescompass_app');
  });
  afterAll(async () => {
    await temporal.close();
    await test.drop();
  });

  const click = (messageId: string): NewHit => ({
    kind: 'click',
    messageId,
    agoMs: 0,
    linkIndex: 0,
    judgement: null,
    userAgent,
    isHead: false,
  });
  const handleOf = (sent: SentBroadcast) => temporal.client.workflow.getHandle(engagementWorkflowId(sent));
  async function startWorkers() {
    const activities = createEngagementActivities({ database: app, temporal: temporal.client, log });
    const workers = await temporal.startWorkers(activities, { shutdownGraceTime: 100 });
    onTestFinished(() => workers.stop());
    return workers;
  }

  async function clicksOf(sent: SentBroadcast) {
    const counters = await withTenant(app.db, sent.tenantId, (db) => listCounters(db, [sent.broadcastId]));
    return counters.get(sent.broadcastId);
  }

  it('lets an event that cannot be applied hold up itself alone', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 3 });
    await recordHits(app.db, sent.tenantId, sent.messageIds.map(click));
    await test.owner.sql`update engagement_work set due_at = now() where tenant_id = ${sent.tenantId}`;
    // A visit of somebody who is not there: no identity can refer to them.
    const [bad] = await test.owner.sql`
      update engagement_events set anonymous_id = 'v1', person_id = gen_random_uuid()
      where id = (select event_id from engagement_work where tenant_id = ${sent.tenantId} order by due_at, event_id limit 1) returning id`;
    await startWorkers();
    createEngagementWaker(temporal.client, log)(sent.tenantId);
    await vi.waitUntil(async () => (await clicksOf(sent))?.clicks === 2, { timeout: 20_000 });
    const left = await test.owner.sql`select event_id, attempts, due_at > now() + interval '50 minutes' as is_later
      from engagement_work where tenant_id = ${sent.tenantId}`;
    expect(left).toEqual([{ event_id: bad!.id as string, attempts: 1, is_later: true }]);
    await handleOf(sent).terminate();
  });

  it('applies what was written, also while it runs, and ends when nothing is left', async () => {
    await startWorkers();
    const wake = createEngagementWaker(temporal.client, log);
    const sent = await createSentBroadcast(test.owner, { people: 20 });
    await twoBecomeOne(sent);
    for (const messageId of sent.messageIds) {
      await recordHits(app.db, sent.tenantId, [click(messageId)]);
      wake(sent.tenantId);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    await expect
      .poll(() => clicksOf(sent), { timeout: 15_000, interval: 200 })
      .toMatchObject({ clicks: 20, uniqueClicks: 20 });
    await handleOf(sent).result();
    const { events } = await handleOf(sent).fetchHistory();
    expect(JSON.stringify(events)).not.toContain('people.example');
    // What a lane claimed meanwhile of the two, who wanted mail unequally often, is counted once they are one.
    const one = await test.owner.sql`select from people where tenant_id = ${sent.tenantId} and merged_into is not null`;
    const asked = await test.owner.sql`select from frequency_work where tenant_id = ${sent.tenantId}`;
    expect([one.length, asked.length]).toEqual([1, 0]);
  }, 60_000);

  it('loses and doubles nothing when its worker goes away and another comes', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 600 });
    await recordHits(app.db, sent.tenantId, sent.messageIds.map(click));
    createEngagementWaker(temporal.client, log)(sent.tenantId);
    const first = await startWorkers();
    await expect.poll(() => activityStarted(sent), { timeout: 10_000, interval: 50 }).toBe(true);
    await first.stop();
    await test.owner.sql`update engagement_work set due_at = now()`;
    await startWorkers();
    await handleOf(sent).result();
    expect(await clicksOf(sent)).toMatchObject({ clicks: 600, uniqueClicks: 600 });
  }, 60_000);

  it('tells whoever credits of a touch by somebody with an opportunity, and of no other', async () => {
    await startWorkers();
    const sent = await createSentBroadcast(test.owner, { people: 2 });
    const sales = await newSales(test.owner, app, sent.tenantId);
    await sales.opportunity({ people: [sent.personIds[0]!], valueMinor: 900, openedAt: new Date().toISOString() });
    await sales.inTenant((db) => settleAsked(db, 10));
    const credits = temporal.client.workflow.getHandle(attributionWorkflowId(sent));
    let lastRun = '';
    const play = async (messageId: string) => {
      await recordHits(app.db, sent.tenantId, [click(messageId)]);
      await test.owner.sql`update engagement_work set due_at = now()`;
      createEngagementWaker(temporal.client, log)(sent.tenantId);
      // The run before this one has ended, and says nothing of what was played now.
      const newestRun = async () => (await handleOf(sent).describe()).runId;
      await expect.poll(newestRun, { timeout: 10_000 }).not.toBe(lastRun);
      lastRun = await newestRun();
      await handleOf(sent).result();
    };
    await play(sent.messageIds[1]!);
    await expect(credits.describe()).rejects.toThrow(WorkflowNotFoundError);
    await play(sent.messageIds[0]!);
    expect((await credits.describe()).status.name).toBe('RUNNING');
    await credits.terminate();
  }, 60_000);

  /** A server says that two people, of whom one wants a message a week, are one. */
  async function twoBecomeOne({ tenantId }: SentBroadcast): Promise<void> {
    await test.owner.sql`
      with made as (
        insert into people (tenant_id, external_id, mail_frequency)
        values (${tenantId}, 'one', null), (${tenantId}, 'other', 'weekly')),
      key as (
        insert into write_keys (tenant_id, name, kind, start, key_hash) values (${tenantId}, 'CRM', 'server', 'x', 'x') returning id)
      insert into identity_calls (tenant_id, write_key_id, type, call)
      select ${tenantId}, id, 'alias', '{"userId": "one", "previousId": "other"}' from key`;
  }
  async function activityStarted(sent: SentBroadcast): Promise<boolean> {
    const description = await handleOf(sent).describe();
    return (description.raw.pendingActivities ?? []).some((activity) => activity.lastStartedTime != null);
  }
});
