import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeRate, RateResult } from '../../../domain/exchange-rates/exchange-rate.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  admin = await api.asUser('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const rate = { currency: 'USD', validFrom: '2026-06-01', rate: '0.92' };
const put = async (rates: unknown[]) =>
  (await bodyOf<{ results: RateResult[] }>(await admin.request('PUT', '/exchange-rates', { rates }))).results.map(
    ({ result }) => result,
  );
const list = async (query = '', who = admin) =>
  bodyOf<{ data: ExchangeRate[]; nextCursor: string | null }>(await who.request('GET', `/exchange-rates${query}`));
const upload = (text: string, who = admin) =>
  api.app.request('/api/v1/exchange-rates/import', {
    method: 'POST',
    headers: { ...who.headers, 'content-type': 'text/csv' },
    body: text,
  });

describe('exchange rates', () => {
  it('are set by admins and read by everyone of the organisation', async () => {
    const [manager, stranger] = [await api.asUser('manager'), await api.asUser('admin', await api.tenant('Other'))];
    expect((await api.app.request('/api/v1/exchange-rates')).status).toBe(401);
    expect((await manager.request('PUT', '/exchange-rates', { rates: [rate] })).status).toBe(403);
    expect((await admin.request('PUT', '/exchange-rates', { rates: [{ ...rate, rate: 0.92 }] })).status).toBe(400);
    expect(await put([rate])).toEqual(['added']);
    const [known] = (await list('', manager)).data;
    expect(known).toMatchObject({ ...rate, intoCurrency: 'EUR', source: 'api' });
    expect((await list('', stranger)).data).toEqual([]);
    expect((await stranger.request('DELETE', `/exchange-rates/${known?.id}`)).status).toBe(404);
    expect((await admin.request('DELETE', `/exchange-rates/${known?.id}`)).status).toBe(204);
    expect((await admin.request('DELETE', `/exchange-rates/${known?.id}`)).status).toBe(404);
  });

  it('are replaced by currency and day, and the same once more changes nothing', async () => {
    expect(await put([rate, { ...rate, validFrom: '2026-07-01' }])).toEqual(['added', 'added']);
    expect(await put([rate, { ...rate, validFrom: '2026-07-01', rate: '0.90' }])).toEqual(['unchanged', 'changed']);
    expect(await put([{ ...rate, currency: 'EUR' }])).toEqual(['rejected']);
    const trail = await database.owner.sql<{ changes: unknown }[]>`
      select changes from audit_log where action = 'exchangeRate.set' order by id desc limit 1`;
    expect(trail[0]?.changes).toEqual([{ field: 'USD from 2026-07-01', from: '0.92', to: '0.9' }]);
  });

  it('come from a file with a result for each row, good ones and bad ones', async () => {
    const file =
      'Currency;Date;Rate\nGBP;2026-06-01;1,17\nGBP;2026-06-31;1,18\nUSD;2026-06-01;0,92\nGBP;2026-06-01;1,19\n';
    const answer = await upload(file);
    expect(answer.status).toBe(200);
    expect((await bodyOf<{ results: RateResult[] }>(answer)).results).toEqual([
      { row: 2, currency: 'GBP', validFrom: '2026-06-01', result: 'added' },
      expect.objectContaining({ row: 3, result: 'rejected', message: 'validFrom: must be a day such as 2026-06-03' }),
      { row: 4, currency: 'USD', validFrom: '2026-06-01', result: 'unchanged' },
      { row: 5, currency: 'GBP', validFrom: '2026-06-01', result: 'added' },
    ]);
    expect((await list('?currency=GBP')).data.map(({ rate, source }) => [rate, source])).toEqual([['1.19', 'import']]);
    expect((await upload('nothing,here\n1,2')).status).toBe(400);
  });

  it('are listed page by page, none twice', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`?limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.data.map(({ currency, validFrom }) => `${currency} ${validFrom}`));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['GBP 2026-06-01', 'USD 2026-07-01', 'USD 2026-06-01']);
  });
});
