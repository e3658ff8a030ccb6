import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, sessionCookie, testOrigin, type TestApi } from '../../../test/api.ts';
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

interface User {
  id: string;
  email: string;
  role: string;
  isInvited: boolean;
}

describe('people of an organisation', () => {
  it('are added by an admin, get a mail, set a password and sign in', async () => {
    const admin = await api.asUser('admin', await api.tenant('Adding'));
    const email = `${randomUUID()}@example.test`;
    const answer = await admin.request('POST', '/users', { email, name: 'Nia', role: 'approver' });
    expect(answer.status).toBe(201);
    const user = await bodyOf<User>(answer);
    expect(user).toMatchObject({ email, role: 'approver', isInvited: true });
    expect((await admin.request('POST', `/users/${user.id}/invite`)).status).toBe(204);
    const log = await bodyOf<{ data: { action: string }[] }>(
      await admin.request('GET', `/audit-log?entityId=${user.id}`),
    );
    expect(log.data.map(({ action }) => action)).toEqual(['user.invite', 'user.add']);
    const mail = api.mails.at(-1);
    expect(mail).toMatchObject({ to: email, subject: 'You were added to Adding' });
    const token = /token=(\w+)/.exec(mail?.text ?? '')?.[1];
    const set = await post('/reset-password', { token, newPassword: 'a long enough one' });
    expect(set.status).toBe(200);
    expect((await post('/reset-password', { token, newPassword: 'used a second time' })).status).toBe(400);
    const cookie = await sessionCookie(api.app, email, 'a long enough one');
    const me = await (await api.app.request('/api/v1/me', { headers: { cookie } })).json();
    expect(me).toMatchObject({ role: 'approver', tenant: { name: 'Adding' } });
    const { data } = await bodyOf<{ data: User[] }>(await admin.request('GET', '/users'));
    expect(data.find(({ id }) => id === user.id)?.isInvited).toBe(false);
    for (const q of ['NIA', email.slice(3, 20)]) {
      const found = await bodyOf<{ data: User[] }>(await admin.request('GET', `/users?q=${encodeURIComponent(q)}`));
      expect(found.data.map(({ id }) => id)).toEqual([user.id]);
    }
    expect((await admin.request('POST', '/users', { email, name: 'Nia', role: 'admin' })).status).toBe(409);
  });

  it('belong to several organisations and choose the one they work in', async () => {
    const [first, second] = [await api.tenant('One'), await api.tenant('Two')];
    const [admin, otherAdmin] = [await api.asUser('admin', first), await api.asUser('admin', second)];
    const email = `${randomUUID()}@example.test`;
    await admin.request('POST', '/users', { email, name: 'Both', role: 'manager' });
    const token = /token=(\w+)/.exec(api.mails.at(-1)?.text ?? '')?.[1];
    await post('/reset-password', { token, newPassword: 'a long enough one' });
    await otherAdmin.request('POST', '/users', { email, name: 'Somebody', role: 'analyst' });
    expect(api.mails.at(-1)?.text).not.toContain('token=');
    const cookie = await sessionCookie(api.app, email, 'a long enough one');
    const me = async () =>
      bodyOf<Record<string, unknown>>(await api.app.request('/api/v1/me', { headers: { cookie } }));
    expect(await me()).toMatchObject({
      role: 'manager',
      tenant: { id: first },
      organisations: [{ name: 'One' }, { name: 'Two' }],
    });
    const chosen = await post('/organization/set-active', { organizationId: second }, cookie);
    expect(chosen.status).toBe(200);
    expect(await me()).toMatchObject({ role: 'analyst', tenant: { id: second } });
    const foreign = await post('/organization/set-active', { organizationId: await api.tenant('Three') }, cookie);
    expect(foreign.status).toBeGreaterThanOrEqual(400);
  });

  it('change roles and leave at once, but the last admin stays', async () => {
    const tenant = await api.tenant('Leaving');
    const admin = await api.asUser('admin', tenant);
    const manager = await api.asUser('manager', tenant);
    const seen = { 'if-match': (await admin.request('GET', `/users/${manager.personId}`)).headers.get('etag') ?? '' };
    const changed = await admin.request('PATCH', `/users/${manager.personId}`, { role: 'analyst' }, seen);
    expect(await changed.json()).toMatchObject({ role: 'analyst' });
    const late = await admin.request('PATCH', `/users/${manager.personId}`, { role: 'operator' }, seen);
    expect(late.status).toBe(412);
    expect(await (await manager.request('GET', '/me')).json()).toMatchObject({ role: 'analyst' });
    expect((await admin.request('DELETE', `/users/${manager.personId}`)).status).toBe(204);
    expect((await manager.request('GET', '/tenant')).status).toBe(401);
    const { data } = await bodyOf<{ data: User[] }>(await admin.request('GET', '/users'));
    const others = data.filter(({ role, id }) => role === 'admin' && id !== admin.personId);
    for (const { id } of others) expect((await admin.request('DELETE', `/users/${id}`)).status).toBe(204);
    expect((await admin.request('DELETE', `/users/${admin.personId}`)).status).toBe(409);
    expect((await admin.request('PATCH', `/users/${admin.personId}`, { role: 'manager' })).status).toBe(409);
    const { data: entries } = await bodyOf<{ data: { action: string }[] }>(
      await admin.request('GET', '/audit-log?entityKind=user'),
    );
    expect(entries.map(({ action }) => action)).toEqual(['user.remove', 'user.remove', 'user.role']);
  });

  it.each(['DELETE', 'PATCH'])('keep one admin when two take each other the place or the role: %s', async (method) => {
    const tenant = await api.tenant('Race');
    const admins = [await api.asUser('admin', tenant), await api.asUser('admin', tenant)];
    const { data } = await bodyOf<{ data: User[] }>(await (admins[0] as (typeof admins)[0]).request('GET', '/users'));
    const first = data.find(({ id }) => admins.every(({ personId }) => personId !== id));
    await admins[0]?.request('DELETE', `/users/${first?.id}`);
    const answers = await Promise.all(
      admins.map((one, index) =>
        one.request(
          method,
          `/users/${admins[1 - index]?.personId}`,
          method === 'PATCH' ? { role: 'analyst' } : undefined,
        ),
      ),
    );
    const rows = await database.owner
      .sql`select 1 from auth.member where "organizationId" = ${tenant} and role = 'admin'`;
    const statuses = answers.map(({ status }) => status);
    expect(rows.length, statuses.join()).toBeGreaterThanOrEqual(1);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });
});

async function post(path: string, body: unknown, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: testOrigin, ...(cookie ? { cookie } : {}) };
  return api.app.request(`/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}
