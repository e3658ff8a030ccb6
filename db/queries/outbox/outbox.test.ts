import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyAudience } from '../../../domain/broadcasts/audience.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createTestCampaign } from '../../../test/factories/campaigns.ts';
import { nothing, now, openTestOutbox } from '../../../test/outbox.ts';
import { withTenant, type Database } from '../../connection.ts';
import { summariseAudience } from '../broadcasts/audience.ts';
import { findBroadcast } from '../broadcasts/broadcasts.ts';
import { putOff } from './batch.ts';
import { isAnythingDue, isHeldBack, planOutbox } from './lease.ts';
import { findClaimed } from './window.ts';
import { cancelSource, countProgress } from '../parts/source-progress.ts';

let database: TestDatabase;
let app: Database;
let outbox: ReturnType<typeof openTestOutbox>;

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  outbox = openTestOutbox(database, app);
});
afterAll(() => database.drop());

describe('freezing an audience', () => {
  it('puts everyone in batches of 500 and says who is left out and why', async () => {
    const { tenantId, run } = await outbox.frozen({ people: 1203 });
    expect(await run((sql) => planOutbox(sql, now))).toEqual({ dueBatches: 3, dueMessages: 1203, nextDueAt: null });
    const members = await withTenant(app.db, tenantId, (db) => db.selectFrom('campaignMembers').select('id').execute());
    expect(members).toHaveLength(1203);
    // A mail in somebody's own mailbox names its message by its id alone: whoever knows theirs cannot tell that of another.
    const messages = await withTenant(app.db, tenantId, (db) => db.selectFrom('messages').select('id').execute());
    const ends = messages.map(({ id }) => Number.parseInt(id.slice(-12), 16)).toSorted((a, b) => a - b);
    const gaps = ends.slice(1).map((end, place) => end - ends[place]!);
    expect(ends).toHaveLength(1203);
    expect(gaps.reduce((sum, gap) => sum + (gap < 2 ** 20 ? 1 : 0), 0)).toBeLessThan(30);
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
    const { run, tenantId } = await outbox.frozen();
    const first = await outbox.leased(run);
    expect(first.messageIds).toHaveLength(10);
    expect((await outbox.leased(run)).batch).toBeNull();
    await database.owner
      .sql`update message_batches set leased_until = now() - interval '1 second' where id = ${first.batch!.id}`;
    const second = await outbox.leased(run);
    expect(second.batch).toMatchObject({ id: first.batch!.id, lastLease: first.leaseId });
    const late = await outbox.claim(tenantId, {
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
    const { run, tenantId } = await outbox.frozen({ people: 900, capMessages });
    const owner = database.owner.sql;
    await owner`
      update message_batches set priority = 4
      where id = (select min(id::text)::uuid from message_batches where tenant_id = ${tenantId})`;
    const first = await outbox.leased(run);
    expect(first.batch?.priority).toBe(4);
    expect((await outbox.leased(run)).batch === null).toBe(isHeld);
    expect(await run((sql) => isHeldBack(sql, now))).toBe(isHeld);
    await owner`update message_batches set finished_at = now(), lease_id = null where id = ${first.batch!.id}`;
    expect((await outbox.leased(run)).batch?.priority ?? null).toBe(isHeld ? 5 : null);
  });

  it('honours an opt-out, a suppression and a pause that were committed before the window', async () => {
    const { run, tenantId, campaignId, broadcastId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    await run(
      (sql) =>
        sql`update people set consent = 'denied' where id = (select person_id from messages where id = ${messageIds[0]!})`,
    );
    await run(
      (sql) => sql`
        insert into suppressions (address_hash, reason) select p.email_hash, 'unsubscribe'
        from messages m join people p on p.id = m.person_id where m.id = ${messageIds[1]!}`,
    );
    const claimed = await outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds: messageIds.slice(0, 5) });
    const reasonOf = new Map(claimed.map(({ messageId, obstacle }) => [messageId, obstacle]));
    expect(messageIds.slice(0, 5).map((id) => reasonOf.get(id))).toEqual(['opted_out', 'suppressed', null, null, null]);
    const counters = await withTenant(app.db, tenantId, (db) => findBroadcast(db, broadcastId));
    expect(counters?.counters).toMatchObject({ 'skipped.opted_out': 1, 'skipped.suppressed': 1 });
    expect(await run((sql) => isAnythingDue(sql, now))).toBe(true);
    await withTenant(app.db, tenantId, (db) =>
      db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', campaignId).execute(),
    );
    expect(await run((sql) => isAnythingDue(sql, now))).toBe(false);
    expect(await outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds: messageIds.slice(5) })).toEqual([]);
  });

  it('never lets two lanes pass the frequency cap together', async () => {
    const one = await outbox.frozen({ people: 40, capMessages: 1 });
    const { batch, leaseId, messageIds } = await outbox.leased(one.run);
    // The same people in a second source of the same tenant.
    await one.run(
      (sql) => sql`
      with batch as (insert into message_batches (source_kind, source_id, size, not_before) values ('transactional', ${randomUUID()}, 40, ${now}) returning id, source_id)
      insert into messages (batch_id, person_id, source_id, occurrence, edition_id)
      select batch.id, m.person_id, batch.source_id, batch.source_id, m.edition_id from messages m, batch where m.batch_id = ${batch!.id}`,
    );
    const other = await outbox.leased(one.run);
    const both = await Promise.all([
      outbox.claim(one.tenantId, { batchId: batch!.id, leaseId, messageIds }),
      outbox.claim(one.tenantId, {
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
  await outbox.frozen();
  await database.owner.sql`analyze messages, message_batches`;
  const { run } = await outbox.frozen();
  const { batch } = await outbox.leased(run);
  const plan = await run(
    (sql) => sql<{ 'QUERY PLAN': string }[]>`
    explain select from messages m join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
    where m.tenant_id = current_tenant() and m.batch_id = ${batch!.id} and m.status = 'queued'`,
  );
  const indexes = plan.map((row) => / using (\S+)/.exec(row['QUERY PLAN'])?.[1]).filter((name) => name !== undefined);
  expect(indexes.sort()).toEqual(['message_batches_pkey', 'messages_batch']);
});

it('has no index that could be skipped through for a tenant, but those that begin with what is different in each row', async () => {
  const indexes = await database.owner.sql<{ definition: string }[]>`
    select substring(indexdef from '\\((.*)\\)') as definition from pg_indexes where tablename = 'messages' and indexdef like '%tenant_id%'`;
  expect(indexes.map(({ definition }) => definition).sort()).toEqual([
    'id, tenant_id',
    'person_id, source_id, occurrence, tenant_id',
  ]);
});

describe('a claim that comes late', () => {
  it('takes nothing that has moved to another batch or was cancelled', async () => {
    const { run, tenantId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const [moved, cancelled, free] = messageIds as [string, string, string];
    const later = { batchId: batch!.id, leaseId, notBeforeIso: '2026-06-02T09:00:00.000Z', messageIds: [moved] };
    await run((sql) => putOff(sql, later));
    await run((sql) => sql`update messages set status = 'cancelled' where id = ${cancelled}`);
    const claimed = await outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds: [moved, cancelled, free] });
    expect(claimed.map(({ messageId }) => messageId)).toEqual([free]);
  });

  it('waits for whoever takes the source back, and then goes by what that one left', async () => {
    const { run, tenantId, broadcastId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    let [release, begun] = [() => {}, () => {}];
    const held = new Promise<void>((resolve) => (release = resolve));
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const first = withTenant(app.db, tenantId, async (db) => {
      expect(await cancelSource(db, broadcastId)).toBe(10);
      begun();
      await held;
    });
    await Promise.race([hasBegun, first]);
    const second = outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds });
    await new Promise((resolve) => setTimeout(resolve, 200));
    release();
    await first;
    expect(await second).toEqual([]);
  });

  it('is found again where its answer was lost', async () => {
    const { run, tenantId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const held = { batchId: batch!.id, leaseId };
    expect(await run((sql) => findClaimed(sql, held, 1))).toBeNull();
    await outbox.claim(tenantId, { ...held, messageIds: messageIds.slice(0, 4) });
    expect(await run((sql) => findClaimed(sql, held, 1))).toEqual(messageIds.slice(0, 4));
    expect(await run((sql) => findClaimed(sql, held, 2))).toBeNull();
  });

  it('does not let a lane that lost its lease move messages', async () => {
    const { run } = await outbox.frozen();
    const { batch, messageIds } = await outbox.leased(run);
    const later = { batchId: batch!.id, leaseId: randomUUID(), notBeforeIso: '2026-06-02T09:00:00.000Z', messageIds };
    await run((sql) => putOff(sql, later));
    const [row] = await run((sql) => sql`select count(*)::int as count from messages where batch_id = ${batch!.id}`);
    expect(row).toEqual({ count: messageIds.length });
  });
});

describe('taking a source back', () => {
  it('leaves alone what is on its way', async () => {
    const { run, tenantId, broadcastId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    await outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds: messageIds.slice(0, 3) });
    const progress = () => withTenant(app.db, tenantId, (db) => countProgress(db, broadcastId));
    expect(await progress()).toMatchObject({ left: 10, inFlight: 3 });
    expect(await withTenant(app.db, tenantId, (db) => cancelSource(db, broadcastId))).toBe(7);
    expect(await progress()).toMatchObject({ left: 3, inFlight: 3 });
    expect(
      await outbox.mark(tenantId, { ...nothing, batchId: batch!.id, leaseId, sent: messageIds.slice(0, 3) }),
    ).toEqual({
      sent: 3,
    });
  });
});
