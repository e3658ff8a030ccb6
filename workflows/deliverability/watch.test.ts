import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenantRow } from '../../test/factories/campaigns.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { deliverabilityWatch, deliverabilityWatchId, deliverabilityWatchStart } from './watch.ts';

let stage: TestStage;
beforeAll(async () => {
  stage = await createTestStage();
}, 120_000);
afterAll(() => stage.close());

describe('the workflow that watches deliverability', () => {
  it('looks again and again while mail goes out, pauses what must not go on, and ends when nothing is sent any more', async () => {
    const { database, env } = stage;
    const tenantId = await createTenantRow(database.owner);
    const start = Date.parse(await stage.nowIso());
    const play = (name: string, value: number) => database.owner.sql`
      insert into delivery_hours (tenant_id, name, hour, sender_domain, receiving_domain, value)
      values (${tenantId}, ${name}, date_bin('1 hour', ${new Date(start).toISOString()}::timestamptz, 'epoch'), 'acme.example', 'gmail.com', ${value})`;
    await database.owner.sql`insert into deliverability_looks (tenant_id, looked_at) values (${tenantId}, now())`;
    await play('sent', 10_000);
    const handle = await env.client.workflow.signalWithStart(
      deliverabilityWatch,
      deliverabilityWatchStart({ tenantId }),
    );
    const lookedAt = async () => {
      const [row] = await database.owner.sql<{ at: Date }[]>`
        select looked_at as at from deliverability_looks where tenant_id = ${tenantId}`;
      return row!.at.getTime();
    };
    const stopped = () => database.owner.sql<{ cause: string; code: string }[]>`
      select cause, code from stopped_domains where tenant_id = ${tenantId}`;
    await stage.passUntil(async () => (await lookedAt()) > start);
    expect(await stopped()).toEqual([]);
    // Nobody wakes it: its timer finds what came back.
    await play('complained', 31);
    await stage.passUntil(async () => (await stopped()).length > 0);
    expect(await stopped()).toEqual([{ cause: 'complaints', code: '31/10000' }]);
    await recordHistory(handle, 'deliverabilityWatch-1');
    // A month later nothing that was sent counts any more.
    await database.owner.sql`delete from delivery_hours where tenant_id = ${tenantId}`;
    await handle.result();
    expect(handle.workflowId).toBe(deliverabilityWatchId({ tenantId }));
  }, 120_000);
});
