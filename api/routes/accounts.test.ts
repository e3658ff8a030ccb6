import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Account {
  id: string;
  name: string;
  domain: string | null;
  version: number;
}
const make = (name: string) =>
  expectBody<Account>(
    manager.request('POST', '/accounts', { name, domain: 'Contoso.example', annualRevenue: null }),
    201,
  );

describe('an account', () => {
  it('is made once for one key, changed in part, and not over somebody else', async () => {
    const headers = { 'idempotency-key': 'one-account' };
    const first = await expectBody<Account>(manager.request('POST', '/accounts', { name: 'Contoso' }, headers), 201);
    const again = await expectBody<Account>(manager.request('POST', '/accounts', { name: 'Contoso' }, headers), 201);
    expect(again.id).toBe(first.id);
    const ifMatch = { 'if-match': `"${first.version}"` };
    const revenue = { annualRevenue: { amountMinor: 5_000_000, currency: 'EUR' } };
    expect(
      await expectBody<Account>(manager.request('PATCH', `/accounts/${first.id}`, revenue, ifMatch)),
    ).toMatchObject({
      name: 'Contoso',
      ...revenue,
    });
    await expectBody<Account>(manager.request('PATCH', `/accounts/${first.id}`, { name: 'Mine' }, ifMatch), 412);
    await expectBody<Account>(manager.request('PATCH', `/accounts/${first.id}`, { name: '' }, {}), 400);
  });

  it('goes and leaves its people', async () => {
    const account = await make('Fabrikam');
    const person = await expectBody<Account>(
      manager.request('POST', '/people', { email: 'ana@fabrikam.example', accountId: account.id }),
      201,
    );
    await expectBody<Account>(manager.request('DELETE', `/accounts/${account.id}`), 204);
    expect(await expectBody<Account>(manager.request('GET', `/people/${person.id}`))).toMatchObject({
      accountId: null,
    });
    await expectBody<Account>(manager.request('DELETE', `/accounts/${account.id}`), 404);
    await expectBody<Account>(manager.request('PATCH', `/accounts/${account.id}`, { name: 'Gone' }), 404);
  });

  it('is for those who may write, in their own tenant', async () => {
    const account = await make('Northwind');
    expect((await api.app.request(`/api/v1/accounts/${account.id}`)).status).toBe(401);
    const analyst = await api.asUser('analyst');
    await expectBody<Account>(analyst.request('GET', `/accounts/${account.id}`));
    await expectBody<Account>(analyst.request('PATCH', `/accounts/${account.id}`, { name: 'No' }), 403);
    await expectBody<Account>(analyst.request('DELETE', `/accounts/${account.id}`), 403);
    await expectBody<Account>(analyst.request('POST', '/accounts', { name: 'No' }), 403);
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    await expectBody<Account>(stranger.request('PATCH', `/accounts/${account.id}`, { name: 'No' }), 404);
    await expectBody<Account>(stranger.request('DELETE', `/accounts/${account.id}`), 404);
  });
});
