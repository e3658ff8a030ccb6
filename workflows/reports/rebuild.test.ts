import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSentBroadcast } from '../../test/factories/engagement.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { reportRebuild, reportRebuildStart } from './rebuild.ts';

let stage: TestStage;

beforeAll(async () => (stage = await createTestStage()), 60_000);
afterAll(() => stage.close());

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
