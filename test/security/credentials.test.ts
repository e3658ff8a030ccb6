import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../api/auth/provision.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { bodyOf, createTestApi, testOrigin, type TestApi, type TestCaller } from '../api.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

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

const me = (headers: Record<string, string>, from = api) => from.app.request('/api/v1/me', { headers });

/** The cookie with one letter of its value (or of its signature) changed. */
function forge(cookie: string, part: 'token' | 'signature'): string {
  const [name = '', value = ''] = cookie.split('=');
  const [token = '', signature = ''] = decodeURIComponent(value).split('.');
  const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
  return `${name}=${encodeURIComponent(part === 'token' ? `${flip(token)}.${signature}` : `${token}.${flip(signature)}`)}`;
}

const sessionOnly = (caller: TestCaller): string =>
  caller.headers.cookie?.split('; ').find((cookie) => cookie.includes('session_token')) ?? '';

describe('a session', () => {
  it('is refused when it is forged', async () => {
    const cookie = sessionOnly(await api.asUser('admin'));
    expect((await me({ cookie })).status).toBe(200);
    expect((await me({ cookie: forge(cookie, 'token') })).status).toBe(401);
    expect((await me({ cookie: forge(cookie, 'signature') })).status).toBe(401);
    expect((await me({ cookie: `${cookie.split('=')[0]}=nonsense` })).status).toBe(401);
  });

  it('is refused when another installation signed it', async () => {
    const other = await createTestApi(database, { keyRing: rotateKeyRing(null, randomBytes(32)) });
    const cookie = sessionOnly(await other.asUser('admin'));
    expect((await me({ cookie }, other)).status).toBe(200);
    expect((await me({ cookie })).status).toBe(401);
    await other.close();
  });

  it('is refused when it has expired', async () => {
    const admin = await api.asUser('admin');
    await database.owner
      .sql`update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = ${admin.personId}`;
    expect((await admin.request('GET', '/me')).status).toBe(401);
  });

  it('is listed, and ends when it is revoked from another one', async () => {
    const admin = await api.asUser('admin');
    const sessions = await bodyOf<{ token: string }[]>(await admin.request('GET', '/api/auth/list-sessions'));
    expect(sessions).toHaveLength(1);
    expect((await admin.request('POST', '/api/auth/revoke-session', { token: sessions[0]?.token })).status).toBe(200);
    expect((await admin.request('GET', '/me')).status).toBe(401);
  });

  it('ends for a tenant with the membership', async () => {
    const manager = await api.asUser('manager');
    await database.owner.sql`delete from auth.member where "userId" = ${manager.personId}`;
    expect((await manager.request('GET', '/tenant')).status).toBe(401);
  });

  it('names a tenant by itself: a header or a body changes nothing', async () => {
    const [ours, theirs] = [await api.tenant('Ours'), await api.tenant('Theirs')];
    const admin = await api.asUser('admin', ours);
    const answer = await admin.request('GET', '/tenant', undefined, {
      'x-tenant-id': theirs,
      'x-organization-id': theirs,
    });
    expect(await answer.json()).toMatchObject({ id: ours });
  });
});

describe('a write by cookie', () => {
  it('is refused when it comes from a page of another site', async () => {
    const admin = await api.asUser('admin');
    const stop = (headers: Record<string, string>) =>
      admin.request('POST', '/tenant/stop-sending', { reason: 'x' }, headers);
    const foreign = await stop({ origin: 'https://evil.example' });
    expect([foreign.status, (await bodyOf(foreign)).code]).toEqual([403, 'forbidden']);
    expect((await stop({ origin: 'null' })).status).toBe(403);
    expect((await stop({ origin: `${testOrigin}.evil.example` })).status).toBe(403);
    expect(await (await admin.request('GET', '/tenant')).json()).toMatchObject({ sendingStopped: null });
    expect((await stop({ origin: testOrigin })).status).toBe(200);
    const signOut = await admin.request('POST', '/api/auth/sign-out', {}, { origin: 'https://evil.example' });
    expect(signOut.status).toBe(403);
  });

  it('may come from anywhere with an API key, which no browser adds by itself', async () => {
    const key = await api.asKey('admin');
    expect(
      (await key.request('POST', '/tenant/resume-sending', { reason: 'x' }, { origin: 'https://partner.example' }))
        .status,
    ).toBe(200);
  });
});

describe('an API key', () => {
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  it('is refused when it is forged, and does not fall back to a cookie', async () => {
    const key = (await api.asKey('admin')).headers.authorization?.slice(7) ?? '';
    expect((await me(bearer(key))).status).toBe(200);
    const forged = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    expect((await me(bearer(forged))).status).toBe(401);
    expect((await me(bearer('nonsense'))).status).toBe(401);
    expect((await me({ authorization: 'Bearer ' })).status).toBe(401);
    const cookie = sessionOnly(await api.asUser('admin'));
    expect((await me({ ...bearer(forged), cookie })).status).toBe(401);
  });

  it('is refused when it has expired or was revoked', async () => {
    const admin = await api.asUser('admin');
    const make = async (name: string) =>
      bodyOf<{ id: string; key: string }>(
        await admin.request('POST', '/api-keys', { name, role: 'analyst', expiresInDays: 1 }),
      );
    const [old, revoked] = [await make('old'), await make('revoked')];
    expect((await me(bearer(old.key))).status).toBe(200);
    await database.owner.sql`update auth.apikey set "expiresAt" = now() - interval '1 second' where id = ${old.id}`;
    expect((await me(bearer(old.key))).status).toBe(401);
    expect((await admin.request('DELETE', `/api-keys/${revoked.id}`)).status).toBe(204);
    expect((await me(bearer(revoked.key))).status).toBe(401);
    const { data } = await bodyOf<{ data: { action: string }[] }>(
      await admin.request('GET', '/audit-log?entityKind=apiKey'),
    );
    expect(data.slice(0, 3).map(({ action }) => action)).toEqual(['key.revoke', 'key.create', 'key.create']);
  });

  it('is stored as a hash', async () => {
    const key = (await api.asKey('admin')).headers.authorization?.slice(7) ?? '';
    const [row] = await database.owner.sql`select count(*) as n from auth.apikey where apikey::text like ${`%${key}%`}`;
    expect(row?.n).toBe(0);
  });

  it('ends with the membership of its maker and has no more rights than they have', async () => {
    const tenant = await api.tenant('Makers');
    const key = await api.asKey('admin', tenant);
    await database.owner.sql`update auth.member set role = 'analyst' where "userId" = ${key.personId}`;
    expect(await (await key.request('GET', '/me')).json()).toMatchObject({ role: 'analyst' });
    await database.owner.sql`delete from auth.member where "userId" = ${key.personId}`;
    expect((await key.request('GET', '/me')).status).toBe(401);
  });

  it('acts as the person who made it, and is named in the audit log', async () => {
    const key = await api.asKey('admin', await api.tenant('Acting'));
    await key.request('PATCH', '/tenant', { lookBackDays: 33 });
    const { data } = await bodyOf<{ data: { actor: Record<string, string> }[] }>(
      await key.request('GET', '/audit-log'),
    );
    expect(data[0]?.actor).toMatchObject({ kind: 'apiKey', name: 'a admin key (key of Some admin)' });
  });

  it('never opens the installation, and cannot be given by whoever is no admin', async () => {
    const operator = await api.asOperator();
    const tenant = await api.tenant('Operated');
    await database.owner.sql`
      insert into auth.member (id, "organizationId", "userId", role, "createdAt") values ('m', ${tenant}, ${operator.personId}, 'admin', now())`;
    const { key } = await createKey(api.deps, {
      tenantId: tenant,
      name: 'of an operator',
      role: 'admin',
      createdBy: operator.personId,
    });
    const answer = await api.app.request('/api/v1/installation', { headers: bearer(key) });
    expect(answer.status).toBe(403);
    const manager = await api.asUser('manager');
    expect((await manager.request('POST', '/api-keys', { name: 'x', role: 'analyst' })).status).toBe(403);
  });
});

describe('the sign-in library', () => {
  it.each([
    '/sign-up/email',
    '/organization/create',
    '/organization/update-member-role',
    '/organization/invite-member',
    '/api-key/create',
    '/api-key/update',
  ])('keeps %s closed: people, rights and keys change through our own routes', async (path) => {
    const admin = await api.asUser('admin');
    const answer = await admin.request('POST', `/api/auth${path}`, {
      email: 'new@example.test',
      password: 'a long enough one',
      name: 'New',
      role: 'admin',
      organizationId: admin.tenantId,
      slug: 'x',
    });
    expect(answer.status).toBe(404);
  });

  it('does not let people make themselves operators', async () => {
    const admin = await api.asUser('admin');
    await admin.request('POST', '/api/auth/update-user', { name: 'Renamed', installationOperator: true });
    expect(await (await admin.request('GET', '/me')).json()).toMatchObject({ isInstallationOperator: false });
  });
});
