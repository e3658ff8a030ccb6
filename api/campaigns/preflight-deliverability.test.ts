import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Preflight } from '../../domain/campaigns/preflight.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
beforeAll(async () => {
  database = await createTestDatabase();
  const { sql } = database.owner;
  // Whoever asks what stands before the at sign of an address at slow.example waits longer than anybody does.
  await sql.unsafe(`
    create function public.split_part(text, text, integer) returns text language sql volatile as $$
      select pg_catalog.split_part($1, $2, $3) from pg_sleep(case when $1 like '%@slow.example' then 60 else 0 end) $$;
    do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`);
  api = await createTestApi(database);
  admin = await api.asUser('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function preflightOf(emails: string[]): Promise<{ status: number; said: Preflight }> {
  const { tenantId } = admin;
  await database.owner.sql`
    insert into people (tenant_id, email, email_key, consent, email_status)
    select ${tenantId}, e, e, 'granted', 'ok' from unnest(${emails}::text[]) as e`;
  const { id } = await bodyOf<{ id: string }>(await admin.request('POST', '/campaigns', { name: 'Hints' }));
  const content = { subject: 'Hello', body: '<p>Hello</p>' };
  await admin.request('POST', `/campaigns/${id}/broadcasts`, { audience: { everyone: true }, content });
  const answer = await admin.request('GET', `/campaigns/${id}/preflight`);
  return { status: answer.status, said: await bodyOf<Preflight>(answer) };
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
    expect.stringMatching(/^yahoo.co.uk asked for patience: .* the 1 people there/),
  ]);
});

it('goes without what takes too long to find out, and says so', async () => {
  const { status, said } = await preflightOf(['ada@slow.example']);
  expect([status, said.broadcasts[0]?.recipients]).toEqual([200, 4]);
  expect(saidOf(said, 'receivers_unknown')).toHaveLength(1);
}, 60_000);
