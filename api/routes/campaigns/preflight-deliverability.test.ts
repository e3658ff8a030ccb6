import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Preflight } from '../../../domain/campaigns/preflight.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
beforeAll(async () => {
  database = await createTestDatabase();
  const { sql } = database.owner;
  // Whoever asks what stands before the at sign of an address at slow.example waits longer than anybody does.
  await sql.unsafe(`
    create sequence public.slow_asked;
    grant usage on sequence public.slow_asked to public;
    create function public.split_part(text, text, integer) returns text language sql volatile as $$
      select pg_catalog.split_part($1, $2, $3)
      from pg_sleep(case when $1 like '%@slow.example' then 60 + 0 * nextval('public.slow_asked') else 0 end) $$;
    do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`);
  api = await createTestApi(database);
  admin = await api.asUser('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function preflightOf(
  emails: string[],
  more: { name: string; audience: object }[] = [],
): Promise<{ status: number; said: Preflight }> {
  const { tenantId } = admin;
  await database.owner.sql`
    insert into people (tenant_id, email, email_key, consent, email_status)
    select ${tenantId}, e, e, 'granted', 'ok' from unnest(${emails}::text[]) as e`;
  const { campaignId } = await draft(admin);
  for (const message of more) await admin.request('POST', `/campaigns/${campaignId}/broadcasts`, message);
  const answer = await admin.request('GET', `/campaigns/${campaignId}/preflight`);
  return { status: answer.status, said: await bodyOf<Preflight>(answer) };
}
/** A campaign with one message to everybody. */
async function draft(caller: TestCaller): Promise<{ campaignId: string; id: string }> {
  const campaign = await bodyOf<{ id: string }>(await caller.request('POST', '/campaigns', { name: 'Hints' }));
  const given = { audience: { everyone: true }, content: { subject: 'Hello', body: '<p>Hello</p>' } };
  const { id } = await bodyOf<{ id: string }>(
    await caller.request('POST', `/campaigns/${campaign.id}/broadcasts`, given),
  );
  return { campaignId: campaign.id, id };
}
const saidOf = ({ findings }: Preflight, code: string) =>
  findings.filter((finding) => finding.code === code).map(({ message }) => message);

it('says of a receiver that one of its domains alone wants patience, where that is so', async () => {
  await database.owner.sql`
    insert into token_buckets (key, capacity, per_second, tokens, is_adaptive, blocked_until, slowed_at)
    values ('domain:yahoo.co.uk', 600, 20, 0, true, now() + interval '1 hour', now())`;
  const { said } = await preflightOf(['a@yahoo.com', 'b@yahoo.com', 'c@yahoo.co.uk']);
  await database.owner.sql`delete from token_buckets`;
  expect(saidOf(said, 'receiver_slow')).toEqual([
    expect.stringMatching(
      /^yahoo.co.uk asked to slow down: .* until [A-Z][a-z]{2} \d\d:\d\d UTC, and the person there gets/,
    ),
  ]);
});

it('says which provider of many of the people has no seed, where the seed list gets copies', async () => {
  const caller = await api.asUser('admin', await api.tenant('Seeding'));
  await database.owner.sql`
    insert into people (tenant_id, email, email_key, consent, email_status)
    select ${caller.tenantId}, e, e, 'granted', 'ok' from (
      select 'p' || n || case when n <= 150 then '@gmail.com' else '@firm.example' end as e from generate_series(1, 220) n) e`;
  const made = await draft(caller);
  const copies = async () => {
    const said = await bodyOf<Preflight>(await caller.request('GET', `/campaigns/${made.campaignId}/preflight`));
    return [said.broadcasts[0]!.seeds, saidOf(said, 'no_seed')];
  };
  expect(await copies()).toEqual([0, []]);
  for (const address of ['look@outlook.com', 'off@gmail.com', 'out@gmail.com'])
    await caller.request('POST', '/seeds', { address, ...(address === 'off@gmail.com' ? { isActive: false } : {}) });
  await caller.request('POST', '/suppressions', { emails: ['out@gmail.com'] });
  const lacks = expect.stringMatching(
    /^Google takes the mail of 150 of 220 people .* no mailbox there is on the seed list/,
  );
  const firm = expect.stringContaining('firm.example takes');
  // One that is switched off and one that is suppressed see nothing, and a firm with 70 people is few.
  expect(await copies()).toEqual([1, [lacks]]);
  expect(await copies()).not.toEqual([1, expect.arrayContaining([firm])]);
  const change = (toSeeds: unknown) =>
    caller.request('PATCH', `/campaigns/${made.campaignId}/broadcasts/${made.id}`, { toSeeds });
  expect(await bodyOf(await change(false))).toMatchObject({ toSeeds: false });
  expect(await copies()).toEqual([0, []]);
  // Where nobody chose, the organisation does.
  expect(await bodyOf(await change(null))).toMatchObject({ toSeeds: null });
  await caller.request('PATCH', '/tenant', { sendsToSeeds: false });
  expect(await copies()).toEqual([0, []]);
  expect(await bodyOf(await change(true))).toMatchObject({ toSeeds: true });
  expect(await copies()).toEqual([1, [lacks]]);
  await caller.request('POST', '/seeds', { address: 'look@gmail.com' });
  expect(await copies()).toEqual([2, []]);
  const refused = await change('yes');
  expect([refused.status, await bodyOf(refused)]).toMatchObject([400, { errors: [{ path: 'toSeeds' }] }]);
});

it('says of which message something is, also of two that are called the same; what is of a sender is of none', async () => {
  const more = [
    { name: 'Twice', audience: { everyone: true } },
    { name: 'Twice', audience: { everyone: false } },
  ];
  const { said } = await preflightOf([], more);
  const partsOf = (code: string) =>
    said.findings.filter((one) => one.code === code).map(({ where, part }) => [where, part]);
  expect(partsOf('no_audience')).toEqual([
    ['Twice: audience', { kind: 'broadcast', id: said.broadcasts[2]!.broadcastId }],
  ]);
  const empty = said.broadcasts.slice(1).map(({ broadcastId: id }) => ({ kind: 'broadcast', id }));
  expect(partsOf('empty_subject').map(([, part]) => part)).toEqual(empty);
});

it('goes without what takes too long to find out, and says so; of a few people beside everybody it is known', async () => {
  const { id: listId } = await bodyOf<{ id: string }>(await admin.request('POST', '/lists', { name: 'Few' }));
  await database.owner.sql`
    insert into list_people (tenant_id, list_id, person_id)
    select tenant_id, ${listId}, id from people where tenant_id = ${admin.tenantId} and email = 'a@yahoo.com'`;
  const more = [
    { name: 'To the same', audience: { everyone: true } },
    { name: 'To nobody', audience: { everyone: false } },
    { name: 'To few', audience: { listIds: [listId] } },
  ];
  const { status, said } = await preflightOf(['ada@slow.example'], more);
  expect([status, said.broadcasts.map(({ recipients }) => recipients)]).toEqual([200, [4, 4, 0, 1]]);
  const unknownOf = said.findings.filter(({ code }) => code === 'receivers_unknown').map(({ part }) => part?.id);
  // It is said of each of the messages to everybody, and waited for once with the list and once alone.
  expect(unknownOf).toEqual(said.broadcasts.slice(0, 2).map(({ broadcastId }) => broadcastId));
  const [slow] = await database.owner.sql<{ asked: number }[]>`select last_value::int as asked from slow_asked`;
  expect(slow).toEqual({ asked: 2 });
}, 60_000);
