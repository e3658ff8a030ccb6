import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, sessionCookie, testOrigin, type TestApi } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';

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

describe('GET /me', () => {
  it('tells a person who they are and what they may do', async () => {
    const manager = await api.asUser('manager');
    const answer = await manager.request('GET', '/me');
    expect(answer.status).toBe(200);
    const me = await bodyOf<{ allowed: string[] }>(answer);
    expect(me).toMatchObject({
      kind: 'user',
      role: 'manager',
      tenant: { id: manager.tenantId, name: 'Acme' },
      isInstallationOperator: false,
    });
    expect(me.allowed).toContain('campaigns.write');
    expect(me.allowed).not.toContain('keys.write');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('ratelimit')).toMatch(/r=\d+/);
  });

  it('answers an API key and an installation operator', async () => {
    const key = await api.asKey('analyst');
    expect(await (await key.request('GET', '/me')).json()).toMatchObject({
      kind: 'apiKey',
      role: 'analyst',
      user: null,
      consoleUrl: null,
    });
    const operator = await api.asOperator();
    expect(await (await operator.request('GET', '/me')).json()).toMatchObject({
      tenant: null,
      role: null,
      isInstallationOperator: true,
      consoleUrl: 'http://localhost:8233',
    });
  });

  it('refuses whoever is not signed in with problem+json', async () => {
    const answer = await api.app.request('/api/v1/me');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 401,
      code: 'unauthenticated',
      requestId: answer.headers.get('x-request-id'),
    });
  });
});

describe('input', () => {
  it('that cannot be read, is of another type or is too large is refused as a problem', async () => {
    const admin = await api.asUser('admin');
    const send = (body: string, type = 'application/json') =>
      api.app.request('/api/v1/tenant', { method: 'PATCH', body, headers: { ...admin.headers, 'content-type': type } });
    const answers = [
      await send('{'),
      await send('name=x', 'text/plain'),
      await send(`{"name":"${'x'.repeat(6_000_000)}"}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 415, 413]);
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual([null, null, 'close']);
    for (const answer of answers) expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    ['POST', '/people', { firstName: 'A\0na' }, 'firstName'],
    ['POST', '/people', { attributes: { 'k\0': 'x' } }, 'attributes.k'],
    ['POST', '/campaigns', { name: 'Spring\0' }, 'name'],
    ['GET', '/people?q=%00', undefined, 'query.q'],
    ['GET', '/campaigns?q=a%00', undefined, 'query.q'],
    ['PUT', '/people/by-external-id/a%00b', {}, 'param.externalId'],
  ])(
    'with a character that cannot be stored is refused where it stands: %s %s %j',
    async (method, path, body, field) => {
      const answer = await (await api.asUser('admin')).request(method, path, body);
      expect([answer.status, await bodyOf(answer)]).toMatchObject([
        400,
        { errors: [{ path: field, code: 'nul_character' }] },
      ]);
    },
  );

  it.each([
    ['POST', '/exports', { filter: { contry: 'DE' } }, 'filter.contry'],
    ['GET', '/campaigns?stats=running', undefined, 'query.stats'],
    ['GET', '/people?country=DE', undefined, 'query.country'],
    [
      'POST',
      '/campaign-types',
      { name: 'Fair', statuses: [{ name: 'Sent', isDefault: true, succes: true }] },
      'statuses.0.succes',
    ],
  ])('that nobody knows is refused and not dropped: %s %s %j', async (method, path, body, field) => {
    const answer = await (await api.asUser('admin')).request(method, path, body);
    expect([answer.status, await bodyOf(answer)]).toMatchObject([
      400,
      { errors: [{ path: field, code: 'unrecognized_keys' }] },
    ]);
  });

  const year0 = '0000-01-01';
  const before1 = '0001-01-01T00:00:00%2B14:00';
  it.each([
    ['GET', `/people?createdFrom=${year0}T00:00:00Z`, undefined, 'query.createdFrom'],
    ['GET', `/people?leadFrom=${year0}`, undefined, 'query.leadFrom'],
    ['GET', `/opportunities?closedTo=${before1}`, undefined, 'query.closedTo'],
    ['GET', `/audit-log?from=${before1}`, undefined, 'query.from'],
    ['GET', `/campaigns?startFrom=${before1}`, undefined, 'query.startFrom'],
    ['GET', `/attribution?to=${year0}`, undefined, 'query.to'],
    ['POST', '/people', { email: 'a@example.com', mqlAt: '0001-01-01T00:00:00+14:00' }, 'mqlAt'],
    ['POST', '/campaigns', { name: 'Spring', endAt: '9999-12-31T23:59:59-12:00' }, 'endAt'],
    ['POST', '/opportunities', { name: 'Deal', openedAt: '9999-12-31T23:59:59-12:00' }, 'openedAt'],
  ])('with a time that cannot be kept is refused where it stands: %s %s %j', async (method, path, body, field) => {
    const answer = await (await api.asUser('admin')).request(method, path, body);
    expect([answer.status, await bodyOf(answer)]).toMatchObject([
      400,
      { errors: [{ path: field, message: 'must lie in the years 1 to 9999, by UTC' }] },
    ]);
  });
});

describe('metrics', () => {
  it('hear of routes by their pattern, with and without the UI', async () => {
    const uiFolder = await mkdtemp(join(tmpdir(), 'salescompass-ui-'));
    const ui = await createTestApi(database, { config: { uiFolder } });
    const seen: string[] = [];
    ui.deps.metrics.observeRequest = ({ method, route, status }) => void seen.push(`${method} ${route} ${status}`);
    const admin = await ui.asUser('admin', await ui.tenant());
    seen.length = 0;
    await admin.request('PATCH', '/users/0197a2f0-0000-7000-8000-000000000000', { role: 'analyst' });
    await admin.request('GET', '/me');
    await ui.app.request('/campaigns');
    expect(seen).toEqual(['PATCH /api/v1/users/:id 404', 'GET /api/v1/me 200', 'GET pages 404']);
    await ui.close();
    await rm(uiFolder, { recursive: true });
  });
});

describe('the UI', () => {
  it('answers every page with index.html and the scripts it needs, keeps hashed assets for a year, and leaves the API its 404', async () => {
    const uiFolder = await mkdtemp(join(tmpdir(), 'salescompass-ui-'));
    await mkdir(join(uiFolder, 'assets'));
    await writeFile(join(uiFolder, 'index.html'), '<title>SalesCompass</title>');
    await writeFile(join(uiFolder, 'assets', 'app-1a2b.js'), 'export {};');
    const ui = await createTestApi(database, { config: { uiFolder } });
    const cookie = 'theme=dark; __Secure-salescompass.session_token=abc';
    const get = (path: string, headers: Record<string, string> = { cookie }) => ui.app.request(path, { headers });
    for (const path of ['/', '/campaigns', '/people/0197a2f0-0000-7000-8000-000000000000?tab=timeline']) {
      const page = await get(path);
      expect([page.status, await page.text(), page.headers.get('cache-control')]).toEqual([
        200,
        '<title>SalesCompass</title>',
        'no-cache',
      ]);
    }
    const scripts = ['assets/list-3c4d.js'];
    const pages = {
      '/campaigns': { scripts, always: [], reads: [] },
      '/campaigns/:id': { scripts: [], always: [], reads: [] },
    };
    await writeFile(join(uiFolder, 'pages.json'), JSON.stringify(pages));
    await writeFile(join(uiFolder, 'index.html'), '<head></head>');
    await utimes(join(uiFolder, 'index.html'), new Date(), new Date(Date.now() + 5000));
    const headOf = async (path: string) => (await (await get(path)).text()).match(/href="[^"]*"/g);
    expect(await headOf('/campaigns')).toEqual(['href="/assets/list-3c4d.js"']);
    expect([await headOf('/campaigns/%22%3E'), await headOf('/people')]).toEqual([null, null]);
    const asset = await get('/assets/app-1a2b.js');
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect([
      (await get('/assets/gone.js')).status,
      (await get('/api/nothing')).status,
      (await get('/logo.png')).status,
    ]).toEqual([404, 404, 404]);
    expect((await get('/../package.json')).status).not.toBe(500);
    await ui.close();
    await rm(uiFolder, { recursive: true });
  });
});

describe('the rest of the application', () => {
  it('serves health, the document and the docs page from here alone', async () => {
    expect((await api.app.request('/healthz')).status).toBe(200);
    expect((await api.app.request('/readyz')).status).toBe(200);
    const document = await bodyOf<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      await api.app.request('/api/v1/openapi.json'),
    );
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/api/v1/me']?.get).toMatchObject({ 'x-action': 'signedIn', operationId: 'getMe' });
    const page = await (await api.app.request('/api/docs')).text();
    expect(page).not.toMatch(/https?:/);
    for (const [, asset] of page.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await api.app.request(asset as string)).status, asset).toBe(200);
  });

  it('changes only what is named: no field of a PATCH, nor of the message in it, has a default', async () => {
    type Schema = { $ref?: string; default?: unknown; properties?: Record<string, Schema> };
    const document = await bodyOf<{
      paths: Record<string, { patch?: { requestBody: { content: Record<string, { schema: Schema }> } } }>;
      components: { schemas: Record<string, Schema> };
    }>(await api.app.request('/api/v1/openapi.json'));
    const read = ({ $ref, ...schema }: Schema): Schema =>
      $ref ? (document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
    const fieldsOf = (path: string, schema: Schema): [string, Schema][] =>
      Object.entries(read(schema).properties ?? {}).flatMap(([name, field]) => {
        const here = `${path} ${name}`;
        return [[here, read(field)], ...(name === 'content' ? fieldsOf(here, field) : [])];
      });
    const fields = Object.entries(document.paths).flatMap(([path, { patch }]) =>
      patch ? fieldsOf(path, patch.requestBody.content['application/json']?.schema ?? {}) : [],
    );
    expect(fields.length).toBeGreaterThan(60);
    expect(fields.filter(([, field]) => 'default' in field).map(([path]) => path)).toEqual([]);
  });

  it('promises nothing that no caller can use: patterns have no flags, orders have names, every list says whether it goes on', async () => {
    const document = await bodyOf<{
      paths: Record<string, { get?: Operation }>;
    }>(await api.app.request('/api/v1/openapi.json'));
    interface Operation {
      parameters?: { name: string; schema: { enum?: string[] } }[];
      responses: { 200?: { content?: { 'application/json'?: { schema: { required?: string[] } } } } };
    }
    // JSON Schema knows no flags: `/i` and `/u` would be two letters that every text must end in.
    expect([...JSON.stringify(document).matchAll(/"pattern":"[^"]*\/[a-z]+"/g)].map(String)).toEqual([]);
    const reads = Object.entries(document.paths).flatMap(([path, { get }]) => (get ? [{ path, ...get }] : []));
    const named = ({ parameters = [] }: Operation) =>
      parameters.every(({ name, schema }) => name !== 'sort' || (schema.enum ?? []).length > 1);
    expect(reads.filter((read) => !named(read)).map(({ path }) => path)).toEqual([]);
    const answerOf = ({ responses }: Operation) => responses[200]?.content?.['application/json']?.schema.required ?? [];
    const lists = reads.filter((read) => answerOf(read).includes('data'));
    expect(lists.length).toBeGreaterThan(60);
    // The figures of a drip's steps belong to one thing: its steps in their order.
    expect(lists.filter((read) => !answerOf(read).includes('nextCursor')).map(({ path }) => path)).toEqual([
      '/api/v1/campaigns/{id}/drips/{dripId}/figures',
    ]);
  });

  it('answers unknown paths with a problem and sends security headers', async () => {
    const answer = await api.app.request('/api/v1/nothing');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not_found' });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('names what is not ready', async () => {
    const ready = await createTestApi(database);
    ready.deps.probes.mail = async () => {
      throw new Error('refused');
    };
    ready.deps.probes.database = async () => 1;
    const answer = await ready.app.request('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: 'not ready',
      checks: { mail: 'unreachable', database: 'reachable' },
    });
    await ready.close();
  });

  it('signs out for good', async () => {
    const admin = await api.asUser('admin');
    const out = await admin.request('POST', '/api/auth/sign-out', {});
    expect(out.status).toBe(200);
    expect((await admin.request('GET', '/me')).status).toBe(401);
    await expect(sessionCookie(api.app, 'nobody@example.test')).rejects.toThrow('401');
    expect(testOrigin).toContain('localhost');
  });
});
