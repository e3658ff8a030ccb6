import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskQueues } from '../domain/task-queues.ts';
import { createSentBroadcast } from '../test/factories/engagement.ts';
import { recordHistory } from '../test/record-history.ts';
import { createTestStage, type TestStage } from '../test/stage.ts';
import { reportRebuild, reportRebuildStart } from './report-rebuild.ts';

let stage: TestStage;
let bulk: Worker;
let run: Promise<void>;

beforeAll(async () => {
  stage = await createTestStage();
  const { nativeConnection: connection } = stage.env;
  bulk = await Worker.create({ connection, taskQueue: taskQueues.bulk, activities: stage.activities });
  run = bulk.run();
}, 60_000);
afterAll(async () => {
  bulk.shutdown();
  await run;
  await stage.close();
});

describe('what reports read', () => {
  it('is counted anew once for what happened before hours were kept, and again where the clock has changed', async () => {
    const { tenantId } = await createSentBroadcast(stage.database.owner, { people: 5 });
    const rebuild = async () => {
      const handle = await stage.env.client.workflow.start(reportRebuild, reportRebuildStart({ tenantId }));
      await handle.result();
      return handle;
    };
    const { sql } = stage.database.owner;
    const sent = async () =>
      (await sql`select day, hour, value from campaign_hours where tenant_id = ${tenantId} and name = 'sent'`).map(
        ({ value }) => value as number,
      );
    expect(await sent()).toEqual([]);
    await recordHistory(await rebuild(), 'reportRebuild-1');
    expect(await sent()).toEqual([5]);
    await sql`update tenants set time_zone = 'Asia/Kathmandu' where tenant_id = ${tenantId}`;
    await rebuild();
    expect(await sent()).toEqual([5]);
    const [tenant] = await sql`select hours_zone from tenants where tenant_id = ${tenantId}`;
    expect(tenant).toEqual({ hours_zone: 'Asia/Kathmandu' });
  });
});
