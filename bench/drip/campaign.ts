import { Client } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { insertStartingTypes, listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { insertCampaign, markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { enrol, namedPeople, requestWake } from '../../db/queries/drips/enrolments.ts';
import { findDrip, insertDrip } from '../../db/queries/drips/drips.ts';
import { insertSender } from '../../db/queries/senders/senders.ts';
import { DripDefinition } from '../../domain/drips/definition.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaigns/lifecycle.ts';
import type { DripPriority } from '../../domain/drips/drip.ts';
import { dripWorkflowId, wakeDrip, type DripRef } from '../../workflows/drips/messages.ts';
import { sampleSource } from '../sender/sample.ts';
import type { DripServers } from './servers.ts';

/** A drip that is ready to start, and whom it is for. */
export type BenchDrip = DripRef & { personIds: string[] };

/** The databases that benches prepare in, as the owner and as the application. */
export type BenchDatabases = Pick<DripServers, 'owner' | 'app'>;

/** Makes a tenant with people who all gave consent; `capMessages` in a week (null: no cap). */
export async function prepareTenant(
  { owner, app }: BenchDatabases,
  { people, capMessages }: { people: number; capMessages: number | null },
): Promise<{ tenantId: string; senderId: string; personIds: string[] }> {
  const [row] = await owner.sql<{ tenantId: string }[]>`
    insert into tenants (name, postal_address, cap_messages, cap_days) values ('Example Works', '1 Example Street', ${capMessages}, 7)
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
    const sender = { name: 'Example Works', address: 'news@example.test', replyTo: null, ratePerSecond: null };
    const senderId = (await insertSender(db, sender))!;
    const persons = await db.selectFrom('people').select('id').execute();
    return { tenantId, senderId, personIds: persons.map(({ id }) => id) };
  });
}

/** Makes a campaign of the tenant with what `fill` puts into it, approved and running as a row. */
export async function prepareRunning<T>(
  db: TenantDb,
  name: string,
  fill: (campaignId: string) => Promise<T>,
): Promise<{ campaignId: string; filled: T }> {
  const [type] = await listCampaignTypes(db);
  const values = { name, campaignTypeId: type!.id, currency: 'EUR', utmId: name.toLowerCase(), createdBy: 'bench' };
  const { id: campaignId } = await insertCampaign(db, values);
  const filled = await fill(campaignId);
  const approvedHash = await findContentHash(db, campaignId);
  await markCampaign(db, { id: campaignId, from: ['draft'], to: 'running', values: { approvedHash } });
  return { campaignId, filled };
}

/** Puts a drip of so many messages, one `unit` apart, into a campaign. Returns its id. */
export async function insertBenchDrip(
  db: TenantDb,
  drip: { campaignId: string; senderId: string; steps: number; unit: 'minutes' | 'days'; priority: DripPriority },
): Promise<string> {
  const { campaignId, senderId, steps, unit, priority } = drip;
  const dripId = uuidv7();
  const definition = DripDefinition.parse({
    steps: Array.from({ length: steps }, (_, step) => [
      { key: `message${step}`, kind: 'send', content: { ...sampleSource.content, senderId } },
      { key: `wait${step}`, kind: 'wait', until: { kind: 'duration', amount: 1, unit } },
    ]).flat(),
  });
  const author = { id: 'bench', name: 'bench' };
  await insertDrip(db, { id: dripId, campaignId, name: 'Welcome', priority, definition, author });
  return dripId;
}

/** Makes a tenant with people, no cap, and a running campaign with a drip of so many messages, one `unit` apart. */
export async function prepareDrip(
  databases: BenchDatabases,
  { people, steps, unit }: { people: number; steps: number; unit: 'minutes' | 'days' },
): Promise<BenchDrip> {
  const { tenantId, senderId, personIds } = await prepareTenant(databases, { people, capMessages: null });
  return withTenant(databases.app.db, tenantId, async (db) => {
    const { campaignId, filled: dripId } = await prepareRunning(db, 'Welcome', (campaignId) =>
      insertBenchDrip(db, { campaignId, senderId, steps, unit, priority: 'normal' }),
    );
    return { tenantId, campaignId, dripId, personIds };
  });
}

/** Starts the campaign's workflow, which starts the drip. */
export function startDrip({ env }: DripServers, { tenantId, campaignId }: BenchDrip) {
  return env.client.workflow.start(campaignLifecycle, campaignStart({ tenantId, campaignId }));
}

/** Waits for the end of a drip's campaign while the time is played. */
export async function untilOver({ env, time }: DripServers, run: { workflowId: string }): Promise<void> {
  const ended = new Client({ connection: env.connection }).workflow.getHandle(run.workflowId).result();
  await time.passUntil(ended);
  await ended;
}

/** How long people waited for their first message (seconds of the business), from the shortest to the longest. */
export async function listFirstWaits({ owner }: DripServers, { tenantId }: BenchDrip): Promise<number[]> {
  const rows = await owner.sql<{ seconds: number }[]>`
    select extract(epoch from min(m.sent_at) - p.enrolled_at)::float as seconds
    from drip_positions p join messages m on m.tenant_id = p.tenant_id and m.occurrence = p.id
    where p.tenant_id = ${tenantId} group by p.id, p.enrolled_at order by 1`;
  return rows.map(({ seconds }) => seconds);
}

/** Lets people in by the server's clock. */
export async function enrolSome(servers: DripServers, drip: BenchDrip, personIds: string[]): Promise<void> {
  await passTimer(servers, drip);
  const nowIso = new Date(await servers.env.currentTimeMs()).toISOString();
  await letIn({ app: servers.app, client: servers.env.client }, drip, { personIds, nowIso });
}

/** Lets people in as the API does. */
export async function letIn(
  { app, client }: { app: Database; client: Client },
  drip: Pick<BenchDrip, 'tenantId' | 'dripId'>,
  { personIds, nowIso }: { personIds: string[]; nowIso: string },
): Promise<void> {
  const { tenantId, dripId } = drip;
  const reentry = { allowed: false, afterDays: 0 };
  const isSooner = await withTenant(app.db, tenantId, async (db) => {
    const people = namedPeople(personIds);
    await enrol(db, { dripId, nowIso, source: 'by_hand', people, reentry, limit: personIds.length });
    return requestWake(db, dripId, nowIso);
  });
  if (isSooner) await client.workflow.getHandle(dripWorkflowId(drip)).signal(wakeDrip);
}

/**
 * The server whose clock skips forgets a workflow whose timer fires in the moment in which a signal makes it cancel that timer
 * (temporalio/sdk-java#3088): nobody comes in shortly before one does.
 */
async function passTimer(
  { app, env, time }: Pick<DripServers, 'app' | 'env' | 'time'>,
  { tenantId, dripId }: BenchDrip,
): Promise<void> {
  const drip = await withTenant(app.db, tenantId, (db) => findDrip(db, dripId));
  const left = (drip?.nextWakeAt?.getTime() ?? 0) - (await env.currentTimeMs());
  if (left > 0 && left < 5000) await time.pass(left + 1000);
}

/** How many messages have been sent. */
export async function countSent({ owner }: Pick<BenchDatabases, 'owner'>, { tenantId }: BenchDrip): Promise<number> {
  const [row] = await owner.sql<{ sent: number }[]>`
    select count(*)::int as sent from messages where tenant_id = ${tenantId} and status = 'sent'`;
  return row?.sent ?? 0;
}
