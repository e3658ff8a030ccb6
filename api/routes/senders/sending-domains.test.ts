import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendingDomainDetail } from '../../../domain/senders/sender.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
const sending = {
  bounceDomain: 'bounces.installation.example',
  publicHost: 'app.installation.example',
  spfInclude: null,
  sendingIps: ['203.0.113.5'],
  isRequired: true,
};

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database, { config: { sending } });
  admin = await api.asUser('admin', await api.tenant());
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const path = '/sending-domains';
const add = async (domain: string, more: object = {}) =>
  bodyOf<SendingDomainDetail>(await admin.request('POST', path, { domain, ...more }));

describe('sending domains', () => {
  it('are for admins to change and for everybody to look at', async () => {
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
    const manager = await api.asUser('manager', admin.tenantId);
    expect((await manager.request('GET', path)).status).toBe(200);
    expect((await manager.request('POST', path, { domain: 'news.acme.example' })).status).toBe(403);
    const [label, giant] = ['a'.repeat(64), `${'a.'.repeat(200)}example`];
    for (const domain of [
      '',
      'acme',
      'a b.example',
      '-x.example',
      `${label}.example`,
      giant,
      '10.0.0.11',
      'co.uk',
      'a\u0000.example',
    ])
      expect((await admin.request('POST', path, { domain })).status, domain).toBe(400);
  });

  it('come with keys of both kinds and the records to set, and are looked at at once', async () => {
    const made = await add('News.Acme.example');
    expect(made).toMatchObject({
      domain: 'news.acme.example',
      state: 'pending',
      isChecking: true,
      isRequired: true,
      dkimAlgorithm: 'rsa-sha256',
    });
    expect(made.keys.map(({ algorithm, stage }) => `${algorithm} ${stage}`)).toEqual([
      'rsa-sha256 signing',
      'ed25519-sha256 signing',
    ]);
    const records = made.records.map(({ check, type, name }) => `${check} ${type} ${name.replace(/^sc\d{6}/, 'sc')}`);
    expect(records).toEqual([
      'dkim TXT scr._domainkey.news.acme.example',
      'dkim TXT sce._domainkey.news.acme.example',
      'spf TXT news.acme.example',
      'dmarc TXT _dmarc.news.acme.example',
    ]);
    expect(made.records.find(({ check }) => check === 'spf')?.value).toBe('v=spf1 ip4:203.0.113.5 ~all');
    expect((await admin.request('POST', path, { domain: 'news.acme.example' })).status).toBe(409);
    const [listed] = (await bodyOf<{ data: SendingDomainDetail[] }>(await admin.request('GET', path))).data;
    expect(listed).toMatchObject({
      id: made.id,
      dkimRecord: made.records[0] && { name: made.records[0].name, value: made.records[0].value },
    });
    const sealed = await database.owner.sql<{ key: string }[]>`select private_key_sealed as key from dkim_keys`;
    for (const { key } of sealed) expect(key).not.toContain('PRIVATE KEY');
  });

  it('are kept in ASCII, whatever their script', async () => {
    expect(await add('München.Example.')).toMatchObject({ domain: 'xn--mnchen-3ya.example' });
    const again = await admin.request('POST', path, { domain: 'xn--mnchen-3ya.example' });
    expect([again.status, (await bodyOf<{ errors: { path: string }[] }>(again)).errors[0]?.path]).toEqual([
      409,
      'domain',
    ]);
  });

  it('have senders whose addresses are kept in ASCII too, with plain letters alone before the @', async () => {
    const sender = async (body: object) => {
      const answer = await admin.request('POST', '/senders', { name: 'Acme', ...body });
      return [
        answer.status,
        await bodyOf<{ id: string; errors: { path: string; message: string }[] }>(answer),
      ] as const;
    };
    const domain = await add('Übung.Example');
    const [status, made] = await sender({ address: 'News@Übung.Example', replyTo: 'Answers@übung.example' });
    expect([status, made]).toMatchObject([
      201,
      {
        ...{
          address: 'news@xn--bung-zra.example',
          domain: 'xn--bung-zra.example',
          isSigned: true,
          domainState: domain.state,
        },
        replyTo: 'answers@xn--bung-zra.example',
      },
    ]);
    const taken = await sender({ address: 'news@xn--bung-zra.example' });
    expect([taken[0], taken[1].errors[0]?.path]).toEqual([409, 'address']);
    for (const field of ['address', 'replyTo']) {
      const [status, { errors }] = await sender({ address: 'other@acme.example', [field]: 'jürgen@acme.example' });
      expect([status, errors[0]?.path]).toEqual([400, field]);
      expect(errors[0]?.message).toContain('plain letters (a to z)');
    }
    for (const address of [
      'acme.example',
      'a@b@c.example',
      'a b@acme.example',
      'Acme <news@acme.example>',
      'news@acme',
    ])
      expect((await sender({ address }))[0]).toBe(400);
    const changed = await admin.request('PATCH', `/senders/${made.id}`, { replyTo: 'desk@München.example' });
    expect(await bodyOf(changed)).toMatchObject({ replyTo: 'desk@xn--mnchen-3ya.example', version: 2 });
    const refused = await admin.request('PATCH', `/senders/${made.id}`, { replyTo: 'jürgen@acme.example' });
    expect(refused.status).toBe(400);
  });

  it('take hosts below themselves, by their version, and say what is wrong with others', async () => {
    const made = await add('hosts.example', { algorithm: 'ed25519-sha256' });
    const one = `${path}/${made.id}`;
    const change = (body: object, version = '"1"') => admin.request('PATCH', one, body, { 'if-match': version });
    for (const host of ['hosts.example', 'bounce.other.example', 'nothosts.example']) {
      const refused = await change({ returnPathHost: host });
      expect([refused.status, (await bodyOf<{ errors: { path: string }[] }>(refused)).errors[0]?.path]).toEqual([
        400,
        'returnPathHost',
      ]);
    }
    const hosts = { returnPathHost: 'bounce.hosts.example', trackingHost: 'links.hosts.example' };
    const changed = await change(hosts);
    expect(changed.status).toBe(200);
    const detail = await bodyOf<SendingDomainDetail>(changed);
    expect(detail).toMatchObject({ ...hosts, returnPathWorks: false, trackingWorks: false, version: 2 });
    expect(detail.records.filter(({ type }) => type === 'CNAME').map(({ name, value }) => [name, value])).toEqual([
      ['bounce.hosts.example', 'bounces.installation.example'],
      ['links.hosts.example', 'app.installation.example'],
    ]);
    expect((await change({ trackingHost: null })).status).toBe(412);
    expect((await change({ trackingHost: null }, '"2"')).status).toBe(200);
  });

  it('get their next keys beside those that sign, once, with selectors of their own', async () => {
    const made = await add('turn.example');
    const turn = () => admin.request('POST', `${path}/${made.id}/keys`, {});
    const turned = await turn();
    expect(turned.status).toBe(201);
    const { keys, records } = await bodyOf<SendingDomainDetail>(turned);
    expect(keys.map(({ stage }) => stage)).toEqual(['signing', 'signing', 'next', 'next']);
    expect(new Set(keys.map(({ selector }) => selector)).size).toBe(4);
    expect(records.filter(({ check }) => check === 'dkim')).toHaveLength(4);
    expect((await turn()).status).toBe(409);
    const cancel = (caller = admin) => caller.request('DELETE', `${path}/${made.id}/keys/next`);
    expect((await cancel(await api.asUser('manager', admin.tenantId))).status).toBe(403);
    const left = await cancel();
    expect([left.status, (await bodyOf<SendingDomainDetail>(left)).keys.map(({ stage }) => stage)]).toEqual([
      200,
      ['signing', 'signing'],
    ]);
    expect((await cancel()).status).toBe(409);
    expect((await turn()).status).toBe(201);
  });

  it('are looked at when somebody asks, and keep what was found', async () => {
    const made = await add('asked.example', { algorithm: 'ed25519-sha256' });
    await database.owner.sql`update sending_domains set checked_at = clock_timestamp() where id = ${made.id}`;
    const read = async () => bodyOf<SendingDomainDetail>(await admin.request('GET', `${path}/${made.id}`));
    expect(await read()).toMatchObject({ isChecking: false });
    const asked = await admin.request('POST', `${path}/${made.id}/check`);
    expect([asked.status, (await read()).isChecking]).toEqual([202, true]);
    expect(await bodyOf(await admin.request('GET', `${path}/${made.id}/checks`))).toEqual({
      data: [],
      nextCursor: null,
    });
    expect((await admin.request('DELETE', `${path}/${made.id}`)).status).toBe(204);
    expect((await admin.request('GET', `${path}/${made.id}`)).status).toBe(404);
    const actions = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id = ${made.id} order by id`;
    expect(actions.map(({ action }) => action)).toEqual(['sendingDomain.create', 'sendingDomain.delete']);
  });
});
