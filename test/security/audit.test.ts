import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { updateTenant } from '../../db/queries/tenants/tenants.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import { bodyOf, createTestApi, type TestApi } from '../api.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fingerprint } from './every-table.ts';

let database: TestDatabase;
let api: TestApi;
let tenant: string;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenant = await api.tenant();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

it('says what it is about by its name of now, and of what is gone as it was called last', async () => {
  const admin = await api.asUser('admin', await api.tenant('Named'));
  const make = async (path: string, body: object): Promise<string> =>
    (await bodyOf<{ id: string }>(await admin.request('POST', path, body))).id;
  const list = await make('/lists', { name: 'Readers' });
  const other = await make('/lists', { name: 'Few' });
  const person = await make('/people', { email: 'jo@example.test', firstName: 'Jo', lastName: 'Reed' });
  await admin.request('PATCH', `/lists/${list}`, { name: 'Many readers' });
  await admin.request('PATCH', `/lists/${other}`, { name: 'Very few' });
  await admin.request('DELETE', `/lists/${other}`);
  const names = async (kind: string) =>
    new Map(
      (
        await bodyOf<{ data: { entity: { id: string; name: string | null; isThere: boolean } }[] }>(
          await admin.request('GET', `/audit-log?entityKind=${kind}`),
        )
      ).data.map(({ entity: { id, name, isThere } }) => [id, { name, isThere }]),
    );
  expect(await names('list')).toEqual(
    new Map([
      [list, { name: 'Many readers', isThere: true }],
      [other, { name: 'Very few', isThere: false }],
    ]),
  );
  expect((await names('person')).get(person)).toEqual({ name: 'Jo Reed', isThere: true });
  // Of somebody who was erased nothing is told, here as elsewhere.
  await database.owner.sql`update people set erased_at = now() where id = ${person}`;
  expect((await names('person')).get(person)).toEqual({ name: null, isThere: false });
});

describe('a change and its trace', () => {
  it('are one transaction: neither stands without the other', async () => {
    const app = database.open('salescompass_app');
    const change = withTenant(app.db, tenant, async (db) => {
      await updateTenant(db, { lookBackDays: 12 });
      await insertAudit(db, systemActor(tenant, 'a job'), {
        action: 'tenant.update',
        entityKind: 'tenant',
        entityId: tenant,
        before: { lookBackDays: 90 },
        after: { lookBackDays: 12 },
      });
      throw new Error('the process dies here');
    });
    await expect(change).rejects.toThrow('dies here');
    const rows = await database.owner
      .sql`select 1 from audit_log where tenant_id = ${tenant} union all select 1 from tenants where look_back_days = 12`;
    expect(rows).toHaveLength(0);
  });

  it('fall together when the trace cannot be written: settings, people and keys stay as they were', async () => {
    const admin = await api.asUser('admin', tenant);
    const analyst = await api.asUser('analyst', tenant);
    const { sql } = database.owner;
    await sql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room for the audit log'; end $$;
      create trigger refuse before insert on audit_log for each row execute function refuse();`);
    const before = await fingerprint(sql, tenant);
    const people = await sql`select "userId", role from auth.member where "organizationId" = ${tenant} order by 1`;
    const answers = [
      await admin.request('PATCH', '/tenant', { lookBackDays: 45 }),
      await admin.request('POST', '/tenant/stop-sending', { reason: 'x' }),
      await admin.request('PATCH', `/users/${analyst.personId}`, { role: 'manager' }),
      await admin.request('DELETE', `/users/${analyst.personId}`),
      await admin.request('POST', '/users', { email: 'late@example.test', name: 'Late', role: 'analyst' }),
      await admin.request('POST', '/api-keys', { name: 'never', role: 'analyst' }),
    ];
    await sql.unsafe('drop trigger refuse on audit_log; drop function refuse');
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500, 500]);
    expect(await bodyOf(answers[0] as Response)).toMatchObject({
      code: 'internal',
      detail: expect.not.stringContaining('room'),
    });
    const after = await fingerprint(sql, tenant);
    // The keys of the refused requests stay behind, free to be tried again.
    expect({ ...after, idempotency_keys: '' }).toEqual({ ...before, idempotency_keys: '' });
    expect(await sql`select "userId", role from auth.member where "organizationId" = ${tenant} order by 1`).toEqual(
      people,
    );
    expect(await sql`select 1 from auth.apikey where name = 'never'`).toHaveLength(0);
  });
});
