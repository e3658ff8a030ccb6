import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { insertEndpoint } from '../../db/queries/webhooks/endpoints.ts';
import { sealSecret } from '../../db/sealing.ts';
import { endpointPurpose } from '../../domain/webhooks/endpoint.ts';
import { createTenantRow } from '../../test/factories/campaigns.ts';
import { newPerson } from '../../test/factories/people.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { webhookEvents, webhookEventsStart } from './events.ts';

let stage: TestStage;
beforeAll(async () => {
  stage = await createTestStage();
}, 120_000);
afterAll(() => stage.close());

describe('the workflow that tells endpoints what happens', () => {
  it('tries again for days, gives up an endpoint that never answers, and ends when nobody is told any more', async () => {
    const { database, app, env, keyRing } = stage;
    const tenantId = await createTenantRow(database.owner);
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    // Nobody listens there, and the stage calls no machine of its own: every attempt fails.
    await withTenant(app.db, tenantId, (db) =>
      insertEndpoint(db, {
        id: '01970000-0000-7000-8000-000000000001',
        url: 'http://127.0.0.1:1/hook',
        description: '',
        eventTypes: ['person.created'],
        sealed: sealSecret(keyRing, endpointPurpose, secret),
        createdByName: 'Admin',
      }),
    );
    await newPerson(app, tenantId, { email: 'ada@told.example' });
    const handle = await env.client.workflow.signalWithStart(webhookEvents, webhookEventsStart({ tenantId }));
    await handle.result();
    const [delivery] = await database.owner.sql<{ status: string; attempts: number; days: number }[]>`
      select status, attempts, extract(epoch from finished_at - created_at)::float / 86400 as days
      from webhook_deliveries where tenant_id = ${tenantId}`;
    expect(delivery).toMatchObject({ status: 'failed' });
    expect(delivery!.attempts).toBeGreaterThan(6);
    expect(delivery!.days).toBeGreaterThanOrEqual(2.5);
    const [endpoint] = await database.owner.sql<{ why: string }[]>`
      select disabled_for as why from webhook_endpoints where tenant_id = ${tenantId}`;
    expect(endpoint).toEqual({ why: 'failing' });
    await recordHistory(handle, 'webhookEvents-1');
  }, 120_000);
});
