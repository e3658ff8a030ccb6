import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenantSql } from '../../../db/queries/outbox/lease.ts';
import { giveBackOfDay, takeOfDay } from '../../../db/queries/deliverability/warm-ups.ts';
import type { WarmUpState } from '../../../domain/senders/warm-up.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
let senderId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  admin = await api.asUser('admin', await api.tenant());
  const made = await admin.request('POST', '/senders', { name: 'Acme', address: 'news@acme.example' });
  ({ id: senderId } = await bodyOf<{ id: string }>(made));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('the warm-up of a sender', () => {
  it('is set by admins, shows how it stands, and ends', async () => {
    const path = `/senders/${senderId}/warm-up`;
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
    const manager = await api.asUser('manager', admin.tenantId);
    expect((await manager.request('PUT', path, {})).status).toBe(403);
    expect((await admin.request('GET', path)).status).toBe(404);
    for (const plan of [[], [0], [1.5], ['x']]) expect((await admin.request('PUT', path, { plan })).status).toBe(400);
    const usual = await bodyOf<WarmUpState>(await admin.request('PUT', path, { startsAt: '00:00' }));
    expect(usual).toMatchObject({ day: 1, cap: 50, taken: 0 });
    expect(usual.plan.slice(0, 5)).toEqual([50, 100, 250, 500, 1000]);
    const own = { plan: [10, 20], startsAt: '00:00', startedOn: '2020-01-01' };
    expect(await bodyOf<WarmUpState>(await admin.request('PUT', path, own))).toMatchObject({ cap: null });
    const sender = await bodyOf<{ warmUp: WarmUpState }>(await admin.request('GET', `/senders/${senderId}`));
    expect(sender.warmUp).toMatchObject({ plan: [10, 20], startedOn: '2020-01-01', cap: null });
    expect((await admin.request('DELETE', path)).status).toBe(204);
    expect((await admin.request('DELETE', path)).status).toBe(404);
    const actions = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id = ${senderId} order by id`;
    expect(actions.map(({ action }) => action)).toEqual([
      'sender.create',
      'sender.warmUp',
      'sender.warmUp',
      'sender.warmUpEnd',
    ]);
  });

  it('never gives more of a day than its cap, however many take at once, and takes back what was not sent', async () => {
    const app = database.open('salescompass_app');
    const day = { senderId, date: '2026-03-02' };
    const inTenant = <T>(work: Parameters<typeof withTenantSql<T>>[2]) => withTenantSql(app.sql, admin.tenantId, work);
    const take = (wanted: number, cap = 100) => inTenant((sql) => takeOfDay(sql, { ...day, wanted, cap }));
    const granted = await Promise.all(Array.from({ length: 12 }, () => take(16)));
    expect(granted.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(await take(1)).toBe(0);
    await inTenant((sql) => giveBackOfDay(sql, { ...day, count: 30 }));
    expect([await take(64), await take(64)]).toEqual([30, 0]);
    // A cap that was lowered takes nothing back.
    expect(await take(5, 50)).toBe(0);
    expect(await inTenant((sql) => takeOfDay(sql, { senderId, date: '2026-03-03', wanted: 64, cap: 200 }))).toBe(64);
  });
});
