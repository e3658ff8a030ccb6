import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Preflight } from '../../../domain/campaigns/preflight.ts';
import { bodyOf, createTestApi, type TestApi } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('the pre-flight of a broadcast at night', () => {
  it('warns with how many of those who would get it are asleep, and blocks nothing by it', async () => {
    const admin = await api.asUser('admin');
    const { tenantId } = admin;
    await admin.request('PATCH', '/tenant', { timeZone: 'Europe/Berlin', quietHours: { from: '21:00', to: '08:00' } });
    await database.owner.sql`
      insert into people (tenant_id, email, email_key, consent, email_status, time_zone)
      select ${tenantId}, n || '@x.example', n || '@x.example', case when n = 5 then 'denied' else 'granted' end, 'ok',
        case when n < 3 then 'Europe/Berlin' else 'America/New_York' end from generate_series(1, 5) n`;
    const campaign = async (startAt: string | null) => {
      const { id } = await bodyOf(await admin.request('POST', '/campaigns', { name: 'Night', startAt }));
      await admin.request('POST', `/campaigns/${id}/broadcasts`, { audience: { everyone: true } });
      const { findings } = await bodyOf<Preflight>(await admin.request('GET', `/campaigns/${id}/preflight`));
      return findings.filter(({ code }) => code === 'quiet_hours');
    };
    // Ten in Berlin, four in New York; who said no gets nothing and is not counted.
    expect(await campaign('2040-06-04T08:00:00Z')).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(/^2 of 4 people .* New York 2\./),
      }),
    ]);
    expect(await campaign('2040-06-04T16:00:00Z')).toEqual([]);
    expect(await campaign(null)).toEqual([]);
  });
});
