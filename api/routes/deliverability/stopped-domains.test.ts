import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { insertStoppedDomain } from '../../../db/queries/deliverability/stopped-domains.ts';
import type { StoppedDomain } from '../../../domain/senders/stopped-domain.ts';
import { bodyOf, createTestApi, type TestApi } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

describe('/stopped-domains', () => {
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

  it('shows what waits and why, and lets it go on once', async () => {
    const tenantId = await api.tenant('Acme');
    const admin = await api.asUser('admin', tenantId);
    const stop = { domain: 'acme.example', cause: 'refused', code: 'smtp_550_5.7.515' } as const;
    const note = (of: Parameters<typeof insertStoppedDomain>[1]) =>
      withTenant(api.deps.database.db, tenantId, (db) => insertStoppedDomain(db, of));
    expect([await note(stop), await note(stop)]).toEqual([true, false]);
    await note({ domain: 'old.example', cause: 'key', code: null });
    // Nobody has tried that one for a while: its key opens again, or nothing of it is left.
    await database.owner
      .sql`update stopped_domains set last_at = now() - interval '1 hour' where domain = 'old.example'`;
    const list = async () =>
      (await bodyOf<{ data: StoppedDomain[] }>(await admin.request('GET', '/stopped-domains'))).data;
    const [shown, ...others] = await list();
    expect(shown).toMatchObject(stop);
    expect(others).toEqual([]);
    const go = async () => (await admin.request('DELETE', `/stopped-domains/${shown!.id}`)).status;
    expect([await go(), await go()]).toEqual([204, 404]);
    expect(await list()).toEqual([]);
    const [entry] = await database.owner.sql<{ action: string; changes: unknown }[]>`
      select action, changes from audit_log where tenant_id = ${tenantId} and action like 'sendingDomain%'`;
    expect(entry?.action).toBe('sendingDomain.resume');
    expect(JSON.stringify(entry?.changes)).toContain('acme.example');
  });
});
