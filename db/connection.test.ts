import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { freshDatabase } from '../test/database.ts';
import { newPerson, newTenant } from '../test/factories/people.ts';
import { withTenant } from './connection.ts';

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
