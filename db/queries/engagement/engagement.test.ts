import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { withTenant } from '../../connection.ts';
import { freshDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';

it('makes partitions ahead, moves what the default one caught, and may be called by the role that lists tenants', async () => {
  const test = await freshDatabase();
  const sent = await createSentBroadcast(test.owner);
  const insert = (receivedAt: string) => test.owner.sql`
    insert into engagement_events (tenant_id, received_at, occurred_at, kind, person_id)
    values (${sent.tenantId}, ${receivedAt}::timestamptz, now(), 'open', ${sent.personIds[0]!})`;
  const [month] = await test.owner.sql<{ child: string; inside: string }[]>`
    select 'engagement_events_' || to_char(now() + interval '2 months', 'YYYY_MM') as child,
      (date_trunc('month', now()) + interval '2 months 3 days')::text as inside`;
  await test.owner.sql`drop table ${test.owner.sql(month!.child)}`;
  await insert(month!.inside);
  await insert('2001-01-01');

  const directory = test.open('salescompass_directory');
  const before = await placesOf();
  await sql`select ensure_engagement_partitions()`.execute(directory.db);
  await sql`select ensure_engagement_partitions()`.execute(directory.db);
  expect(before).toEqual(['engagement_events_default', 'engagement_events_default']);
  expect(await placesOf()).toEqual([month!.child, 'engagement_events_default'].sort());

  const app = test.open('salescompass_app');
  await expect(sql`select ensure_engagement_partitions()`.execute(app.db)).rejects.toThrow('permission denied');
  await expect(sql`select * from ${sql.table(month!.child)}`.execute(app.db)).rejects.toThrow('permission denied');
  const seen = await withTenant(app.db, sent.tenantId, (db) =>
    db.selectFrom('engagementEvents').select('id').execute(),
  );
  expect(seen).toHaveLength(2);

  async function placesOf(): Promise<string[]> {
    const rows = await test.owner.sql`select tableoid::regclass::text as place from engagement_events`;
    return rows.map((row) => row.place as string).sort();
  }
});

it('begins a month where the one before ends, also where that was made by the clock of a server in another zone', async () => {
  const test = await freshDatabase();
  const { sql: owner } = test.owner;
  const bounds = async () =>
    (
      await owner<{ since: Date; until: Date }[]>`
        select substring(b from 'FROM \\(''([^'']+)''')::timestamptz as since, substring(b from 'TO \\(''([^'']+)''')::timestamptz as until
        from pg_inherits i join pg_class c on c.oid = i.inhrelid, pg_get_expr(c.relpartbound, c.oid) b
        where i.inhparent = 'engagement_events'::regclass and b <> 'DEFAULT' order by 1`
    ).map(({ since, until }) => [since.toISOString(), until.toISOString()] as const);
  const whole = await bounds();
  const months = await owner<{ child: string; inNewYork: string }[]>`
    select 'engagement_events_' || to_char(month, 'YYYY_MM') as child, (month at time zone 'America/New_York')::text as "inNewYork"
    from generate_series(date_trunc('month', now() at time zone 'UTC') + interval '1 month',
      date_trunc('month', now() at time zone 'UTC') + interval '3 months', interval '1 month') month`;
  const [former, last] = months;
  // Its last months are gone; the one before them was made where midnight comes hours later.
  for (const { child } of months) await owner`drop table ${owner(child)}`;
  await owner.unsafe(`create table ${former!.child} partition of engagement_events
    for values from ('${former!.inNewYork}') to ('${last!.inNewYork}')`);
  const elsewhere = new URL(test.url).pathname.slice(1);
  await owner.unsafe(`alter database ${elsewhere} set timezone = 'Europe/Berlin'`);
  const directory = test.open('salescompass_directory');
  await sql`select ensure_engagement_partitions()`.execute(directory.db);
  const made = await bounds();
  expect(made).toHaveLength(whole.length);
  expect(made.at(-2)![0]).toBe(new Date(last!.inNewYork).toISOString());
  expect(made.at(-2)![1]).toBe(made.at(-1)![0]);
  expect(made.at(-1)).toEqual(whole.at(-1));
});
