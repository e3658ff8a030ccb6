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
import {
  inOneTrip,
  isAnythingDue,
  isHeldBack,
  leaseBatch,
  planOutbox,
  withTenantSql,
  type OutboxSql,
} from './outbox-lease.ts';
import { insertRefusedAddresses } from './outbox-suppress.ts';
import { markWindow, settleLate, type Moved, type WindowOutcome } from './outbox-mark.ts';
import { claimWindow, findClaimed, listQueued, lockBatch, type Recipient, type WindowClaim } from './outbox-window.ts';
import { cancelSource, countProgress } from './source-progress.ts';
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
  const editions = batch ? await run((sql) => listQueued(sql, batch.id)) : [];
  return { leaseId, batch, messageIds: editions.flatMap((edition) => edition.messageIds) };
}

type Claim = Pick<WindowClaim, 'batchId' | 'leaseId' | 'messageIds'> & Partial<WindowClaim>;

/** Claims a window as a lane does. */
async function claim(tenantId: string, window: Claim): Promise<Recipient[]> {
  const all = { cap: null, nowIso: now, isMarketing: true, needsMore: false, windowNo: 1, leaseSeconds: 60, ...window };
  const results = await inOneTrip(app.line(), tenantId, (sql) => [lockBatch(sql, all), claimWindow(sql, all)]);
  return results[1] as Recipient[];
}

/** Marks a window as a lane does; what moved, by name. */
async function mark(tenantId: string, outcome: WindowOutcome): Promise<Record<string, number>> {
  const results = await inOneTrip(app.line(), tenantId, (sql) => [
    lockBatch(sql, outcome),
    ...markWindow(sql, outcome),
  ]);
  return Object.fromEntries((results.slice(1) as Moved[][]).flat().map(({ name, moved }) => [name, moved]));
}

const nothing = {
  nowIso: now,
  claimedAtIso: now,
  senderDomain: 'acme.example',
  receivers: new Map<string, string>(),
  sent: [],
  failed: [],
  requeued: [],
  uncertain: [],
};

describe('freezing an audience', () => {
  it('puts everyone in batches of 500 and says who is left out and why', async () => {
    const { tenantId, run } = await frozen({ people: 1203 });
    expect(await run((sql) => planOutbox(sql, now))).toEqual({ dueBatches: 3, dueMessages: 1203, nextDueAt: null });
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
    const { run, tenantId } = await frozen();
    const first = await leased(run);
    expect(first.messageIds).toHaveLength(10);
    expect((await leased(run)).batch).toBeNull();
    await database.owner
      .sql`update message_batches set leased_until = now() - interval '1 second' where id = ${first.batch!.id}`;
    const second = await leased(run);
    expect(second.batch).toMatchObject({ id: first.batch!.id, lastLease: first.leaseId });
    const late = await claim(tenantId, {
      batchId: first.batch!.id,
      leaseId: first.leaseId,
      messageIds: first.messageIds,
    });
    expect(late).toEqual([]);
  });

  it.each([
    ['holds back what is less important', 2, true],
    ['lets lanes go on', null, false],
  ])('%s while a batch that goes before it is on its way, where the cap is %s', async (_, capMessages, isHeld) => {
    const { run, tenantId } = await frozen({ people: 900, capMessages });
    const owner = database.owner.sql;
    await owner`
      update message_batches set priority = 4
      where id = (select min(id::text)::uuid from message_batches where tenant_id = ${tenantId})`;
    const first = await leased(run);
    expect(first.batch?.priority).toBe(4);
    expect((await leased(run)).batch === null).toBe(isHeld);
    expect(await run((sql) => isHeldBack(sql, now))).toBe(isHeld);
    await owner`update message_batches set finished_at = now(), lease_id = null where id = ${first.batch!.id}`;
    expect((await leased(run)).batch?.priority ?? null).toBe(isHeld ? 5 : null);
  });

  it('honours an opt-out, a suppression and a pause that were committed before the window', async () => {
    const { run, tenantId, campaignId, broadcastId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    await run(
      (sql) =>
        sql`update people set consent = 'denied' where id = (select person_id from messages where id = ${messageIds[0]!})`,
    );
    await run(
      (sql) => sql`
        insert into suppressions (address_hash, reason) select p.email_hash, 'unsubscribe'
        from messages m join people p on p.id = m.person_id where m.id = ${messageIds[1]!}`,
    );
    const claimed = await claim(tenantId, { batchId: batch!.id, leaseId, messageIds: messageIds.slice(0, 5) });
    const reasonOf = new Map(claimed.map(({ messageId, obstacle }) => [messageId, obstacle]));
    expect(messageIds.slice(0, 5).map((id) => reasonOf.get(id))).toEqual(['opted_out', 'suppressed', null, null, null]);
    const counters = await withTenant(app.db, tenantId, (db) => findBroadcast(db, broadcastId));
    expect(counters?.counters).toMatchObject({ 'skipped.opted_out': 1, 'skipped.suppressed': 1 });
    expect(await run((sql) => isAnythingDue(sql, now))).toBe(true);
    await withTenant(app.db, tenantId, (db) =>
      db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', campaignId).execute(),
    );
    expect(await run((sql) => isAnythingDue(sql, now))).toBe(false);
    expect(await claim(tenantId, { batchId: batch!.id, leaseId, messageIds: messageIds.slice(5) })).toEqual([]);
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
      claim(one.tenantId, { cap, batchId: batch!.id, leaseId, messageIds }),
      claim(one.tenantId, {
        cap,
        batchId: other.batch!.id,
        leaseId: other.leaseId,
        messageIds: other.messageIds,
      }),
    ]);
    const outcomes = both.flat();
    expect(outcomes).toHaveLength(80);
    expect(outcomes.filter(({ obstacle }) => obstacle === null)).toHaveLength(40);
    expect(outcomes.filter(({ obstacle }) => obstacle === 'frequency_cap')).toHaveLength(40);
  });
});

it('is found by batch also for a tenant that statistics do not know', async () => {
  await frozen();
  await database.owner.sql`analyze messages, message_batches`;
  const { run } = await frozen();
  const { batch } = await leased(run);
  const plan = await run(
    (sql) => sql<{ 'QUERY PLAN': string }[]>`
    explain select from messages m join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
    where m.tenant_id = current_tenant() and m.batch_id = ${batch!.id} and m.status = 'queued'`,
  );
  const indexes = plan.map((row) => / using (\S+)/.exec(row['QUERY PLAN'])?.[1]).filter((name) => name !== undefined);
  expect(indexes.sort()).toEqual(['message_batches_pkey', 'messages_batch']);
});

describe('a claim that comes late', () => {
  it('takes nothing that has moved to another batch or was cancelled', async () => {
    const { run, tenantId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    const [moved, cancelled, free] = messageIds as [string, string, string];
    const later = { batchId: batch!.id, leaseId, notBeforeIso: '2026-06-02T09:00:00.000Z', messageIds: [moved] };
    await run((sql) => putOff(sql, later));
    await run((sql) => sql`update messages set status = 'cancelled' where id = ${cancelled}`);
    const claimed = await claim(tenantId, { batchId: batch!.id, leaseId, messageIds: [moved, cancelled, free] });
    expect(claimed.map(({ messageId }) => messageId)).toEqual([free]);
  });

  it('waits for whoever takes the source back, and then goes by what that one left', async () => {
    const { run, tenantId, broadcastId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = withTenant(app.db, tenantId, async (db) => {
      expect(await cancelSource(db, broadcastId)).toBe(10);
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = claim(tenantId, { batchId: batch!.id, leaseId, messageIds });
    await new Promise((resolve) => setTimeout(resolve, 200));
    release();
    await first;
    expect(await second).toEqual([]);
  });

  it('is found again where its answer was lost', async () => {
    const { run, tenantId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    const held = { batchId: batch!.id, leaseId };
    expect(await run((sql) => findClaimed(sql, held, 1))).toBeNull();
    await claim(tenantId, { ...held, messageIds: messageIds.slice(0, 4) });
    expect(await run((sql) => findClaimed(sql, held, 1))).toEqual(messageIds.slice(0, 4));
    expect(await run((sql) => findClaimed(sql, held, 2))).toBeNull();
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

describe('taking a source back', () => {
  it('leaves alone what is on its way', async () => {
    const { run, tenantId, broadcastId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    await claim(tenantId, { batchId: batch!.id, leaseId, messageIds: messageIds.slice(0, 3) });
    const progress = () => withTenant(app.db, tenantId, (db) => countProgress(db, broadcastId));
    expect(await progress()).toMatchObject({ left: 10, inFlight: 3 });
    expect(await withTenant(app.db, tenantId, (db) => cancelSource(db, broadcastId))).toBe(7);
    expect(await progress()).toMatchObject({ left: 3, inFlight: 3 });
    expect(await mark(tenantId, { ...nothing, batchId: batch!.id, leaseId, sent: messageIds.slice(0, 3) })).toEqual({
      sent: 3,
    });
  });
});

describe('marking', () => {
  it('settles each message once and gives the batch back', async () => {
    const { run, tenantId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    await claim(tenantId, { batchId: batch!.id, leaseId, messageIds });
    const outcome = {
      batchId: batch!.id,
      leaseId,
      nowIso: now,
      claimedAtIso: now,
      senderDomain: 'acme.example',
      receivers: new Map(messageIds.map((id, index) => [id, index < 4 ? 'gmail.com' : 'people.example'])),
      sent: messageIds.slice(0, 7),
      failed: [{ id: messageIds[7]!, reason: 'smtp_550_5.1.1', counts: 'refusedHard' as const }],
      requeued: [{ id: messageIds[8]!, reason: 'smtp_421', counts: true }],
      uncertain: [messageIds[9]!],
    };
    expect(await mark(tenantId, outcome)).toEqual({ sent: 7, failed: 1, deferred: 1, uncertain: 1 });
    expect(await mark(tenantId, { ...outcome, requeued: [] })).toEqual({ sent: 0, failed: 0, uncertain: 0 });
    expect(await run((sql) => releaseBatch(sql, batch!.id, leaseId))).toBe(false);
    // And by the domains that they went from and to, once.
    const hours = await database.owner.sql`
      select name, sender_domain as sender, receiving_domain as receiver, value::int from delivery_hours
      where tenant_id = ${tenantId} order by 1, 3`;
    expect(hours.map(({ name, sender, receiver, value }) => [name, sender, receiver, value])).toEqual([
      ['deferred', 'acme.example', 'people.example', 1],
      ['refusedHard', 'acme.example', 'people.example', 1],
      ['sent', 'acme.example', 'gmail.com', 4],
      ['sent', 'acme.example', 'people.example', 3],
    ]);
  });

  it('counts by domains what settled, where of a window not all did', async () => {
    const { run, tenantId } = await frozen();
    const { batch, leaseId, messageIds } = await leased(run);
    await claim(tenantId, { batchId: batch!.id, leaseId, messageIds });
    const receivers = new Map(messageIds.map((id, index) => [id, index % 2 === 0 ? 'gmail.com' : 'people.example']));
    for (const [id, domain] of receivers)
      await database.owner.sql`
        update people p set email = p.id || '@' || ${domain}::text, email_key = p.id || '@' || ${domain}::text
        from messages m where m.id = ${id} and p.id = m.person_id`;
    const outcome = { ...nothing, batchId: batch!.id, leaseId, receivers, senderDomain: 'acme.example' };
    expect(await mark(tenantId, { ...outcome, sent: messageIds.slice(0, 3) })).toEqual({ sent: 3 });
    expect(await mark(tenantId, { ...outcome, sent: messageIds.slice(1) })).toEqual({ sent: 7 });
    const hours = await database.owner.sql`
      select receiving_domain as receiver, value::int from delivery_hours where tenant_id = ${tenantId} and name = 'sent' order by 1`;
    expect(hours.map(({ receiver, value }) => [receiver, value])).toEqual([
      ['gmail.com', 5],
      ['people.example', 5],
    ]);
  });

  it('gives one place under the cap back for each message, and suppresses a refused address with its mark', async () => {
    const { run, tenantId } = await frozen({ people: 1 });
    const { batch, leaseId, messageIds } = await leased(run);
    const held = { batchId: batch!.id, leaseId };
    await claim(tenantId, { ...held, messageIds, cap: { messages: 5, days: 7 } });
    // Another message was counted at the same moment.
    await database.owner.sql`
      update person_frequency set recent = recent || recent || ${'2026-05-30T09:00:00Z'}::timestamptz where tenant_id = ${tenantId}`;
    const failed = [{ id: messageIds[0]!, reason: 'smtp_550_5.1.1', counts: 'refusedHard' as const }];
    const outcome = { ...nothing, ...held, failed };
    const trip = () =>
      inOneTrip(app.line(), tenantId, (sql) => [
        lockBatch(sql, outcome),
        ...markWindow(sql, outcome),
        insertRefusedAddresses(sql, messageIds),
      ]);
    await trip();
    const [row] = await database.owner.sql<{ recent: Date[] }[]>`
      select recent from person_frequency where tenant_id = ${tenantId}`;
    expect(row?.recent.map((moment) => moment.toISOString())).toEqual([now, '2026-05-30T09:00:00.000Z']);
    expect(await database.owner.sql`select reason from suppressions where tenant_id = ${tenantId}`).toEqual([
      { reason: 'hard_bounce' },
    ]);
  });

  it('lists what a dead worker had in flight, lets a late answer settle it, and sends again only when told to', async () => {
    const { run, tenantId, campaignId, broadcastId } = await frozen();
    const first = await leased(run);
    const held = { batchId: first.batch!.id, leaseId: first.leaseId };
    await claim(tenantId, { ...held, messageIds: first.messageIds.slice(0, 3) });
    await database.owner
      .sql`update message_batches set leased_until = now() - interval '1 second' where id = ${first.batch!.id}`;
    const leaseId = randomUUID();
    const second = await run((sql) => leaseBatch(sql, { leaseId, leaseSeconds: 60, nowIso: now }));
    expect(await run((sql) => markAbandoned(sql, second!.id, second!.lastLease!))).toBe(3);
    expect((await run((sql) => listQueued(sql, second!.id)))[0]?.messageIds).toHaveLength(7);
    const late = { ...nothing, ...held, sent: [first.messageIds[0]!] };
    expect(await mark(tenantId, late)).toEqual({ sent: 0 });
    expect(await run((sql) => settleLate(sql, late))).toEqual([
      expect.objectContaining({ name: 'sent', moved: 1 }),
      { name: 'uncertain', moved: -1 },
    ]);
    const listed = await withTenant(app.db, tenantId, (db) =>
      listUncertain(db, { campaignId, sourceId: broadcastId, after: null, limit: 10 }),
    );
    expect(listed.map((one) => one.messageId).sort()).toEqual(first.messageIds.slice(1, 3).sort());
    const decide = (decision: 'leave' | 'resend', messageIds: string[]) =>
      withTenant(app.db, tenantId, (db) =>
        decideUncertain(db, { campaignId, sourceId: broadcastId, messageIds, decision, by: 'Ana', nowIso: now }),
      );
    expect(await decide('resend', [first.messageIds[1]!])).toBe(1);
    expect(await decide('leave', [first.messageIds[2]!])).toBe(1);
    expect(await decide('resend', [first.messageIds[2]!])).toBe(0);
    await run((sql) => releaseBatch(sql, second!.id, leaseId));
    await database.owner.sql`update message_batches set finished_at = now() where id = ${second!.id}`;
    const resent = await leased(run);
    expect(resent.messageIds).toEqual([first.messageIds[1]]);
  });
});
