import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { firstAnswers, mostCharacters } from './first-answers.ts';
import type { ApiEnv } from './router.ts';

let database: TestDatabase;
let api: TestApi;
let uiFolder: string;
let manager: TestCaller;
beforeAll(async () => {
  database = await createTestDatabase();
  uiFolder = await mkdtemp(join(tmpdir(), 'salescompass-ui-'));
  const list = { scripts: [], always: ['/api/v1/me'], reads: ['/api/v1/campaigns?limit=50&sort=name'] };
  const one = { scripts: [], always: ['/api/v1/me'], reads: ['/api/v1/campaigns/:id'] };
  await writeFile(join(uiFolder, 'pages.json'), JSON.stringify({ '/campaigns': list, '/campaigns/:id': one }));
  await writeFile(join(uiFolder, 'index.html'), '<head></head><body></body>');
  api = await createTestApi(database, { config: { uiFolder, firstAnswersMs: 30_000 } });
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await rm(uiFolder, { recursive: true });
  await database.drop();
});

const documentOf = (path: string, cookie = manager.headers.cookie): Promise<Response> =>
  Promise.resolve(api.app.request(path, { headers: cookie ? { cookie } : {} }));

/** What came with a page, as the browser reads it: what stands before the first end of the element. */
async function answersOf(page: Response): Promise<Record<string, unknown> | null> {
  const found = /<script type="application\/json" id="first-answers">(.*?)<\/script>/s.exec(await page.text());
  return found ? (JSON.parse(found[1]!) as Record<string, unknown>) : null;
}

async function newCampaign(name: string): Promise<string> {
  const types = await bodyOf<{ data: { id: string }[] }>(await manager.request('GET', '/campaign-types'));
  const made = await manager.request('POST', '/campaigns', { name, campaignTypeId: types.data[0]?.id });
  return (await bodyOf<{ id: string }>(made)).id;
}

describe('the document of a page', () => {
  it('brings what the API answers to the same person, and is kept by nobody', async () => {
    const id = await newCampaign('Autumn');
    for (const [path, read] of [
      ['/campaigns', '/campaigns?limit=50&sort=name'],
      [`/campaigns/${id}`, `/campaigns/${id}`],
    ] as const) {
      const page = await documentOf(path);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('vary')).toContain('Cookie');
      expect(await answersOf(page)).toEqual({
        '/api/v1/me': await bodyOf(await manager.request('GET', '/me')),
        [`/api/v1${read}`]: await bodyOf(await manager.request('GET', read)),
      });
    }
    const filtered = await answersOf(await documentOf('/campaigns?status=draft'));
    expect(Object.keys(filtered ?? {})).toEqual(['/api/v1/me']);
  });

  it('is not left by a name, whatever it is', async () => {
    const names = [
      '</script><script>alert(1)</script>',
      '<!-- <script> --!>',
      "$& $' $` $1 \u2028 \u2029 $",
      '"}</SCRIPT >]]>\\u003c',
    ];
    for (const name of names) {
      const page = await documentOf(`/campaigns/${await newCampaign(name)}`);
      const text = await page.clone().text();
      expect(text.match(/<\/?script/gi)).toEqual(['<script', '</script']);
      expect(text).not.toContain('<!--');
      expect(Object.values((await answersOf(page)) ?? {})[1]).toMatchObject({ name });
    }
  });

  it('brings nothing to whoever is not signed in, and nothing of another organisation', async () => {
    const id = await newCampaign('Ours');
    const [stranger, forged] = [
      await documentOf('/campaigns', ''),
      `${manager.headers.cookie?.split('=')[0]}=forged.one`,
    ];
    expect([await answersOf(stranger), stranger.headers.get('cache-control')]).toEqual([null, 'no-cache']);
    expect(await answersOf(await documentOf('/campaigns', forged))).toBeNull();
    const other = await api.asUser('manager', await api.tenant('Other'));
    const page = await documentOf(`/campaigns/${id}`, other.headers.cookie);
    expect(page.status).toBe(200);
    expect(Object.keys((await answersOf(page)) ?? {})).toEqual(['/api/v1/me']);
    const theirs = await answersOf(await documentOf('/campaigns', other.headers.cookie));
    expect(theirs).toMatchObject({ '/api/v1/campaigns?limit=50&sort=name': { data: [] } });
  });

  it('goes without what is not answered in time, or fails', async () => {
    const read = (path: string): Promise<Response> => {
      if (path === '/late') return new Promise((resolve) => void setTimeout(resolve, 5_000, Response.json({})).unref());
      return path === '/fails' ? Promise.reject(new Error('gone')) : Promise.resolve(Response.json({ path }));
    };
    const app = new Hono<ApiEnv>();
    app.get('/', async (c) => c.text(await firstAnswers(c, ['/late', '/fails', '/known'], { read, patienceMs: 1000 })));
    const began = performance.now();
    expect(await answersOf(await app.request('/'))).toEqual({ '/known': { path: '/known' } });
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('goes without what would make it too long', async () => {
    const read = (path: string): Response => Response.json('x'.repeat(path === '/long' ? mostCharacters : 10));
    const app = new Hono<ApiEnv>();
    app.get('/', async (c) => c.text(await firstAnswers(c, ['/a', '/long', '/b'], { read, patienceMs: 5_000 })));
    expect(Object.keys((await answersOf(await app.request('/'))) ?? {})).toEqual(['/a', '/b']);
  });
});

describe('lists', () => {
  it('go packed to whoever takes it, and what has a version keeps its ETag', async () => {
    const id = await newCampaign('Packed');
    const packed = { 'accept-encoding': 'gzip' };
    const list = await manager.request('GET', '/campaigns', undefined, packed);
    expect([list.headers.get('content-encoding'), list.headers.get('cache-control')]).toEqual(['gzip', 'no-store']);
    const one = await manager.request('GET', `/campaigns/${id}`, undefined, packed);
    expect([one.headers.get('content-encoding'), one.headers.get('etag')]).toEqual([null, '"1"']);
    expect((await manager.request('GET', '/campaigns')).headers.get('content-encoding')).toBeNull();
  });
});
