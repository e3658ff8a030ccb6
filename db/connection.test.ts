import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { newPerson, newTenant } from '../test/factories/people.ts';
import { isConnectionLoss, untilConnected } from './connection-loss.ts';
import { inTransaction, withTenant, type TenantDb } from './connection.ts';

it('runs again what lost a deadlock, so that both who met have their way, once', async () => {
  const test = await freshDatabase();
  const app = test.open('salescompass_app');
  const tenantId = await newTenant(test.owner);
  const [one, other] = [
    await newPerson(app, tenantId, { jobTitle: '-' }),
    await newPerson(app, tenantId, { jobTitle: '-' }),
  ];
  let runs = 0;
  let hasBoth = () => {};
  const bothHaveTheirFirst = new Promise<void>((resolve) => (hasBoth = resolve));
  const turn = async (ids: string[], mark: string): Promise<void> => {
    await withTenant(app.db, tenantId, async (db) => {
      runs += 1;
      for (const [place, id] of ids.entries()) {
        await sql`update people set job_title = job_title || ${mark} where id = ${id}`.execute(db);
        if (place === 0 && runs === 2) hasBoth();
        if (place === 0) await bothHaveTheirFirst;
      }
    });
  };
  await Promise.all([turn([one, other], 'a'), turn([other, one], 'b')]);
  const titles = await withTenant(app.db, tenantId, (db) => db.selectFrom('people').select('jobTitle').execute());
  expect(runs).toBeGreaterThan(2);
  for (const { jobTitle } of titles) expect(['-ab', '-ba']).toContain(jobTitle);
  // Anything else is told at once.
  runs = 0;
  const refused = withTenant(app.db, tenantId, async (db) => {
    runs += 1;
    await db.insertInto('people').values({ id: one, tenantId }).execute();
  });
  await expect(refused).rejects.toMatchObject({ code: '23505' });
  expect(runs).toBe(1);
}, 30_000);

it('goes by the days of UTC, whatever clock the server is set to', async () => {
  const test = await freshDatabase();
  const name = new URL(test.url).pathname.slice(1);
  // At any hour at least one of the two has another day.
  for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
    await test.owner.sql.unsafe(`alter database ${name} set timezone = '${zone}'`);
    const { rows } = await sql<{
      isSame: boolean;
    }>`select current_date = (now() at time zone 'UTC')::date as is_same`.execute(test.open('salescompass_app').db);
    expect(rows).toEqual([{ isSame: true }]);
  }
});

describe('what opens a transaction', () => {
  it('names a tenant by its id, and nothing else reaches the database', async () => {
    const test = await freshDatabase();
    const app = test.open('salescompass_app');
    const hostile = "x', true); select set_config('app.tenant_id', 'y";
    await expect(withTenant(app.db, hostile, () => Promise.resolve('done'))).rejects.toThrow('UUID');
  });

  it('is written with the first query: where it fails, so does that, and nobody is seen', async () => {
    const test = await freshDatabase();
    const app = test.open('salescompass_app');
    const tenantId = await newTenant(test.owner);
    await newPerson(app, tenantId, { jobTitle: 'Buyer' });
    const listPeople = () => withTenant(app.db, tenantId, (db) => db.selectFrom('people').select('id').execute());
    expect(await listPeople()).toHaveLength(1);
    await test.owner.sql`revoke execute on function set_config(text, text, boolean) from public`;
    await expect(listPeople()).rejects.toMatchObject({ code: '25P02' });
    await test.owner.sql`grant execute on function set_config(text, text, boolean) to public`;
    // The connection is none the worse for it, and tells nobody of the tenant before.
    expect(await listPeople()).toHaveLength(1);
    expect(await app.db.selectFrom('people').select('id').execute()).toEqual([]);
  });
});

describe('a connection that is lost', () => {
  /** The client would end the process a moment after, and then give the same connection to whoever asks next. */
  async function lose(work: (db: TenantDb, kill: () => Promise<unknown>) => Promise<unknown>) {
    const test = await freshDatabase();
    const app = test.open('salescompass_app');
    const tenantId = await newTenant(test.owner);
    const lost = withTenant(app.db, tenantId, async (db) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      return work(db, () => test.owner.sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`);
    });
    await expect(lost).rejects.toSatisfy(isConnectionLoss);
    const counts = Array.from({ length: 8 }, () =>
      withTenant(app.db, tenantId, (db) => sql`select 1 from tenants`.execute(db)),
    );
    for (const { rows } of await Promise.all(counts)) expect(rows).toHaveLength(1);
  }

  it('in the middle of a query fails that transaction and no other', async () => {
    await lose(async (db, kill) => {
      const slow = sql`select pg_sleep(10)`.execute(db);
      await Promise.all([slow, kill()]);
    });
  });

  it('between two queries fails that transaction and no other', async () => {
    await lose(async (db, kill) => {
      await kill();
      await setTimeout(100);
      await sql`select 1`.execute(db);
    });
  });

  it('of somebody else’s undoes a transaction of the raw client, and holds nothing up', async () => {
    const test = await freshDatabase();
    const app = test.open('salescompass_app');
    const refused = inTransaction(app.sql, async (raw) => {
      await raw`create temporary table kept (one int)`;
      throw Object.assign(new Error('The mail server hung up.'), { code: 'ECONNRESET' });
    });
    await expect(refused).rejects.toMatchObject({ code: 'ECONNRESET' });
    const [row] = await test.owner.sql`select count(*)::int as open from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`;
    expect(row).toEqual({ open: 0 });
  }, 10_000);

  it('ends nothing where the raw client has it', async () => {
    const test = await freshDatabase();
    const app = test.open('salescompass_app');
    const lost = inTransaction(app.sql, async (raw) => {
      const [row] = await raw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await Promise.all([raw`select pg_sleep(10)`, test.owner.sql`select pg_terminate_backend(${row!.pid}, 5000)`]);
    });
    await expect(lost).rejects.toSatisfy(isConnectionLoss);
    // The client tells whoever has it next of it, too.
    const next = () => untilConnected(5, () => inTransaction(app.sql, (raw) => raw`select 1 as one`));
    for (const rows of await Promise.all(Array.from({ length: 8 }, next))) expect(rows).toEqual([{ one: 1 }]);
  });
});
