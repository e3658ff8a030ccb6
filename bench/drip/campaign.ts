import { v7 as uuidv7 } from 'uuid';
import { withTenant } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals.ts';
import { insertStartingTypes, listCampaignTypes } from '../../db/queries/campaign-types.ts';
import { insertCampaign, markCampaign } from '../../db/queries/campaigns.ts';
import { enrol, namedPeople, requestWake } from '../../db/queries/drip-enrolments.ts';
import { insertDrip } from '../../db/queries/drips.ts';
import { insertSender } from '../../db/queries/senders.ts';
import { DripDefinition } from '../../domain/drips/definition.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaign-lifecycle.ts';
import { dripWorkflowId, type DripRef } from '../../workflows/drip-messages.ts';
import { sampleSource } from '../sender/sample.ts';
import type { DripServers } from './servers.ts';

/** A drip that is ready to start, and whom it is for. */
export type BenchDrip = DripRef & { personIds: string[] };

/** Makes a tenant with people who all gave consent, no cap, and an approved campaign with a drip of so many messages a day apart. */
export async function prepareDrip(
  { owner, app }: DripServers,
  { people, steps }: { people: number; steps: number },
): Promise<BenchDrip> {
  const [row] = await owner.sql<{ tenantId: string }[]>`
    insert into tenants (name, postal_address, cap_messages) values ('Example Works', '1 Example Street', null)
    returning tenant_id as "tenantId"`;
  const { tenantId } = row!;
  await app.sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    await sql`
      insert into people (email, email_key, first_name, consent, consent_at, email_status)
      select 'person-' || n || '@sink' || n % 7 || '.test', 'person-' || n || '@sink' || n % 7 || '.test', 'Ada' || n, 'granted', now(), 'ok'
      from generate_series(1, ${people}) n`;
  });
  await owner.sql`analyze`;
  return withTenant(app.db, tenantId, async (db) => {
    await insertStartingTypes(db);
    const [type] = await listCampaignTypes(db);
    const sender = { name: 'Example Works', address: 'news@example.test', replyTo: null, ratePerSecond: null };
    const senderId = await insertSender(db, sender);
    const values = { name: 'Welcome', campaignTypeId: type!.id, currency: 'EUR', utmId: 'bench', createdBy: 'bench' };
    const { id: campaignId } = await insertCampaign(db, values);
    const dripId = uuidv7();
    const definition = DripDefinition.parse({
      steps: Array.from({ length: steps }, (_, step) => [
        { key: `message${step}`, kind: 'send', content: { ...sampleSource.content, senderId } },
        { key: `wait${step}`, kind: 'wait', until: { kind: 'duration', amount: 1, unit: 'days' } },
      ]).flat(),
    });
    const author = { id: 'bench', name: 'bench' };
    await insertDrip(db, { id: dripId, campaignId, name: 'Welcome', priority: 'normal', definition, author });
    const approvedHash = await findContentHash(db, campaignId);
    await markCampaign(db, { id: campaignId, from: ['draft'], to: 'running', values: { approvedHash } });
    const persons = await db.selectFrom('people').select('id').execute();
    return { tenantId, campaignId, dripId, personIds: persons.map(({ id }) => id) };
  });
}

/** Starts the campaign's workflow, which starts the drip. */
export function startDrip({ env }: DripServers, { tenantId, campaignId }: BenchDrip) {
  return env.client.workflow.start(campaignLifecycle, campaignStart({ tenantId, campaignId }));
}

/** Lets people in as the API does, by the server's clock. */
export async function enrolSome({ app, env }: DripServers, drip: BenchDrip, personIds: string[]): Promise<void> {
  const nowIso = new Date(await env.currentTimeMs()).toISOString();
  const { tenantId, dripId } = drip;
  const reentry = { allowed: false, afterDays: 0 };
  const isSooner = await withTenant(app.db, tenantId, async (db) => {
    const people = namedPeople(personIds);
    await enrol(db, { dripId, nowIso, source: 'by_hand', people, reentry, limit: personIds.length });
    return requestWake(db, dripId, nowIso);
  });
  if (isSooner) await env.client.workflow.getHandle(dripWorkflowId(drip)).signal('wake');
}

/** Every message that was meant for somebody. */
export function listDripMessages({ owner }: DripServers, { tenantId }: BenchDrip) {
  return owner.sql<{ id: string; status: string }[]>`select id, status from messages where tenant_id = ${tenantId}`;
}
