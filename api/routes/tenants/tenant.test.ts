import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, type TestApi } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, sendOneMore } from '../../../test/factories/engagement.ts';
import { fillEveryTable, fingerprint } from '../../../test/security/every-table.ts';

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Tenant {
  version: number;
  timeZone: string;
  sendingStopped: unknown;
}
interface Entry {
  action: string;
  actor: { id: string; kind: string };
  changes: { field: string; from: unknown; to: unknown }[];
}

describe('the settings of a tenant', () => {
  it('change field by field, with an entry in the audit log', async () => {
    const admin = await api.asUser('admin', await api.tenant('Changing'));
    const before = await admin.request('GET', '/tenant');
    expect(before.headers.get('etag')).toBe('"1"');
    const change = {
      timeZone: 'Europe/Berlin',
      cap: { messages: 3, days: 14 },
      quietHours: { from: '21:00', to: '08:00' },
    };
    const answer = await admin.request('PATCH', '/tenant', change, { 'if-match': '"1"' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ ...change, name: 'Changing', version: 2 });
    const { data } = await bodyOf<{ data: Entry[] }>(await admin.request('GET', '/audit-log?action=tenant.update'));
    expect(data).toHaveLength(1);
    expect(data[0]?.actor).toMatchObject({ id: admin.personId, kind: 'user' });
    expect(data[0]?.changes.map(({ field }) => field).sort()).toEqual(['cap', 'quietHours', 'timeZone']);
  });

  it('count what went out before a cap was set, or looked back as far', async () => {
    const admin = await api.asUser('admin', await api.tenant('Capping'));
    const { tenantId, personIds } = await createSentBroadcast(database.owner, {
      tenantId: admin.tenantId,
      people: 2,
      sentSecondsAgo: 3 * 86_400,
    });
    const counted = async () =>
      (await database.owner.sql`select person_id as id from person_frequency where tenant_id = ${tenantId}`).length;
    await admin.request('PATCH', '/tenant', { cap: { messages: 1, days: 1 } });
    expect(await counted()).toBe(0);
    await admin.request('PATCH', '/tenant', { cap: { messages: 1, days: 7 } });
    expect(await counted()).toBe(personIds.length);
  });

  it('count also what a batch sent that was made while a new cap was being counted, and nothing twice', async () => {
    const admin = await api.asUser('admin', await api.tenant('Capping as it sends'));
    const { tenantId, personIds, editionId, broadcastId } = await createSentBroadcast(database.owner, {
      tenantId: admin.tenantId,
      people: 1,
      sentSecondsAgo: 3 * 86_400,
    });
    await admin.request('PATCH', '/tenant', { cap: null });
    let capped: Promise<Response> | undefined;
    await database.owner.sql.begin(async (sql) => {
      // What was sent is counted, and the cap is not committed yet.
      await sql`lock table audit_log in share mode`;
      capped = Promise.resolve(admin.request('PATCH', '/tenant', { cap: { messages: 2, days: 7 } }));
      await database.untilWaiting();
      await sendOneMore(database.owner, { tenantId, broadcastId, editionId, personId: personIds[0]! });
    });
    expect((await capped)?.status).toBe(200);
    const counted = await database.owner.sql`
      select cardinality(recent) as messages from person_frequency where tenant_id = ${tenantId}`;
    expect(counted).toEqual([{ messages: 2 }]);
  });

  it('let what waits for an hour be looked at anew where they change the hours, and nothing else', async () => {
    const admin = await api.asUser('admin', await api.tenant('Waiting'));
    const { tenantId } = admin;
    const until = '2031-01-01T09:00:00.000Z';
    const batches = await database.owner.sql`
      insert into message_batches (tenant_id, source_kind, source_id, size, not_before, wait_reason)
      select ${tenantId}, 'drip', uuidv7(), 1, ${until}, reason from unnest(array['hours', 'retry']) reason returning id`;
    expect(batches).toHaveLength(2);
    const waiting = async () =>
      (
        await database.owner.sql<{ reason: string }[]>`
          select wait_reason as reason from message_batches where tenant_id = ${tenantId} and not_before = ${until} order by 1`
      ).map(({ reason }) => reason);
    await admin.request('PATCH', '/tenant', { name: 'Acme again' });
    expect(await waiting()).toEqual(['hours', 'retry']);
    await admin.request('PATCH', '/tenant', { quietHours: { from: '23:00', to: '05:00' } });
    expect(await waiting()).toEqual(['retry']);
  });

  it('let people who wait for an hour in a drip be looked at anew where they change the hours', async () => {
    const admin = await api.asUser('admin', await api.tenant('Asleep'));
    const { tenantId, campaignId } = await createSentBroadcast(database.owner, { tenantId: admin.tenantId, people: 2 });
    const [drip] = await database.owner.sql<{ id: string }[]>`
      insert into drips (tenant_id, campaign_id, name, status) values (${tenantId}, ${campaignId}, 'Welcome', 'running') returning id`;
    const dripId = drip!.id;
    const until = '2031-01-01T09:00:00.000Z';
    await database.owner.sql`
      insert into drip_positions (tenant_id, drip_id, person_id, state, step, since, due_at, waits_for, version, enrolled_at)
      select ${tenantId}, ${dripId}, id, 'active', 'hello', now(), ${until},
        case when row_number() over () = 1 then 'window' else 'time' end, 1, now()
      from people where tenant_id = ${tenantId}`;
    const standing = () => database.owner.sql`
      select waits_for as for, due_at = ${until} as waits from drip_positions where drip_id = ${dripId} order by 1`;
    await admin.request('PATCH', '/tenant', { name: 'Acme again' });
    expect((await standing()).map(({ waits }) => waits)).toEqual([true, true]);
    expect((await admin.request('PATCH', '/tenant', { quietHours: { from: '23:00', to: '05:00' } })).status).toBe(200);
    expect(await standing()).toEqual([
      { for: 'time', waits: true },
      { for: 'window', waits: false },
    ]);
    const [asked] = await database.owner.sql`select is_asked from drips where id = ${dripId}`;
    expect(asked).toEqual({ is_asked: true });
    // Whose campaign is held waits on: nobody moves them, and they would be overdue as it goes on.
    await database.owner.sql`update campaigns set status = 'paused' where id = ${campaignId}`;
    await database.owner.sql`update drip_positions set due_at = ${until} where drip_id = ${dripId}`;
    expect((await admin.request('PATCH', '/tenant', { quietHours: null })).status).toBe(200);
    expect((await standing()).map(({ waits }) => waits)).toEqual([true, true]);
    // One that is just going on, and did not see the new hours, is waited for.
    let changed: Response | Promise<Response> | undefined;
    await database.owner.sql`update tenants set hours_changed_at = null where tenant_id = ${tenantId}`;
    await database.owner.sql.begin(async (sql) => {
      await sql`update campaigns set status = 'running' where id = ${campaignId}`;
      changed = admin.request('PATCH', '/tenant', { quietHours: { from: '23:00', to: '06:00' } });
      await database.untilWaiting();
      // That they are others is kept with them, whatever becomes of what follows.
      const rows = await database.owner.sql`
        select to_char(quiet_to, 'HH24:MI') as to from tenants where tenant_id = ${tenantId} and hours_changed_at is not null`;
      expect(rows).toEqual([{ to: '06:00' }]);
    });
    expect((await changed)?.status).toBe(200);
    expect((await standing()).map(({ waits }) => waits)).toEqual([true, false]);
  });

  it('lose no update to a race, and say so with 412', async () => {
    const admin = await api.asUser('admin', await api.tenant('Raced'));
    expect((await admin.request('PATCH', '/tenant', { lookBackDays: 30 }, { 'if-match': '"1"' })).status).toBe(200);
    const lost = await admin.request('PATCH', '/tenant', { lookBackDays: 60 }, { 'if-match': '"1"' });
    expect(lost.status).toBe(412);
    expect(await lost.json()).toMatchObject({ code: 'precondition_failed' });
    expect(await (await admin.request('GET', '/tenant')).json()).toMatchObject({ lookBackDays: 30, version: 2 });
  });

  it('are refused field by field', async () => {
    const admin = await api.asUser('admin');
    const answer = await admin.request('PATCH', '/tenant', { timeZone: 'Mars/Base', retentionDays: 1 });
    expect(answer.status).toBe(400);
    const { errors } = await bodyOf<{ errors: { path: string }[] }>(answer);
    expect(errors.map(({ path }) => path).sort()).toEqual(['retentionDays', 'timeZone']);
  });
});

describe('the kill switch of a tenant', () => {
  it('stops once, keeps the first reason, and goes off again', async () => {
    const operator = await api.asUser('operator', await api.tenant('Stopping'));
    const stopped = await bodyOf<Tenant>(
      await operator.request('POST', '/tenant/stop-sending', { reason: 'wrong list' }),
    );
    expect(stopped.sendingStopped).toMatchObject({ reason: 'wrong list', by: 'Some operator' });
    const again = await bodyOf<Tenant>(await operator.request('POST', '/tenant/stop-sending', { reason: 'again' }));
    expect(again.sendingStopped).toMatchObject({ reason: 'wrong list' });
    const resumed = await bodyOf<Tenant>(
      await operator.request('POST', '/tenant/resume-sending', { reason: 'list mended' }),
    );
    expect(resumed.sendingStopped).toBeNull();
    const { data } = await bodyOf<{ data: Entry[] }>(await operator.request('GET', '/audit-log?entityKind=tenant'));
    expect(data.map(({ action }) => action)).toEqual(['sending.resume', 'sending.stop']);
  });

  it('wants a reason', async () => {
    const admin = await api.asUser('admin');
    expect((await admin.request('POST', '/tenant/stop-sending', { reason: '  ' })).status).toBe(400);
  });
});

describe('removing example data', () => {
  it('takes everything of an example away and nothing of another tenant', async () => {
    const [example, other] = [await api.tenant('Example'), await api.tenant('Real')];
    await database.owner.sql`update tenants set is_example = true where tenant_id = ${example}`;
    const admin = await api.asUser('admin', example);
    const key = await api.asKey('analyst', example);
    await fillEveryTable(database.owner.sql, { tenantId: example, marker: 'example' });
    await admin.request('PATCH', '/tenant', { lookBackDays: 10 });
    const stays = await api.asUser('admin', other);
    expect((await stays.request('DELETE', '/tenant')).status).toBe(409);
    expect((await admin.request('DELETE', '/tenant')).status).toBe(204);
    expect((await admin.request('GET', '/me')).status).toBe(401);
    expect((await key.request('GET', '/me')).status).toBe(401);
    const prints = Object.entries(await fingerprint(database.owner.sql, example));
    expect(prints.filter(([, print]) => print !== 'none').map(([table]) => table)).toEqual([]);
    const left = await database.owner.sql`select 1 from auth.member where "organizationId" = ${example}`;
    expect(left).toHaveLength(0);
    expect((await stays.request('GET', '/tenant')).status).toBe(200);
    const log = await database.owner.sql`select actor_name, action, reason from installation_log`;
    expect(log).toEqual([{ actor_name: 'Some admin', action: 'example.remove', reason: 'Example' }]);
  });
});

describe('the installation', () => {
  it('is seen and stopped by its operators alone', async () => {
    const operator = await api.asOperator();
    const admin = await api.asUser('admin');
    expect((await admin.request('GET', '/installation')).status).toBe(403);
    expect((await admin.request('POST', '/installation/stop-sending', { reason: 'x' })).status).toBe(403);
    const stopped = await bodyOf<{ sendingStopped: unknown; log: unknown[] }>(
      await operator.request('POST', '/installation/stop-sending', { reason: 'restored from a backup' }),
    );
    expect(stopped.sendingStopped).toMatchObject({ reason: 'restored from a backup', by: 'Operator' });
    const resumed = await bodyOf<{ sendingStopped: unknown; log: { action: string }[] }>(
      await operator.request('POST', '/installation/resume-sending', { reason: 'looked through' }),
    );
    expect(resumed.sendingStopped).toBeNull();
    expect(resumed.log.slice(0, 2).map(({ action }) => action)).toEqual(['sending.resume', 'sending.stop']);
    expect((await operator.request('GET', '/tenant')).status).toBe(403);
  });
});
