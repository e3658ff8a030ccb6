import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { erasePersonRows } from './erasure.ts';
import { systemActor } from '../../../domain/policy/actor.ts';
import { chooseFrequency } from '../consent/mail-frequency.ts';
import { withTenantSql, type OutboxSql } from '../outbox/lease.ts';
import { insertRefusedAddresses } from '../outbox/suppress.ts';
import { claimWindow, lockBatch } from '../outbox/window.ts';
import { takeIntakePeople } from '../intakes/people.ts';
import { mergePeople } from './merge.ts';
import { deleteOverdue } from '../tenants/retention.ts';

describe('whoever takes people away meets those who are at them', () => {
  let database: TestDatabase;
  let app: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
  });
  afterAll(() => database.drop());

  const away: Record<string, (db: TenantDb, keepId: string, personId: string) => Promise<unknown>> = {
    'a merge': (db, keepId, mergeId) => mergePeople(db, { keepId, mergeId }),
    'an erasure': (db, _keepId, personId) => erasePersonRows(db, personId),
  };

  it.each(Object.keys(away))('%s waits for an intake that has the person in its hands', async (name) => {
    const { tenantId, campaignId, personIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, personId] = [personIds[0]!, personIds[1]!];
    const [intake] = await database.owner.sql<{ id: string }[]>`
      insert into intakes (tenant_id, campaign_id, target, target_id, source, source_name, created_by, created_by_kind)
      values (${tenantId}, ${campaignId}, 'campaign', ${campaignId}, '{}', 'x', 'x', 'user') returning id`;
    await database.owner.sql`
      insert into intake_people (tenant_id, intake_id, person_id) select ${tenantId}, ${intake!.id}, unnest(${personIds}::uuid[])`;
    let going: Promise<unknown> | undefined;
    await withTenant(app.db, tenantId, async (db) => {
      expect(await takeIntakePeople(db, intake!.id, 10)).toHaveLength(2);
      going = withTenant(app.db, tenantId, (db) => away[name]!(db, keepId, personId));
      await database.untilWaiting();
      // As the foreign key of whatever they come into asks for them.
      await sql`select from people where id = ${personId} for key share`.execute(db);
    });
    await going;
    const [row] = await database.owner.sql`select erased_at is not null as gone from people where id = ${personId}`;
    expect(row).toEqual({ gone: true });
  });

  const asking: Record<string, (db: TenantDb, tenantId: string, ids: readonly string[]) => Promise<unknown>> = {
    'a merge': (db, _tenantId, [keepId, mergeId]) => mergePeople(db, { keepId: keepId!, mergeId: mergeId! }),
    'who asks for less mail': (db, tenantId, [, personId]) =>
      chooseFrequency(db, systemActor(tenantId, 'test'), { personId: personId!, choice: 'weekly' }),
  };
  const doing: Record<
    string,
    (sql: OutboxSql, batchId: string, leaseId: string, messageId: string) => Promise<unknown>
  > = {
    'leaves a message out': async (sql, batchId, leaseId, messageId) =>
      claimWindow(sql, {
        ...{ batchId, leaseId, messageIds: [messageId], isMarketing: true, needsMore: false },
        ...{ nowIso: new Date().toISOString(), windowNo: 1, leaseSeconds: 60 },
      }),
    'gives an address up': async (sql, _batchId, _leaseId, messageId) =>
      insertRefusedAddresses(sql, { messageIds: [messageId], claimedAtIso: new Date().toISOString() }),
  };
  const meetings = Object.keys(asking).flatMap((who) => Object.keys(doing).map((what) => ({ who, what })));

  it.each(meetings)('$who waits for a lane, and neither stands in the way of the other: it $what', async (meeting) => {
    const { tenantId, broadcastId, personIds, editionId } = await createSentBroadcast(database.owner, { people: 2 });
    await database.owner.sql`
      update people set mail_frequency = 'weekly', mail_paused_until = now() + interval '1 day' where id = ${personIds[0]!}`;
    await database.owner
      .sql`update people set mail_paused_until = now() + interval '1 day' where id = ${personIds[1]!}`;
    await database.owner.sql`update broadcasts set status = 'sending' where id = ${broadcastId}`;
    const leaseId = crypto.randomUUID();
    const [made] = await database.owner.sql<{ batchId: string; id: string }[]>`
      with batch as (
        insert into message_batches (tenant_id, source_kind, source_id, size, not_before, lease_id, leased_until)
        values (${tenantId}, 'broadcast', ${broadcastId}, 1, now(), ${leaseId}, now() + interval '1 hour') returning id)
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id)
      select ${tenantId}, id, ${personIds[1]!}, ${broadcastId}, uuidv7(), ${editionId} from batch
      returning batch_id as "batchId", id`;
    const { batchId, id } = made!;
    let runs = 0;
    let asked: Promise<unknown> | undefined;
    await withTenantSql(app.sql, tenantId, async (sql) => {
      await lockBatch(sql, { batchId, leaseId });
      asked = withTenant(app.db, tenantId, (db) => ((runs += 1), asking[meeting.who]!(db, tenantId, personIds)));
      await database.untilWaiting();
      await doing[meeting.what]!(sql, batchId, leaseId, id);
    });
    await asked;
    // One that lost a deadlock would be run again.
    expect(runs).toBe(1);
  });

  it('finds others whose time is over where those it came upon first are held', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 3 });
    await database.owner.sql`update people set consent = 'unknown' where tenant_id = ${tenantId}`;
    const cutoff = { kind: 'inactivePeople', before: new Date(Date.now() + 60_000).toISOString() } as const;
    await database.owner.sql`delete from consents where tenant_id = ${tenantId}`;
    await database.owner.sql`delete from engagement_events where tenant_id = ${tenantId}`;
    const remove = () => withTenant(app.db, tenantId, (db) => deleteOverdue(db, cutoff, 1));
    await withTenant(app.db, tenantId, async (db) => {
      await sql`select from people where id <> ${personIds[2]} for no key update`.execute(db);
      expect(await remove()).toBe(1);
      expect(await remove()).toBe(0);
    });
    expect([await remove(), await remove(), await remove()]).toEqual([1, 1, 0]);
  });
});
