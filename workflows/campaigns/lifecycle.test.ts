import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveCommand } from '../../api/routes/campaigns/command.ts';
import { startSink, type RunningSink } from '../../bench/sender/sink.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { findBroadcast, updateBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { findCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { findCampaignOverview } from '../../db/queries/campaigns/overviews.ts';
import { insertCommandNote } from '../../db/queries/audit/command-notes.ts';
import type { CampaignCommand } from '../../domain/campaigns/lifecycle.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestActivities } from '../../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestCampaign, type TestCampaign, type TestCampaignOptions } from '../../test/factories/campaigns.ts';
import { createTestTemporal, type TestTemporal } from '../../test/temporal.ts';
import { broadcastWorkflowId } from '../broadcasts/messages.ts';
import { campaignWorkflowId } from './messages.ts';

let database: TestDatabase;
let app: Database;
let temporal: TestTemporal;
let sink: RunningSink;
let smtp: SmtpSender;

beforeAll(async () => {
  [database, temporal, sink] = await Promise.all([createTestDatabase(), createTestTemporal(), startSink()]);
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: sink.url });
  await temporal.startWorkers(
    createTestActivities(database, {
      database: app,
      temporal: temporal.client,
      mailer: { smtp },
    }),
  );
});
afterAll(async () => {
  await temporal.close();
  await smtp.close();
  await sink.stop();
  await database.drop();
});

const actor = (tenantId: string, personId: string): Actor => ({
  tenantId,
  kind: 'user',
  personId,
  name: personId,
  role: 'admin',
  isInstallationOperator: false,
});

/** A campaign and the means to drive it as its author and as somebody else. */
async function campaignOf(options: TestCampaignOptions = {}) {
  const campaign = await createTestCampaign(database, options);
  const give = async (command: CampaignCommand, extra: { by?: string; startAt?: string; comment?: string } = {}) => {
    const { by = 'author-1', comment, startAt } = extra;
    const noteId = comment && (await withTenant(app.db, campaign.tenantId, (db) => insertCommandNote(db, comment)));
    const { tenantId, campaignId } = campaign;
    return giveCommand(temporal.client, actor(tenantId, by), {
      tenantId,
      campaignId,
      command,
      startAt,
      ...(noteId ? { noteId } : {}),
    });
  };
  const approve = async () => {
    await give('submit');
    await give('approve', { by: 'approver-1' });
  };
  return { ...campaign, give, approve };
}

const statusOf = ({ tenantId, campaignId }: TestCampaign) =>
  withTenant(app.db, tenantId, async (db) => (await findCampaign(db, campaignId))?.status);

async function until(check: () => Promise<boolean>, seconds = 20): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not happen in time');
}

const countersOf = ({ tenantId, broadcastId }: TestCampaign) =>
  withTenant(app.db, tenantId, async (db) => (await findBroadcast(db, broadcastId))?.counters);

describe('a campaign from draft to completed', () => {
  it('is approved by a second person, sends to everyone once and completes', async () => {
    await sink.reset();
    const campaign = await campaignOf({ people: 1200 });
    await campaign.approve();
    expect(await campaign.give('start')).toMatchObject({ status: 'running' });
    await until(async () => (await statusOf(campaign)) === 'completed');
    expect(await countersOf(campaign)).toMatchObject({ frozen: 1200, sent: 1200 });
    const report = await sink.report();
    expect(report).toMatchObject({ messages: 1200, duplicates: [] });
    // What its page links to, and its broadcast's.
    const { tenantId, campaignId, broadcastId } = campaign;
    const runs = await withTenant(app.db, tenantId, async (db) => [
      (await findCampaignOverview(db, campaignId))?.runId,
      (await findBroadcast(db, broadcastId))?.runId,
    ]);
    const ids = [campaignWorkflowId(campaign), broadcastWorkflowId(campaign)];
    const described = await Promise.all(ids.map((id) => temporal.client.workflow.getHandle(id).describe()));
    expect(runs).toEqual(described.map(({ runId }) => runId));
  });

  it('sleeps until the start and can be rescheduled', async () => {
    const campaign = await campaignOf();
    await campaign.approve();
    await campaign.give('schedule', { startAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await statusOf(campaign)).toBe('scheduled');
    await campaign.give('schedule', { startAt: new Date(Date.now() + 1500).toISOString() });
    await until(async () => (await statusOf(campaign)) === 'completed');
  });

  it('refuses what its state does not allow, and an author as approver', async () => {
    const campaign = await campaignOf();
    await expect(campaign.give('start')).rejects.toMatchObject({ code: 'conflict' });
    await campaign.give('submit');
    await expect(campaign.give('approve')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(campaign.give('reject', { by: 'approver-1' })).rejects.toMatchObject({ code: 'invalid' });
    await campaign.give('reject', { by: 'approver-1', comment: 'Another subject, please.' });
    expect(await statusOf(campaign)).toBe('draft');
    await campaign.give('cancel');
    await expect(campaign.give('submit')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('sends nothing where the content is not what was approved', async () => {
    await sink.reset();
    const campaign = await campaignOf();
    await campaign.approve();
    await withTenant(app.db, campaign.tenantId, (db) =>
      updateBroadcast(db, { id: campaign.broadcastId, version: 1, content: { subject: 'Slipped in' } }),
    );
    await expect(campaign.give('start')).rejects.toMatchObject({ code: 'conflict' });
    expect(await sink.report()).toMatchObject({ messages: 0 });
  });

  it('holds within a batch when paused, goes on when resumed, and takes back the rest when cancelled', async () => {
    await sink.reset();
    await sink.behave({ delayMs: 20 });
    const campaign = await campaignOf({ people: 3000 });
    await campaign.approve();
    await campaign.give('start');
    await until(async () => ((await countersOf(campaign))?.sent ?? 0) > 0);
    await campaign.give('pause');
    await until(async () => {
      const before = (await sink.report()).messages;
      await new Promise((resolve) => setTimeout(resolve, 700));
      return (await sink.report()).messages === before;
    });
    const held = (await countersOf(campaign))?.sent ?? 0;
    expect(held).toBeLessThan(3000);
    await sink.behave({});
    await campaign.give('resume');
    await until(async () => ((await countersOf(campaign))?.sent ?? 0) > held);
    await until(async () => ['completed'].includes((await statusOf(campaign)) ?? ''));
    expect(await sink.report()).toMatchObject({ messages: 3000, duplicates: [] });
  });

  it('takes back what is queued when it is cancelled', async () => {
    await sink.reset();
    await sink.behave({ delayMs: 20 });
    const campaign = await campaignOf({ people: 2500 });
    await campaign.approve();
    await campaign.give('start');
    await until(async () => ((await countersOf(campaign))?.sent ?? 0) > 0);
    await campaign.give('cancel');
    await until(async () => {
      const counters = (await countersOf(campaign)) ?? {};
      return (counters.sent ?? 0) + (counters.cancelled ?? 0) === 2500;
    });
    const { messages, duplicates } = await sink.report();
    expect({ messages, duplicates }).toEqual({ messages: (await countersOf(campaign))?.sent, duplicates: [] });
    await sink.behave({});
  });
});

describe('what may come between', () => {
  /** Long enough to change something before it comes, also where the machine is busy. */
  const soonMs = 2500;
  const soon = () => new Date(Date.now() + soonMs).toISOString();
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const settledCount = async (campaign: TestCampaign) => {
    const counters = (await countersOf(campaign)) ?? {};
    return (counters.sent ?? 0) + (counters.cancelled ?? 0) + (counters.uncertain ?? 0);
  };

  it('does not start at the old time where the start was moved and nobody could be told', async () => {
    await sink.reset();
    const campaign = await campaignOf();
    await campaign.approve();
    await campaign.give('schedule', { startAt: soon() });
    const later = new Date(Date.now() + 3_600_000);
    await database.owner
      .sql`update campaigns set start_at = ${later}, version = version + 1 where id = ${campaign.campaignId}`;
    await pause(soonMs + 1300);
    expect(await statusOf(campaign)).toBe('scheduled');
    expect(await sink.report()).toMatchObject({ messages: 0 });
  });

  it('does not start without a time', async () => {
    await sink.reset();
    const campaign = await campaignOf();
    await campaign.approve();
    await campaign.give('schedule', { startAt: soon() });
    await database.owner
      .sql`update campaigns set start_at = null, version = version + 1 where id = ${campaign.campaignId}`;
    await pause(soonMs + 1300);
    expect(await statusOf(campaign)).toBe('scheduled');
    expect(await sink.report()).toMatchObject({ messages: 0 });
  });

  it('goes back to draft, with the reason on record, where it is not what was approved when its time comes', async () => {
    await sink.reset();
    const campaign = await campaignOf();
    await campaign.approve();
    await campaign.give('schedule', { startAt: soon() });
    await database.owner.sql`update senders set name = 'Somebody else' where id = ${campaign.senderId}`;
    await until(async () => (await statusOf(campaign)) === 'draft');
    expect(await sink.report()).toMatchObject({ messages: 0 });
    const audit = await withTenant(app.db, campaign.tenantId, (db) =>
      db.selectFrom('auditLog').select('changes').where('action', '=', 'campaign.startRefused').execute(),
    );
    expect(JSON.stringify(audit)).toContain('not what was approved');
  });

  it.each(['cancel', 'complete'] as const)('lets nothing more go after a %s that meets the start', async (command) => {
    await sink.reset();
    const campaign = await campaignOf({ people: 1500 });
    await campaign.approve();
    await campaign.give('start');
    await campaign.give(command);
    await until(async () => (await openWorkflows(campaign)) === 0);
    const sent = (await sink.report()).messages;
    await pause(700);
    expect((await sink.report()).messages).toBe(sent);
    const frozen = (await countersOf(campaign))?.frozen ?? 0;
    expect(await settledCount(campaign)).toBe(frozen);
  });

  it('follows a pause and a resume that meet, however fast', { timeout: 120_000 }, async () => {
    await sink.reset();
    // Slow enough that it is still sending when the last command comes, also where the machine is busy.
    await sink.behave({ delayMs: 40 });
    const campaign = await campaignOf({ people: 1500 });
    await campaign.approve();
    await campaign.give('start');
    for (let turn = 0; turn < 4; turn++) {
      await campaign.give('pause');
      await campaign.give('resume');
    }
    await sink.behave({});
    // A message whose connection was lost is put off by half a minute: that is not what is asked here.
    await until(async () => (await statusOf(campaign)) === 'completed', 90).catch(async (cause: unknown) => {
      throw new Error(JSON.stringify([await statusOf(campaign), await countersOf(campaign)]), { cause });
    });
    const { messages, duplicates } = await sink.report();
    expect({ messages, duplicates }).toEqual({ messages: 1500, duplicates: [] });
  });

  it('ends after a cancel also where a dead worker left messages on their way, and lists those', async () => {
    await sink.behave({ delayMs: 20 });
    const campaign = await campaignOf({ people: 1200 });
    await campaign.approve();
    await campaign.give('start');
    await until(async () => ((await countersOf(campaign))?.sent ?? 0) > 0);
    await campaign.give('pause');
    await until(async () => (await statusOf(campaign)) === 'paused');
    await pause(1500);
    // Three messages of a lane that is no more.
    await database.owner.sql`
      update message_batches b set lease_id = gen_random_uuid(), leased_until = now() - interval '1 second', window_at = now(),
        window_ids = array(select id from messages m where m.batch_id = b.id and m.status = 'queued' limit 3)
      where id = (select batch_id from messages where tenant_id = ${campaign.tenantId} and status = 'queued' order by id desc limit 1)`;
    await campaign.give('cancel');
    await until(async () => (await openWorkflows(campaign)) === 0);
    expect(await countersOf(campaign)).toMatchObject({ uncertain: 3 });
    expect(await settledCount(campaign)).toBe(1200);
    await sink.behave({});
  });
});

/** How many of a campaign's own workflows are still running. */
async function openWorkflows({ tenantId, campaignId, broadcastId }: TestCampaign): Promise<number> {
  const ids = [`campaign/${tenantId}/${campaignId}`, `broadcast/${tenantId}/${broadcastId}`];
  const states = await Promise.all(
    ids.map((id) =>
      temporal.client.workflow
        .getHandle(id)
        .describe()
        .then(({ status }) => status.name)
        .catch(() => 'NEVER_STARTED'),
    ),
  );
  return states.filter((state) => state === 'RUNNING').length;
}
