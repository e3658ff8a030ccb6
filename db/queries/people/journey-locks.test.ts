import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { erasePersonRows } from './erasure.ts';
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
