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

  it('says of clocks that take too long to count that they are not known, and the rest all the same', async () => {
    const { sql } = database.owner;
    // Whether somebody at slow.example can be written to is found out slowly where it is asked for their clock.
    await sql.unsafe(`
      alter function sending_obstacle(text, text, text, text, boolean) rename to own_obstacle;
      create function sending_obstacle(text, text, text, text, boolean) returns text language plpgsql as $$ begin
        if $1 like '%@slow.example' and current_query() like '%"timeZone"%' then perform pg_sleep(60); end if;
        return own_obstacle($1, $2, $3, $4, $5);
      end $$`);
    const admin = await api.asUser('admin', await api.tenant('Slow'));
    await admin.request('PATCH', '/tenant', { quietHours: { from: '21:00', to: '08:00' } });
    await sql`
      insert into people (tenant_id, email, email_key, consent, email_status)
      values (${admin.tenantId}, 'a@slow.example', 'a@slow.example', 'granted', 'ok')`;
    const made = { name: 'Slow', startAt: '2040-06-04T23:00:00Z' };
    const { id } = await bodyOf(await admin.request('POST', '/campaigns', made));
    await admin.request('POST', `/campaigns/${id}/broadcasts`, { name: 'All', audience: { everyone: true } });
    const answer = await admin.request('GET', `/campaigns/${id}/preflight`);
    const said = await bodyOf<Preflight>(answer);
    expect([answer.status, said.broadcasts.map(({ recipients }) => recipients)]).toEqual([200, [1]]);
    expect(said.findings.filter(({ where }) => where === 'start')).toMatchObject([
      { severity: 'warning', code: 'clocks_unknown', part: { kind: 'broadcast' } },
    ]);
  }, 60_000);
});
