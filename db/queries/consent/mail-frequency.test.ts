import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { openLane } from '../../../activities/outbox/lane.ts';
import { systemActor } from '../../../domain/policy/actor.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { chooseFrequency, countWhatWasSent } from './mail-frequency.ts';
import { inOneTrip, withTenantSql } from '../outbox/lease.ts';
import { claimWindow, lockBatch, type Recipient, type WindowClaim } from '../outbox/window.ts';

const start = Date.parse('2026-06-02T07:00:00.000Z');
const hour = 3_600_000;
/** Hours between two messages to who asked for it. */
const least = { weekly: 156, monthly: 648 };

describe('how often somebody wants mail', () => {
  let database: TestDatabase;
  let app: Database;
  let sent: SentBroadcast;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    sent = await createSentBroadcast(database.owner, { people: 1 });
    await database.owner.sql`update broadcasts set status = 'sending' where id = ${sent.broadcastId}`;
  });
  afterAll(() => database.drop());

  /** A message to the one person there is, claimed as a lane does. */
  async function claimAt(at: number, how: { isMarketing?: boolean; cap?: number | null } = {}): Promise<string | null> {
    const window = await queued(new Date(at).toISOString(), how);
    const results = await inOneTrip(app.line(), sent.tenantId, (sql) => [
      lockBatch(sql, window),
      claimWindow(sql, window),
    ]);
    const [recipient, ...others] = results[1] as Recipient[];
    expect(others).toEqual([]);
    return recipient!.obstacle;
  }
  /** A window of a message to them, as it is claimed. */
  async function queued(
    nowIso: string,
    how: { isMarketing?: boolean; cap?: number | null } = {},
  ): Promise<WindowClaim> {
    const { isMarketing = true, cap = null } = how;
    const { tenantId } = sent;
    const leaseId = randomUUID();
    await database.owner.sql`update tenants set cap_messages = ${cap}, cap_days = 7 where tenant_id = ${tenantId}`;
    const [batch] = await database.owner.sql<{ id: string; message: string }[]>`
      with batch as (
        insert into message_batches (tenant_id, source_kind, source_id, campaign_id, size, not_before, lease_id, leased_until)
        values (${tenantId}, 'broadcast', ${sent.broadcastId}, ${sent.campaignId}, 1, now(), ${leaseId}, now() + interval '1 hour') returning id)
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id)
      select ${tenantId}, batch.id, ${sent.personIds[0]!}, ${sent.broadcastId}, uuidv7(), ${sent.editionId} from batch
      returning batch_id as id, id as message`;
    return {
      batchId: batch!.id,
      leaseId,
      messageIds: [batch!.message],
      isMarketing,
      needsMore: false,
      nowIso,
      windowNo: 1,
      leaseSeconds: 60,
    };
  }
  const reset = (frequency: string | null, pausedUntil: string | null = null) =>
    database.owner.sql`
      with cleared as (delete from person_frequency where tenant_id = ${sent.tenantId})
      update people set mail_frequency = ${frequency}, mail_paused_until = ${pausedUntil} where tenant_id = ${sent.tenantId}`;

  it('never sends more often than they asked for nor than the cap allows, and everything else, whenever it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('weekly' as const, 'monthly' as const, null),
        fc.constantFrom(null, 1, 2),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 3, maxLength: 8 }),
        async (frequency, cap, gaps) => {
          await reset(frequency);
          const taken: number[] = [];
          let at = 0;
          for (const gap of gaps) {
            at += gap;
            const inWeek = taken.filter((moment) => moment > at - 168).length;
            const isOwn = frequency !== null && taken.some((moment) => moment > at - least[frequency]);
            const isOver = isOwn || (cap !== null && inWeek >= cap);
            const expected = isOver ? (frequency === null ? 'frequency_cap' : 'own_frequency') : null;
            expect(await claimAt(start + at * hour, { cap })).toBe(expected);
            if (!isOver) taken.push(at);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it('sends nothing while they rest, but what they ordered; a letter every Tuesday at nine reaches who wants one a week', async () => {
    await reset(null, new Date(start + 30 * 24 * hour).toISOString());
    expect(await claimAt(start)).toBe('mail_pause');
    expect(await claimAt(start, { isMarketing: false })).toBeNull();
    expect(await claimAt(start + 31 * 24 * hour)).toBeNull();
    await reset('weekly');
    expect(await claimAt(start + 40_000)).toBeNull();
    expect(await claimAt(start + 24 * hour)).toBe('own_frequency');
    expect(await claimAt(start + 7 * 24 * hour)).toBeNull();
  });

  it('is kept with its trace, once', async () => {
    await reset(null);
    const choose = (choice: 'weekly' | 'pause30' | 'all') =>
      withTenant(app.db, sent.tenantId, (db) =>
        chooseFrequency(db, systemActor(sent.tenantId, 'test'), { personId: sent.personIds[0]!, choice }),
      );
    expect([await choose('weekly'), await choose('weekly'), await choose('pause30'), await choose('all')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    const [person] = await database.owner.sql`
      select mail_frequency, mail_paused_until from people where tenant_id = ${sent.tenantId}`;
    expect(person).toMatchObject({ mail_frequency: null, mail_paused_until: null });
    const audits = await database.owner.sql`
      select action from audit_log where tenant_id = ${sent.tenantId} and action = 'people.frequency'`;
    expect(audits).toHaveLength(3);
  });

  it('counts what went before somebody asked for less, or the organisation set a cap or looks back further', async () => {
    const { tenantId, personIds } = sent;
    const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, tenantId, work);
    const sentDaysAgo = (days: number) =>
      database.owner.sql`update messages set status = 'sent', sent_at = now() - make_interval(days => ${days})
        where tenant_id = ${tenantId} and id = ${sent.messageIds[0]!}`;
    await database.owner.sql`update messages set status = 'failed' where tenant_id = ${tenantId}`;
    await sentDaysAgo(3);
    await reset(null);
    await inTenant((db) =>
      chooseFrequency(db, systemActor(tenantId, 'test'), { personId: personIds[0]!, choice: 'weekly' }),
    );
    expect(await claimAt(Date.now())).toBe('own_frequency');
    await reset(null);
    await inTenant((db) => setCap(db, 1));
    expect(await claimAt(Date.now(), { cap: 1 })).toBe('frequency_cap');
    await sentDaysAgo(8);
    await reset(null);
    await inTenant((db) => setCap(db, 1));
    expect(await claimAt(Date.now(), { cap: 1 })).toBeNull();
  });

  it.each([
    ['for the first time', { before: 2, isKnown: false }],
    ['not at all, as there is none yet', { before: null, isKnown: false }],
    ['once more', { before: 2, isKnown: true }],
  ])('counts at the moment at which a cap is set whom a lane is counting %s', async (_what, { before, isKnown }) => {
    const { tenantId } = sent;
    await onlySentBefore();
    if (isKnown) await withTenant(app.db, tenantId, (db) => setCap(db, 2));
    await whileClaimed({ cap: before }, () => withTenant(app.db, tenantId, (db) => setCap(db, 2)));
    expect(await claimAt(Date.now(), { cap: 2 })).toBe('frequency_cap');
  });

  it('counts what a lane is about to send to somebody at the moment at which they ask for less', async () => {
    const { tenantId, personIds } = sent;
    await onlySentBefore();
    const choice = { personId: personIds[0]!, choice: 'weekly' as const };
    await database.owner.sql`update messages set status = 'failed' where tenant_id = ${tenantId}`;
    await whileClaimed({ cap: null }, () =>
      withTenant(app.db, tenantId, (db) => chooseFrequency(db, systemActor(tenantId, 'test'), choice)),
    );
    expect(await claimAt(Date.now())).toBe('own_frequency');
  });

  it('counts what a lane claims, while they ask for less, of a batch that is made meanwhile, though whoever wrote that down ends with it', async () => {
    const { tenantId, personIds } = sent;
    await onlySentBefore();
    await database.owner.sql`update messages set status = 'failed' where tenant_id = ${tenantId}`;
    await withTenant(app.db, tenantId, async (db) => {
      await chooseFrequency(db, systemActor(tenantId, 'test'), { personId: personIds[0]!, choice: 'weekly' });
      expect(await claimAt(Date.now())).toBeNull();
    });
    const deps = { database: app, mailer: {} } as ActivityDeps;
    await openLane(deps, { tenantId, now: new Date().toISOString(), leaseId: randomUUID(), onWindow: () => {} });
    expect(await claimAt(Date.now())).toBe('own_frequency');
    expect(await database.owner.sql`select from frequency_work where tenant_id = ${tenantId}`).toHaveLength(0);
  });

  it('keeps what a lane counts of a batch that was made while everything is counted', async () => {
    const { tenantId } = sent;
    await onlySentBefore();
    const known = await queued(new Date().toISOString(), { cap: 2 });
    let counted: Promise<void> | undefined;
    let claimed: Promise<void> | undefined;
    let isClaimed = false;
    let commit = () => {};
    const isCounting = new Promise<void>((resolve) => (commit = resolve));
    // The count has to wait for a batch that it knows, and while it does another one is made and claimed.
    await withTenantSql(app.sql, tenantId, async (sql) => {
      await lockBatch(sql, known);
      counted = withTenant(app.db, tenantId, (db) => countWhatWasSent(db));
      await database.untilWaiting();
      const window = await queued(new Date().toISOString(), { cap: 2 });
      claimed = withTenantSql(app.sql, tenantId, async (sql) => {
        await lockBatch(sql, window);
        await claimWindow(sql, window);
        isClaimed = true;
        await isCounting;
      });
      await vi.waitUntil(() => isClaimed, { timeout: 10_000 });
    });
    await database.untilWaiting();
    commit();
    await Promise.all([claimed, counted]);
    expect(await claimAt(Date.now(), { cap: 2 })).toBe('frequency_cap');
  });

  it('leaves nothing of somebody who is erased while everything is counted', async () => {
    const { tenantId } = sent;
    await onlySentBefore();
    await withTenant(app.db, tenantId, (db) => setCap(db, 2));
    let counted: Promise<void> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`update people set erased_at = now() where tenant_id = ${tenantId}`;
      await sql`delete from person_frequency where tenant_id = ${tenantId}`;
      counted = withTenant(app.db, tenantId, (db) => countWhatWasSent(db));
      await database.untilWaiting();
    });
    await counted;
    expect(await database.owner.sql`select from person_frequency where tenant_id = ${tenantId}`).toHaveLength(0);
    await database.owner.sql`update people set erased_at = null where tenant_id = ${tenantId}`;
  });

  /** A cap of so many in a week, with what it counts. */
  async function setCap(db: TenantDb, messages: number): Promise<void> {
    await db.updateTable('tenants').set({ capMessages: messages, capDays: 7 }).execute();
    await countWhatWasSent(db);
  }
  /** They got one message two days ago, and nothing was counted. */
  async function onlySentBefore(): Promise<void> {
    await reset(null);
    await database.owner.sql`update messages set status = 'failed' where tenant_id = ${sent.tenantId}`;
    await database.owner
      .sql`update messages set status = 'sent', sent_at = now() - interval '2 days' where id = ${sent.messageIds[0]!}`;
  }
  /** A lane claims a window, `work` begins and has to wait, and only then the claim is committed. */
  async function whileClaimed(how: { cap: number | null }, work: () => Promise<unknown>): Promise<void> {
    let meanwhile: Promise<unknown> | undefined;
    const window = await queued(new Date().toISOString(), how);
    await withTenantSql(app.sql, sent.tenantId, async (sql) => {
      await lockBatch(sql, window);
      await claimWindow(sql, window);
      meanwhile = work();
      await database.untilWaiting();
    });
    await meanwhile;
  }
});
