import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMember } from './auth/provision.ts';
import { withTenant } from '../db/connection.ts';
import { noteWorkflowRun } from '../db/queries/workflow-runs.ts';
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

it('the console shows all tenants, so its links are for installation operators alone', async () => {
  const tenant = await api.tenant();
  const ids = await fillEveryTable(database.owner.sql, { tenantId: tenant, marker: 'linked' });
  const [admin, operator] = [await api.asUser('admin', tenant), await api.asOperator()];
  await addMember(api.deps, { tenantId: tenant, userId: operator.personId, role: 'analyst' });
  const read = async (who: typeof admin) =>
    bodyOf<{ workflow: { id: string; url: string | null } | null }>(
      await who.request('GET', `/campaigns/${ids.campaigns}`),
    );
  const id = `campaign/${tenant}/${ids.campaigns}`;
  expect((await read(admin)).workflow).toMatchObject({ id, url: null });
  const link = `http://localhost:8233/namespaces/default/workflows/${encodeURIComponent(id)}`;
  expect((await read(operator)).workflow).toMatchObject({ id, url: expect.stringContaining(link) });
  const note = (runId: string, seenAtIso: string) =>
    withTenant(api.deps.database.db, tenant, (db) =>
      noteWorkflowRun(db, { kind: 'campaign', subjectId: ids.campaigns!, runId, seenAtIso }),
    );
  await note('second', '2026-02-02T00:00:00.000Z');
  // What an earlier run does comes late at times.
  await note('first', '2026-02-01T00:00:00.000Z');
  expect((await read(operator)).workflow).toEqual({ id, runId: 'second', url: `${link}/second/history` });
  expect((await read(admin)).workflow).toEqual({ id, runId: 'second', url: null });

  const finish = (at: string) =>
    database.owner
      .sql`update campaigns set status = 'completed', status_changed_at = ${at} where id = ${ids.campaigns!}`;
  await finish(new Date(Date.now() - 29 * 24 * 3600_000).toISOString());
  expect((await read(operator)).workflow).toMatchObject({ id, url: expect.stringContaining(link) });
  await finish(new Date(Date.now() - 31 * 24 * 3600_000).toISOString());
  expect((await read(operator)).workflow).toMatchObject({ id, url: null });
});
