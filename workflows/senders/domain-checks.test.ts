import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { findSendingDomain, insertSendingDomain, requestCheck } from '../../db/queries/senders/sending-domains.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { domainChecks, domainChecksId, domainChecksStart } from './domain-checks.ts';

let stage: TestStage;

beforeAll(async () => {
  stage = await createTestStage({ dns: { txt: async () => ({ kind: 'none' }) } });
}, 120_000);
afterAll(() => stage.close());

describe('the workflow that looks at sending domains', () => {
  it('looks again later and later by itself, at once when somebody asks, and ends with the last domain', async () => {
    const tenantId = randomUUID();
    await stage.database.owner.sql`insert into tenants (tenant_id, name) values (${tenantId}, 'T')`;
    const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(stage.app.db, tenantId, work);
    const { id } = (await inTenant((db) => insertSendingDomain(db, { domain: 'acme.example', keys: [] })))!;
    await stage.database.owner.sql`update sending_domains set next_check_at = ${await stage.nowIso()} where id = ${id}`;
    const begin = () => stage.env.client.workflow.signalWithStart(domainChecks, domainChecksStart({ tenantId }));
    await begin();
    const failures = async () => (await inTenant((db) => findSendingDomain(db, id)))!.checkFailures;
    await stage.passUntil(async () => (await failures()) >= 3);
    const before = await failures();
    await inTenant((db) => requestCheck(db, id));
    await begin();
    await stage.passUntil(async () => (await failures()) > before);
    const handle = stage.env.client.workflow.getHandle(domainChecksId({ tenantId }));
    const { length } = (await handle.fetchHistory()).events!;
    expect(length).toBeLessThan(60);
    await recordHistory(handle, 'domainChecks-1');
    await stage.database.owner.sql`delete from sending_domains where id = ${id}`;
    await begin();
    await handle.result();
  }, 120_000);
});
