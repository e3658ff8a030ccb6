import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createTestCampaign, type TestCampaign } from '../../../test/factories/campaigns.ts';

let database: TestDatabase;
let made: TestCampaign;
let statusId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  made = await createTestCampaign(database, { people: 3 });
  const [status] = await database.owner.sql<{ id: string }[]>`
    select s.id from campaign_type_statuses s join campaigns c on c.tenant_id = s.tenant_id and c.campaign_type_id = s.campaign_type_id
    where c.id = ${made.campaignId} and s.is_default`;
  statusId = status!.id;
});
afterAll(() => database.drop());

const nobody = '00000000-0000-7000-8000-000000000000';

/** Makes `count` people and puts them into a campaign in one statement, the last of them with what is given. */
const join = (count: number, last: { personId?: string; campaignId?: string; statusId?: string } = {}) =>
  database.owner.sql`
    with added as (
      insert into people (tenant_id, email, email_key)
      select ${made.tenantId}, address, address from (select uuidv7() || '@people.example' as address from generate_series(1, ${count}::int)) a
      returning id),
    placed as (select id, row_number() over (order by id) = ${count}::int as is_last from added)
    insert into campaign_members (tenant_id, campaign_id, person_id, status_id, source)
    select ${made.tenantId}, case when is_last then ${last.campaignId ?? made.campaignId}::uuid else ${made.campaignId}::uuid end,
      case when is_last then coalesce(${last.personId ?? null}::uuid, id) else id end,
      case when is_last then ${last.statusId ?? statusId}::uuid else ${statusId}::uuid end, 'list'
    from placed returning person_id`;

describe.each([1, 700])('the members that a statement adds, %i of them', (count) => {
  it('come in where each has a campaign, a status and a person', async () => {
    expect(await join(count)).toHaveLength(count);
  });

  it.each([
    ['person', { personId: nobody }],
    ['campaign', { campaignId: nobody }],
    ['status', { statusId: nobody }],
  ] as const)('come in with nobody where one of them has no %s', async (_, last) => {
    const before = await database.owner.sql`select from campaign_members where tenant_id = ${made.tenantId}`;
    await expect(join(count, last)).rejects.toMatchObject({ code: '23503' });
    const after = await database.owner.sql`select from campaign_members where tenant_id = ${made.tenantId}`;
    expect(after).toHaveLength(before.length);
  });
});
