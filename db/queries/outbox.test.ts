import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestCampaign, type TestCampaign, type TestCampaignOptions } from '../../test/factories/campaigns.ts';
import { withTenant, type Database } from '../connection.ts';
import { insertAudience, releaseBatches, summariseAudience } from './audience.ts';
import { findBroadcast, markBroadcast } from './broadcasts.ts';
import { insertEdition } from './editions.ts';
import { markAbandoned, putOff, releaseBatch } from './outbox-batch.ts';
import { leaseBatch, planOutbox, withTenantSql, type OutboxSql } from './outbox-lease.ts';
import { claimWindow, listRecipients, markWindow } from './outbox-window.ts';
import { decideUncertain, listUncertain } from './uncertain.ts';

let database: TestDatabase;
let app: Database;
const now = '2026-06-01T09:00:00.000Z';

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());

/** A running campaign whose audience is frozen and released. */
async function frozen(
  options: TestCampaignOptions = {},
): Promise<TestCampaign & { run: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T> }> {
  const campaign = await createTestCampaign(database, { status: 'running', ...options });
  await withTenant(app.db, campaign.tenantId, async (db) => {
    const broadcast = await findBroadcast(db, campaign.broadcastId);
    const editionId = await insertEdition(db, {
      variantId: broadcast!.variant.id,
      contentHash: 'x',
      messageClass: 'marketing',
      fromName: 'Acme',
      fromAddress: 'news@acme.example',
      replyTo: null,
      senderId: campaign.senderId,
      campaignName: 'Spring',
      subject: 'Spring',
      preheader: '',
      html: '',
      text: '',
      links: [],
    });
    await insertAudience(db, {
      ...campaign,
      editionId,
      audience: broadcast!.audience,
      isMarketing: true,
      nowIso: now,
      priority: 5,
    });
    await markBroadcast(db, { id: campaign.broadcastId, from: ['draft'], to: 'sending', values: { frozenAt: now } });
    await releaseBatches(db, campaign.broadcastId, now);
  });
  return { ...campaign, run: (work) => withTenantSql(app.sql, campaign.tenantId, work) };
}

async function leased(run: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>) {
  const leaseId = randomUUID();
  const batch = await run((sql) => leaseBatch(sql, { leaseId, leaseSeconds: 60, nowIso: now }));
  const recipients = batch ? await run((sql) => listRecipients(sql, batch.id)) : [];
  return { leaseId, batch, messageIds: recipients.map((one) => one.messageId), recipients };
}

const noCap = { cap: null, nowIso: now, isMarketing: true };

describe('freezing an audience', () => {
  it('puts everyone in batches of 500 and says who is left out and why', async () => {
    const { tenantId, run } = await frozen({ people: 1203 });
    expect(await run((sql) => planOutbox(sql, now))).toEqual({ dueBatches: 3, nextDueAt: null });
    const members = await withTenant(app.db, tenantId, (db) => db.selectFrom('campaignMembers').select('id').execute());
    expect(members).toHaveLength(1203);
  });

  it('names the obstacle of each person who may not get it', async () => {
    const campaign = await createTestCampaign(database, { people: 6 });
    await app.sql.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${campaign.tenantId}, true)`;
      await sql`update people set consent = 'unknown' where email_key = 'person-1@people.example'`;
      await sql`update people set consent = 'denied' where email_key = 'person-2@people.example'`;
      await sql`update people set email_status = 'invalid' where email_key = 'person-3@people.example'`;
      await sql`insert into suppressions (address_hash, reason) values (address_hash('person-4@people.example'), 'manual')`;
      await sql`insert into person_frequency (person_id, recent) select id, array_fill(${now}::timestamptz, array[5])
        from people where email_key = 'person-5@people.example'`;
    });
    const audience = { ...emptyAudience, everyone: true };
    const summary = await withTenant(app.db, campaign.tenantId, (db) =>
      summariseAudience(db, { audience, isMarketing: true, nowIso: now }),
    );
    const counts = Object.fromEntries(Object.entries(summary.leftOut).map(([reason, { count }]) => [reason, count]));
    expect(counts).toEqual({ no_consent: 1, opted_out: 1, invalid_address: 1, suppressed: 1, frequency_cap: 1 });
    expect(summary).toMatchObject({
      audienceSize: 6,
      recipients: 1,
      samples: [{ name: 'Person 6', email: 'person-6@people.example' }],
    });
  });
});

describe('lease and window', () => {
  it('gives a batch to one lane only, and takes it back when the lease has run out', async () => {
    const { run } = await frozen();
    const first = await leased(run);
    expect(first.messageIds).toHaveLength(10);
    expect((await leased(run)).batch).toBeNull();
    await database.owner
      .sql`update message_batches set leased_until = now() - interval '1 second' where id = ${first.batch!.id}`;
    const second = await leased(run);
    expect(second.batch).toMatchObject({ id: first.batch!.id, wasHeld: true });
    const late = await run((sql) =>
      claimWindow(sql, { ...noCap, batchId: first.batch!.id, leaseId: first.leaseId, messageIds: first.messageIds }),
    );
    expect(late).toEqual([]);
  });

  it('honours an opt-out, a suppression and a pause that were committed before the window', async () => {
    const { run, tenantId, campaignId } = await frozen();
    const { batch, leaseId, messageIds, recipients } = await leased(run);
    await run(
      (sql) =>
        sql`update people set consent = 'denied' where tenant_id = ${tenantId} and id = ${recipients[0]!.personId}`,
    );
    await run(
      (sql) =>
        sql`insert into suppressions (address_hash, reason) values (address_hash(${recipients[1]!.email}), 'unsubscribe')`,
    );
    const claimed = await run((sql) =>
      claimWindow(sql, { ...noCap, batchId: batch!.id, leaseId, messageIds: messageIds.slice(0, 5) }),
    );
    const reasonOf = new Map(claimed.map(({ id, reason }) => [id, reason]));
    expect(messageIds.slice(0, 5).map((id) => reasonOf.get(id))).toEqual(['opted_out', 'suppressed', null, null, null]);
    await withTenant(app.db, tenantId, (db) =>
      db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', campaignId).execute(),
    );
    const paused = await run((sql) =>
      claimWindow(sql, { ...noCap, batchId: batch!.id, leaseId, messageIds: messageIds.slice(5) }),
    );
    expect(paused).toEqual([]);
  });

  it('never lets two lanes pass the frequency cap together', async () => {
    const one = await frozen({ people: 40, capMessages: 1 });
    const { batch, leaseId, messageIds } = await leased(one.run);
    // The same people in a second source of the same tenant.
    await one.run(
      (sql) => sql`
      with batch as (insert into message_batches (source_kind, source_id, size, not_before) values ('transactional', ${randomUUID()}, 40, ${now}) returning id, source_id)
      insert into messages (batch_id, person_id, source_id, occurrence, edition_id)
      select batch.id, m.person_id, batch.source_id, batch.source_id, m.edition_id from messages m, batch where m.batch_id = ${batch!.id}`,
    );
    const other = await leased(one.run);
    const cap = { messages: 1, days: 7 };
    const both = await Promise.all([
      one.run((sql) =>
        claimWindow(sql, { cap, nowIso: now, isMarketing: true, batchId: batch!.id, leaseId, messageIds }),
      ),
      one.run((sql) =>
        claimWindow(sql, {
          cap,
          nowIso: now,
          isMarketing: true,
          batchId: other.batch!.id,
          leaseId: other.leaseId,
          messageIds: other.messageIds,
        }),
      ),
    ]);
    const outcomes = both.flat();
    expect(outcomes).toHaveLength(80);
    expect(outcomes.filter(({ status }) => status === 'sending')).toHaveLength(40);
    expect(outcomes.filter(({ reason }) => reason === 'frequency_cap')).toHaveLength(40);
  });
});

describe('a claim that comes late', () => {
  it('takes nothing that has moved to another batch, was cancelled, or is on its way in another lane', async () => {
    const { run } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    const [moved, cancelled, elsewhere, free] = messageIds as [string, string, string, string];
    const later = { batchId: batch!.id, leaseId, notBeforeIso: '2026-06-02T09:00:00.000Z', messageIds: [moved] };
    await run((sql) => putOff(sql, later));
    await run((sql) => sql`update messages set status = 'cancelled' where id = ${cancelled}`);
    await run((sql) => sql`update messages set status = 'sending', lease_id = ${randomUUID()} where id = ${elsewhere}`);
    const claimed = await run((sql) =>
      claimWindow(sql, { ...noCap, batchId: batch!.id, leaseId, messageIds: [moved, cancelled, elsewhere, free] }),
    );
    expect(claimed.map(({ id }) => id)).toEqual([free]);
  });

  it('waits for the lock of another claim and then goes by what that one left', async () => {
    const { run } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = run(async (sql) => {
      await sql`update messages set status = 'cancelled' where id = any(${messageIds}::uuid[])`;
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = run((sql) => claimWindow(sql, { ...noCap, batchId: batch!.id, leaseId, messageIds }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    release();
    await first;
    expect(await second).toEqual([]);
  });

  it('does not let a lane that lost its lease move messages', async () => {
    const { run } = await frozen();
    const { batch, messageIds } = await leased(run);
    const later = { batchId: batch!.id, leaseId: randomUUID(), notBeforeIso: '2026-06-02T09:00:00.000Z', messageIds };
    await run((sql) => putOff(sql, later));
    const [row] = await run((sql) => sql`select count(*)::int as count from messages where batch_id = ${batch!.id}`);
    expect(row).toEqual({ count: messageIds.length });
  });
});

describe('marking', () => {
  it('settles each message once and gives the batch back finished', async () => {
    const { run } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    await run((sql) => claimWindow(sql, { ...noCap, batchId: batch!.id, leaseId, messageIds }));
    const outcome = {
      leaseId,
      nowIso: now,
      sent: messageIds.slice(0, 7),
      failed: [{ id: messageIds[7]!, reason: 'smtp_550_5.1.1' }],
      requeued: [{ id: messageIds[8]!, reason: 'smtp_421', counts: true }],
      uncertain: [messageIds[9]!],
    };
    expect(await run((sql) => markWindow(sql, outcome))).toEqual({ sent: 7, failed: 1, deferred: 1, uncertain: 1 });
    expect(await run((sql) => markWindow(sql, outcome))).toEqual({ sent: 0, failed: 0, deferred: 0, uncertain: 0 });
    expect(await run((sql) => releaseBatch(sql, batch!.id, leaseId))).toBe(false);
  });

  it('lists what a dead worker had in flight, lets a late answer settle it, and sends again only when told to', async () => {
    const { run, tenantId, broadcastId } = await frozen();
    const first = await leased(run);
    await run((sql) =>
      claimWindow(sql, {
        ...noCap,
        batchId: first.batch!.id,
        leaseId: first.leaseId,
        messageIds: first.messageIds.slice(0, 3),
      }),
    );
    await database.owner
      .sql`update message_batches set leased_until = now() - interval '1 second' where id = ${first.batch!.id}`;
    const second = await leased(run);
    expect(second.messageIds).toHaveLength(7);
    expect(await run((sql) => markAbandoned(sql, second.batch!.id, second.leaseId))).toBe(3);
    const late = {
      leaseId: first.leaseId,
      nowIso: now,
      sent: [first.messageIds[0]!],
      failed: [],
      requeued: [],
      uncertain: [],
    };
    expect(await run((sql) => markWindow(sql, late))).toMatchObject({ sent: 1, uncertain: -1 });
    const listed = await withTenant(app.db, tenantId, (db) =>
      listUncertain(db, { sourceId: broadcastId, after: null, limit: 10 }),
    );
    expect(listed.map((one) => one.messageId).sort()).toEqual(first.messageIds.slice(1, 3).sort());
    const decide = (decision: 'leave' | 'resend', messageIds: string[]) =>
      withTenant(app.db, tenantId, (db) =>
        decideUncertain(db, { sourceId: broadcastId, messageIds, decision, by: 'Ana', nowIso: now }),
      );
    expect(await decide('resend', [first.messageIds[1]!])).toBe(1);
    expect(await decide('leave', [first.messageIds[2]!])).toBe(1);
    expect(await decide('resend', [first.messageIds[2]!])).toBe(0);
    const resent = await leased(run);
    expect(resent.messageIds).toEqual([first.messageIds[1]]);
  });
});
