import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, type TestApi } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { fillEveryTable } from '../test/security/every-table.ts';

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

describe('when a dependency is away', () => {
  it.each([
    ['Temporal', { temporalAddress: '127.0.0.1:1' }],
    ['every worker', {}],
  ])('commands answer 503 in time while %s is away, and reads go on', async (_what, options) => {
    const away = await createTestApi(database, { ...options, config: { commandSeconds: 2 } });
    const tenant = await away.tenant();
    const ids = await fillEveryTable(database.owner.sql, { tenantId: tenant, marker: 'away' });
    const admin = await away.asUser('admin', tenant);
    const answer = await admin.request('POST', `/campaigns/${ids.campaigns}/cancel`, { comment: 'x' });
    expect([answer.status, await bodyOf(answer)]).toMatchObject([503, { code: 'unavailable' }]);
    expect((await admin.request('GET', '/campaigns')).status).toBe(200);
    await away.close();
  });

  it('everything answers 503 while the database is away, and the process stays up', async () => {
    const admin = await api.asUser('admin', await api.tenant());
    const nowhere = new URL(database.url);
    nowhere.port = '1';
    const away = await createTestApi({ ...database, url: nowhere.href }, { keyRing: api.keyRing });
    const answer = await away.app.request('/api/v1/me', { headers: admin.headers });
    expect([answer.status, await bodyOf(answer)]).toMatchObject([503, { code: 'unavailable' }]);
    expect((await away.app.request('/healthz')).status).toBe(200);
    await away.close();
  });
});
