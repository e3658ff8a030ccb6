import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInboxActivities } from '../../../activities/inbound/inbox.ts';
import type { Mailbox } from '../../../domain/inbound/mailbox.ts';
import { createMailboxReader } from '../../../mail/inbound/mailbox.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { startImapServer, type ImapServer } from '../../../test/imap-server.ts';

let database: TestDatabase;
let api: TestApi;
let server: ImapServer;
let admin: TestCaller;
let manager: TestCaller;
let stranger: TestCaller;

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startImapServer()]);
  api = await createTestApi(database);
  [admin, manager] = [await api.asUser('admin'), await api.asUser('manager')];
  stranger = await api.asUser('admin', await api.tenant('Other'));
});
afterAll(async () => {
  await api.close();
  await server.close();
  await database.drop();
});

const given = (more: object = {}) => ({
  ...{
    name: 'Answers',
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    username: 'reader',
    password: 'secret',
  },
  ...more,
});
const add = async (more: object = {}) => bodyOf<Mailbox>(await admin.request('POST', '/mailboxes', given(more)));

describe('mailboxes', () => {
  it('are added by an admin, and never show their password', async () => {
    expect((await manager.request('POST', '/mailboxes', given())).status).toBe(403);
    const made = await add();
    expect(made).toMatchObject({ folder: 'INBOX', status: 'active', problem: null, version: 1 });
    const listed = await (await manager.request('GET', '/mailboxes')).text();
    expect(listed).toContain(made.id);
    expect(listed).not.toContain('secret');
    const [row] = await database.owner.sql`select password_sealed from mailboxes where id = ${made.id}`;
    expect(row!.password_sealed).not.toContain('secret');
    const audit = await database.owner.sql`select changes from audit_log where entity_id = ${made.id}`;
    expect(JSON.stringify(audit)).not.toContain('secret');
  });

  it.each([
    ['an inner network', { host: '10.0.0.1', security: 'tls' }, 'host'],
    ['no TLS', { host: 'imap.example.com' }, 'security'],
    ['a host that is none', { host: 'imap example' }, 'host'],
    ['no user', { username: '' }, 'username'],
  ])('are refused with %s', async (_name, more, path) => {
    const refused = await admin.request('POST', '/mailboxes', given(more));
    expect([refused.status, await bodyOf(refused)]).toMatchObject([400, { errors: [{ path }] }]);
  });

  it('are tried before they are saved, and say what is wrong', async () => {
    const tried = async (more: object) => bodyOf(await admin.request('POST', '/mailboxes/test', given(more)));
    expect(await tried({})).toEqual({ ok: true, mails: 0, problem: null });
    expect(await tried({ password: 'wrong' })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('refused the user name'),
    });
    const { id } = await add();
    expect(await tried({ id, password: undefined })).toMatchObject({ ok: true });
    expect((await stranger.request('POST', '/mailboxes/test', given({ id, password: undefined }))).status).toBe(404);
    expect((await admin.request('POST', '/mailboxes/test', given({ password: undefined }))).status).toBe(400);
    // Whoever may try a mailbox could have its password sent to a host of their own.
    const elsewhere = given({ id, password: undefined, host: 'localhost' });
    const refused = await admin.request('POST', '/mailboxes/test', elsewhere);
    expect([refused.status, await bodyOf(refused)]).toMatchObject([400, { errors: [{ path: 'password' }] }]);
    await database.owner.sql`update mailboxes set password_sealed = 'k77.nothing' where id = ${id}`;
    expect(await tried({ id, password: undefined })).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/Enter it again/),
    });
  });

  it('that cannot be looked into for long are told to admins, once until it has gone well again', async () => {
    const { id } = await add({ name: 'Sales', password: 'wrong' });
    const { database: app, directory, keyRing } = api.deps;
    const { lookIntoMailboxes } = createInboxActivities({
      ...{ database: app, directory, mailer: { ring: keyRing }, log: pino({ level: 'silent' }) },
      mailboxes: createMailboxReader({ allowsLoopback: true, timeoutMs: 5_000 }),
    });
    const look = async (times: number) => {
      for (let n = 0; n < times; n += 1) {
        await database.owner.sql`update mailboxes set next_look_at = now() + make_interval(days => (id <> ${id})::int)`;
        const now = new Date(Date.now() + 1000).toISOString();
        await new MockActivityEnvironment().run(lookIntoMailboxes, { tenantId: admin.tenantId, now });
      }
    };
    const told = async (who: TestCaller) =>
      (
        await bodyOf<{ notices: { kind: string; subject: string; cause: string }[] }>(
          await who.request('GET', '/notifications'),
        )
      ).notices;
    await look(4);
    expect(await told(admin)).toEqual([]);
    await look(3);
    expect(await told(admin)).toMatchObject([{ kind: 'mailboxFails', subject: 'Sales', cause: 'refused' }]);
    expect([await told(manager), await told(stranger)]).toEqual([[], []]);
    await admin.request('PATCH', `/mailboxes/${id}`, { password: 'secret' });
    await look(1);
    await admin.request('PATCH', `/mailboxes/${id}`, { password: 'wrong' });
    await look(4);
    expect(await told(admin)).toHaveLength(1);
    await look(1);
    expect(await told(admin)).toHaveLength(2);
    await admin.request('DELETE', `/mailboxes/${id}`);
  });

  it('are paused, changed at the version that is known, and taken away', async () => {
    const { id } = await add();
    const path = `/mailboxes/${id}`;
    expect(await bodyOf(await admin.request('PATCH', path, { status: 'paused' }, { 'if-match': '"1"' }))).toMatchObject(
      {
        ...{ status: 'paused', version: 2 },
      },
    );
    expect((await admin.request('PATCH', path, { name: 'x' }, { 'if-match': '"1"' })).status).toBe(412);
    // A form says all of it: what has come since the last look is read all the same, but not in another folder.
    const cursor = async () =>
      (await database.owner.sql`select uid_validity::int, last_uid::int from mailboxes where id = ${id}`)[0];
    await database.owner.sql`update mailboxes set uid_validity = 7, last_uid = 42 where id = ${id}`;
    const { password: _, ...form } = given({ name: 'Renamed', folder: 'INBOX', security: 'none' });
    expect(await bodyOf(await admin.request('PATCH', path, form))).toMatchObject({ name: 'Renamed' });
    expect(await cursor()).toEqual({ uid_validity: 7, last_uid: 42 });
    await admin.request('PATCH', path, { ...form, folder: 'Answers' });
    expect(await cursor()).toEqual({ uid_validity: null, last_uid: null });
    const elsewhere = await admin.request('PATCH', path, { host: 'localhost' });
    expect([elsewhere.status, await bodyOf(elsewhere)]).toMatchObject([400, { errors: [{ path: 'password' }] }]);
    for (const [method, body] of [
      ['PATCH', { name: 'x' }],
      ['DELETE', undefined],
    ] as const)
      expect((await stranger.request(method, path, body)).status).toBe(404);
    expect((await admin.request('DELETE', path)).status).toBe(204);
    expect((await admin.request('DELETE', path)).status).toBe(404);
  });
});
