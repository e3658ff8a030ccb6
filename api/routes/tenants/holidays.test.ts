import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { listHolidaysOf } from '../../../db/queries/tenants/holidays.ts';
import type { Holiday, HolidayResult } from '../../../domain/holidays/holiday.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let admin: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  admin = await api.asUser('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const christmas = { day: '2026-12-25', name: 'Christmas Day' };
const resultsOf = async (answer: Response) =>
  (await bodyOf<{ results: HolidayResult[] }>(answer)).results.map(({ result }) => result);
const put = async (...holidays: unknown[]) => resultsOf(await admin.request('PUT', '/holidays', { holidays }));
const list = async (query = '', who = admin) =>
  bodyOf<{ data: Holiday[]; nextCursor: string | null }>(await who.request('GET', `/holidays${query}`));
const upload = (text: string, { type = 'text/plain', headers = {} } = {}) =>
  api.app.request('/api/v1/holidays/import', {
    method: 'POST',
    headers: { ...admin.headers, 'content-type': type, ...headers },
    body: text,
  });
const trailOf = async (action: string) => {
  const rows = await database.owner.sql<{ changes: unknown }[]>`
    select changes from audit_log where tenant_id = ${tenantId} and action = ${action} order by id desc`;
  return rows.map(({ changes }) => changes);
};

describe('holidays', () => {
  it('are set by admins, read by everyone of the organisation and by nobody else', async () => {
    const [manager, stranger] = [await api.asUser('manager'), await api.asUser('admin', await api.tenant('Other'))];
    expect((await api.app.request('/api/v1/holidays')).status).toBe(401);
    expect((await manager.request('PUT', '/holidays', { holidays: [christmas] })).status).toBe(403);
    expect((await manager.request('DELETE', '/holidays/2026-12-25')).status).toBe(403);
    for (const wrong of [{ day: '2026-02-30' }, { day: '0000-01-01' }, { name: ' ' }, { name: 'two\nlines' }])
      expect((await admin.request('PUT', '/holidays', { holidays: [{ ...christmas, ...wrong }] })).status).toBe(400);
    expect(await put(christmas)).toEqual(['added']);
    expect((await list('', manager)).data).toEqual([christmas]);
    expect((await list('', stranger)).data).toEqual([]);
    expect((await stranger.request('DELETE', '/holidays/2026-12-25')).status).toBe(404);
    expect((await list()).data).toEqual([christmas]);
  });

  it('take a new name by their day, and the same once more changes nothing', async () => {
    expect(await put(christmas, { day: '2026-12-26', name: 'Boxing Day' })).toEqual(['unchanged', 'added']);
    expect(await put(christmas, { day: '2026-12-26', name: 'St Stephen' })).toEqual(['unchanged', 'changed']);
    const before = await trailOf('holiday.set');
    expect(before[0]).toEqual([{ field: '2026-12-26', from: 'Boxing Day', to: 'St Stephen' }]);
    expect(await put(christmas)).toEqual(['unchanged']);
    expect(await trailOf('holiday.set')).toEqual(before);
  });

  it('are what waits for business days leave out, until they are removed', async () => {
    const known = async () => {
      const rows = await withTenant(api.deps.database.db, tenantId, (db) => listHolidaysOf(db, { after: null }));
      return new Set(rows.map(({ day }) => day));
    };
    expect(await known()).toEqual(new Set(['2026-12-25', '2026-12-26']));
    expect((await admin.request('DELETE', '/holidays/2026-12-26')).status).toBe(204);
    expect((await admin.request('DELETE', '/holidays/2026-12-26')).status).toBe(404);
    expect((await admin.request('DELETE', '/holidays/tomorrow')).status).toBe(400);
    expect(await known()).toEqual(new Set(['2026-12-25']));
    expect(await trailOf('holiday.remove')).toEqual([[{ field: '2026-12-26', from: 'St Stephen', to: null }]]);
  });

  it('come from lines with a result for each, good ones and bad ones, the later of two for a day', async () => {
    const answer = await upload('date,name\n2027-01-01,New Year\n2027-02-30,None\n2027-01-01,New Year’s Day\n');
    expect(answer.status).toBe(200);
    expect((await bodyOf<{ results: HolidayResult[] }>(answer)).results).toEqual([
      { row: 2, day: '2027-01-01', name: 'New Year', result: 'added' },
      {
        row: 3,
        day: '2027-02-30',
        name: 'None',
        result: 'rejected',
        message: 'day: must be a day such as 2026-06-03',
      },
      { row: 4, day: '2027-01-01', name: 'New Year’s Day', result: 'added' },
    ]);
    expect((await list('?year=2027')).data).toEqual([{ day: '2027-01-01', name: 'New Year’s Day' }]);
  });

  it('come from a calendar, once for one idempotency key, and a broken one is refused with its reason', async () => {
    const calendar = (day: string) =>
      `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${day}\r\nSUMMARY:May Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
    const once = { type: 'text/calendar', headers: { 'idempotency-key': 'may-day' } };
    expect(await resultsOf(await upload(calendar('20280501'), once))).toEqual(['added']);
    expect(await resultsOf(await upload(calendar('20280501'), once))).toEqual(['added']);
    expect((await upload(calendar('20290501'), once)).status).toBe(422);
    const refused = await upload('BEGIN:VCALENDAR\nnonsense\n');
    expect(refused.status).toBe(400);
    expect(await bodyOf(refused)).toMatchObject({ errors: [{ path: 'file', code: 'invalid' }] });
    expect((await list('?year=2028')).data).toEqual([{ day: '2028-05-01', name: 'May Day' }]);
  });

  it('are listed page by page in the order of the calendar, none twice', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`?limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.data.map(({ day }) => day));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['2026-12-25', '2027-01-01', '2028-05-01']);
  });
});
