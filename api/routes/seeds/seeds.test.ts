import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { saveProvider } from '../../../db/queries/deliverability/mail-providers.ts';
import { listSeedDomains } from '../../../db/queries/seeds/seeds.ts';
import { roles } from '../../../domain/policy/roles.ts';
import { mostSeeds } from '../../../domain/seeds/most-seeds.ts';
import type { Seed } from '../../../domain/seeds/seed.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

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

const newAdmin = async () => api.asUser('admin', await api.tenant('Seeding'));
const add = async (caller: TestCaller, address: string) =>
  bodyOf<Seed>(await caller.request('POST', '/seeds', { address }));
const list = async (caller: TestCaller) => (await bodyOf<{ data: Seed[] }>(await caller.request('GET', '/seeds'))).data;

describe('the seed list', () => {
  it('is read by everybody of the organisation and changed by admins alone', async () => {
    const tenantId = await api.tenant('Roles');
    const { id } = await add(await api.asUser('admin', tenantId), 'look@gmail.com');
    for (const role of roles) {
      const caller = await api.asUser(role, tenantId);
      const may = role === 'admin' ? [200, 200] : [403, 403];
      expect((await caller.request('GET', '/seeds')).status).toBe(200);
      expect([
        (await caller.request('PATCH', `/seeds/${id}`, { isActive: true })).status,
        (await caller.request('PATCH', '/tenant', { sendsToSeeds: true })).status,
      ]).toEqual(may);
      if (role === 'admin') continue;
      expect((await caller.request('POST', '/seeds', { address: 'x@gmail.com' })).status).toBe(403);
      expect((await caller.request('DELETE', `/seeds/${id}`)).status).toBe(403);
    }
    expect((await api.app.request('/api/v1/seeds')).status).toBe(401);
  });

  it('knows each provider by its name or by its MX, and the address in one spelling', async () => {
    const admin = await newAdmin();
    expect(await add(admin, 'Look@GMail.com')).toMatchObject({
      ...{ address: 'look@gmail.com', isActive: true, isSuppressed: false, version: 1 },
      provider: { key: 'google', name: 'Google', isKnown: true },
    });
    expect((await add(admin, 'look@firm.example')).provider).toEqual({
      ...{ key: 'firm.example', name: 'firm.example', isKnown: false },
    });
    await saveProvider(database.open('salescompass_app').db, 'firm.example', 'microsoft');
    expect((await list(admin))[0]!.provider).toEqual({ key: 'microsoft', name: 'Microsoft', isKnown: true });
    // What the watch has DNS asked about.
    const domains = await withTenant(database.open('salescompass_app').db, admin.tenantId, listSeedDomains);
    expect(domains.sort()).toEqual(['firm.example', 'gmail.com']);
  });

  it('refuses what is no address, one that is on it, and more than it holds', async () => {
    const admin = await newAdmin();
    const refused = await admin.request('POST', '/seeds', { address: 'nobody' });
    expect([refused.status, await bodyOf(refused)]).toMatchObject([400, { errors: [{ path: 'address' }] }]);
    await add(admin, 'a@gmail.com');
    const again = await admin.request('POST', '/seeds', { address: 'A@gmail.com' });
    expect([again.status, await bodyOf(again)]).toMatchObject([409, { errors: [{ path: 'address' }] }]);
    await database.owner.sql`
      insert into seeds (tenant_id, address)
      select ${admin.tenantId}, 'seed' || n || '@gmail.com' from generate_series(3, ${mostSeeds}) n`;
    const both = await Promise.all(
      ['b@gmail.com', 'c@gmail.com'].map((address) => admin.request('POST', '/seeds', { address })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await list(admin)).toHaveLength(mostSeeds);
  });

  it('is switched off and on at the version that is known, shows what is suppressed, and is taken away', async () => {
    const admin = await newAdmin();
    const { id } = await add(admin, 'off@gmail.com');
    const path = `/seeds/${id}`;
    const off = await admin.request('PATCH', path, { isActive: false }, { 'if-match': '"1"' });
    expect(await bodyOf(off)).toMatchObject({ isActive: false, version: 2 });
    expect((await admin.request('PATCH', path, { isActive: true }, { 'if-match': '"1"' })).status).toBe(412);
    await admin.request('POST', '/suppressions', { email: 'off@gmail.com', reason: 'manual' });
    await database.owner.sql`
      insert into suppressions (tenant_id, address_hash, reason, source)
      values (${admin.tenantId}, address_hash('off@gmail.com'), 'manual', 'test') on conflict do nothing`;
    expect(await list(admin)).toMatchObject([{ id, isActive: false, isSuppressed: true }]);
    const stranger = await newAdmin();
    expect((await stranger.request('PATCH', path, { isActive: true })).status).toBe(404);
    expect((await stranger.request('DELETE', path)).status).toBe(404);
    expect(await list(stranger)).toEqual([]);
    expect((await admin.request('DELETE', path)).status).toBe(204);
    expect((await admin.request('DELETE', path)).status).toBe(404);
    const { data } = await bodyOf<{ data: { action: string }[] }>(await admin.request('GET', '/audit-log'));
    expect(data.map(({ action }) => action).filter((action) => action.startsWith('seed.'))).toEqual([
      ...['seed.remove', 'seed.update', 'seed.add'],
    ]);
  });

  it('names the mailbox that is looked into: that of its address, another, or none', async () => {
    const admin = await newAdmin();
    const mailbox = async (username: string, more: object = {}) => {
      const of = { name: username, host: 'imap.example.com', port: 993, security: 'tls', username, password: 'x' };
      return bodyOf<{ id: string }>(await admin.request('POST', '/mailboxes', { ...of, ...more }));
    };
    const own = await mailbox('Look@Gmail.com', { name: 'Test mail' });
    const other = await mailbox('else@gmail.com');
    const mailboxOf = { mailboxId: own.id, mailbox: { name: 'Test mail', isPaused: false, problem: null } };
    const seed = await add(admin, 'look@gmail.com');
    expect(seed).toMatchObject(mailboxOf);
    const byHand = { address: 'hand@gmail.com', mailboxId: null };
    expect(await bodyOf(await admin.request('POST', '/seeds', byHand))).toMatchObject({
      mailboxId: null,
      mailbox: null,
    });
    const path = `/seeds/${seed.id}`;
    const changed = await bodyOf<Seed>(await admin.request('PATCH', path, { mailboxId: other.id }));
    expect(changed).toMatchObject({ mailboxId: other.id, isActive: true });
    await admin.request('PATCH', `/mailboxes/${other.id}`, { status: 'paused' });
    await database.owner.sql`update mailboxes set problem = 'refused' where id = ${own.id}`;
    const [, listed] = await list(admin);
    expect(listed!.mailbox).toEqual({ name: 'else@gmail.com', isPaused: true, problem: null });
    const failing = await bodyOf<Seed>(await admin.request('PATCH', path, { mailboxId: own.id }));
    expect(failing.mailbox).toMatchObject({
      isPaused: false,
      problem: expect.stringContaining('refused the user name'),
    });
    // That of another organisation is none.
    const stranger = await newAdmin();
    const foreign = await stranger.request('POST', '/seeds', { address: 'x@gmail.com', mailboxId: own.id });
    expect([foreign.status, await bodyOf(foreign)]).toMatchObject([400, { errors: [{ path: 'mailboxId' }] }]);
    expect((await admin.request('DELETE', `/mailboxes/${own.id}`)).status).toBe(204);
    expect((await list(admin)).map(({ mailboxId }) => mailboxId)).toEqual([null, null]);
  });
});
