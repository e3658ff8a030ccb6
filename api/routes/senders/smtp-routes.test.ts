import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmtpRoute, SmtpRouteAnswer } from '../../../domain/delivery/smtp-route.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let operator: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  operator = await api.asOperator();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const path = '/installation/smtp-routes';

describe('routes to the world', () => {
  it('are for operators of the installation', async () => {
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
    await api.tenant();
    const admin = await api.asUser('admin');
    expect((await admin.request('GET', path)).status).toBe(403);
    expect((await admin.request('POST', path, { name: 'x', host: 'smtp.example.com' })).status).toBe(403);
  });

  it('are added with a sealed password, changed by their version, and removed; each change is on record', async () => {
    const body = {
      name: 'First',
      host: 'smtp.one.example',
      username: 'ada',
      password: 'a secret',
      weight: 3,
      perDay: 1000,
    };
    const answer = await operator.request('POST', path, body);
    expect(answer.status).toBe(201);
    const made = await bodyOf<SmtpRoute>(answer);
    expect(made).toMatchObject({
      name: 'First',
      port: 587,
      security: 'starttls',
      hasPassword: true,
      weight: 3,
      takenToday: 0,
    });
    expect(JSON.stringify(made)).not.toContain('a secret');
    const [row] = await database.owner.sql<{ sealed: string }[]>`select password_sealed as sealed from smtp_routes`;
    expect(row?.sealed).not.toContain('a secret');
    expect((await operator.request('POST', path, body)).status).toBe(409);
    const change = (body: object, version: string) =>
      operator.request('PATCH', `${path}/${made.id}`, body, { 'if-match': version });
    await database.owner
      .sql`update smtp_routes set rested_until = now() + interval '1 hour', rests = 3, problem = 'authentication'`;
    expect((await bodyOf<{ data: SmtpRoute[] }>(await operator.request('GET', path))).data).toMatchObject([
      { problem: 'authentication' },
    ]);
    expect(await bodyOf<SmtpRoute>(await change({ weight: 5 }, '"1"'))).toMatchObject({
      weight: 5,
      hasPassword: true,
      problem: null,
      version: 2,
    });
    expect((await change({ weight: 6 }, '"1"')).status).toBe(412);
    const several = [6, 7, 8].map((weight) => change({ weight }, '*'));
    expect((await Promise.all(several)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await bodyOf<SmtpRoute>(await change({ password: null }, '"5"'))).toMatchObject({ hasPassword: false });
    expect((await operator.request('DELETE', `${path}/${made.id}`)).status).toBe(204);
    expect((await operator.request('DELETE', `${path}/${made.id}`)).status).toBe(404);
    const log = await database.owner.sql<
      { action: string; reason: string }[]
    >`select action, reason from installation_log order by id`;
    const changes = ['route.change', 'route.change', 'route.change', 'route.change', 'route.change'];
    expect(log.map(({ action }) => action)).toEqual(['route.add', ...changes, 'route.remove']);
    const reasons = log.map(({ reason }) => reason);
    expect([reasons[1], reasons[5]]).toEqual([
      `${made.name}: weight ${made.weight} → 5`,
      `${made.name}: password taken away`,
    ]);
  });

  it('are tried with one mail to whoever asks; what the server says is told word by word, and no secret', async () => {
    const taken: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        password === 'right' ? done(null, { user: username }) : done(new Error(`No entry for ${password} here`)),
      onData: (stream, _, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          taken.push(text);
          done(null, 'Queued as 4711');
        });
      },
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.server.address() as AddressInfo;
    const body = { name: 'Tried', host: '127.0.0.1', port, security: 'opportunistic', isEnabled: false };
    const made = await bodyOf<SmtpRoute>(await operator.request('POST', path, body));
    const attempt = async () =>
      bodyOf<SmtpRouteAnswer>(await operator.request('POST', `${path}/${made.id}/test`, undefined));
    const change = (change: object) => operator.request('PATCH', `${path}/${made.id}`, change);
    try {
      expect(await attempt()).toEqual({ isTaken: true, step: 'message', answer: '250 Queued as 4711' });
      expect(taken[0]).toContain('This mail went out by Tried');
      await change({ username: 'ada', password: 'open sesame' });
      const refused = await attempt();
      expect(refused).toMatchObject({
        isTaken: false,
        step: 'signIn',
        answer: expect.stringContaining('No entry for … here'),
      });
      expect(JSON.stringify(refused)).not.toContain('sesame');
      await database.owner.sql`update smtp_routes set password_sealed = 'k77.nothing' where id = ${made.id}`;
      expect((await operator.request('POST', `${path}/${made.id}/test`, undefined)).status).toBe(409);
      // Whoever may change a route could have the password sent to themselves.
      expect((await change({ host: 'smtp.elsewhere.example' })).status).toBe(400);
      expect((await change({ host: 'localhost', password: null })).status).toBe(200);
      const away = await bodyOf<SmtpRoute>(
        await operator.request('POST', path, { ...body, name: 'Away', host: 'nowhere.invalid' }),
      );
      expect(
        await bodyOf<SmtpRouteAnswer>(await operator.request('POST', `${path}/${away.id}/test`, undefined)),
      ).toMatchObject({ isTaken: false, step: 'connect' });
    } finally {
      await new Promise<void>((closed) => server.close(() => closed()));
    }
    const admin = await api.asUser('admin');
    expect((await admin.request('POST', `${path}/${made.id}/test`, undefined)).status).toBe(403);
    await database.owner.sql`delete from smtp_routes`;
  });

  it('never lead behind the installation on somebody’s word', async () => {
    for (const host of ['10.0.0.1', '169.254.169.254', '[::1]', 'fd00::1', 'a b', ''])
      expect((await operator.request('POST', path, { name: host || 'none', host })).status, host).toBe(400);
  });
});
