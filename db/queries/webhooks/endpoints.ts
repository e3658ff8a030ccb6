import { sql, type Selectable } from 'kysely';
import { DomainError } from '../../../domain/errors.ts';
import {
  isSamePlace,
  mostEndpoints,
  type Endpoint,
  type EndpointChange,
  type EndpointInput,
} from '../../../domain/webhooks/endpoint.ts';
import { rotationHours } from '../../../domain/webhooks/secret.ts';
import type { Db, TenantDb } from '../../connection.ts';
import type { WebhookEndpoints } from '../../schema.ts';

/** An endpoint without its secrets. */
export type EndpointRow = Omit<Selectable<WebhookEndpoints>, 'sealed' | 'formerSealed'>;

const columns = [
  'tenantId',
  'id',
  'url',
  'description',
  'eventTypes',
  'disabledAt',
  'disabledFor',
  'failingSince',
  'formerUntil',
  'rotatedAt',
  'createdByName',
  'version',
  'createdAt',
  'updatedAt',
] as const;

/** Every endpoint, the newest first. */
export async function listEndpoints(db: TenantDb): Promise<EndpointRow[]> {
  return db.selectFrom('webhookEndpoints').select(columns).orderBy('id', 'desc').limit(mostEndpoints).execute();
}

/** One endpoint. */
export async function findEndpoint(db: TenantDb, id: string): Promise<EndpointRow | undefined> {
  return db.selectFrom('webhookEndpoints').select(columns).where('id', '=', id).executeTakeFirst();
}

/** Makes an endpoint; one that the same request made before stays. Throws `conflict` where another one has its address, or there are too many. */
export async function insertEndpoint(
  db: TenantDb,
  input: EndpointInput & { id: string; sealed: string; createdByName: string },
): Promise<void> {
  const known = await listOthers(db, input.id);
  refuseTaken(known, input.url);
  if (known.length >= mostEndpoints)
    throw new DomainError('conflict', `There are ${mostEndpoints} endpoints already; remove one first.`);
  await db
    .insertInto('webhookEndpoints')
    .values(input)
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .execute();
}

/** The other endpoints. Whoever makes or moves one waits for whoever does so at the same time: two would not see each other. */
async function listOthers(db: TenantDb, id: string): Promise<{ url: string }[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('webhook endpoints ' || current_tenant(), 0))`.execute(db);
  return db.selectFrom('webhookEndpoints').select('url').where('id', '<>', id).execute();
}

function refuseTaken(others: readonly { url: string }[], url: string): void {
  if (!others.some((other) => isSamePlace(other.url, url))) return;
  const message = 'is told by another endpoint already: add the kinds of events to that one';
  throw new DomainError('conflict', 'Another endpoint has this address already. Nothing was saved.', [
    { path: 'url', code: 'taken', message },
  ]);
}

/** Changes an endpoint at a known version (null: whatever it is); false where somebody else was faster. Throws `conflict` where another one has its address. */
export async function updateEndpoint(
  db: TenantDb,
  { id, version, change }: { id: string; version: number | null; change: EndpointChange },
): Promise<boolean> {
  const { isEnabled, ...rest } = change;
  if (rest.url !== undefined) {
    const others = await listOthers(db, id);
    const before = await findEndpoint(db, id);
    // One that has shared its address for long may be changed otherwise.
    if (before && !isSamePlace(before.url, rest.url)) refuseTaken(others, rest.url);
  }
  const state =
    isEnabled === undefined
      ? {}
      : isEnabled
        ? { disabledAt: null, disabledFor: null, failingSince: null }
        : {
            disabledAt: sql<Date>`coalesce(disabled_at, now())`,
            disabledFor: sql<string>`coalesce(disabled_for, 'person')`,
          };
  const result = await db
    .updateTable('webhookEndpoints')
    .set({
      ...rest,
      ...state,
      version: sql<number>`version + 1`,
      updatedAt: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .$if(version !== null, (query) => query.where('version', '=', version))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Makes a secret the one that signs; the former one signs beside it for a day. */
export async function rotateEndpointSecret(
  db: TenantDb,
  { id, sealed }: { id: string; sealed: string },
): Promise<void> {
  await sql`
    update webhook_endpoints set former_sealed = sealed, former_until = now() + make_interval(hours => ${rotationHours}),
      sealed = ${sealed}, rotated_at = now(), version = version + 1, updated_at = now()
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
}

/** Removes an endpoint with its pending deliveries; undefined if there is none. */
export async function deleteEndpoint(db: TenantDb, id: string): Promise<EndpointRow | undefined> {
  await db.deleteFrom('webhookDeliveries').where('endpointId', '=', id).execute();
  return db.deleteFrom('webhookEndpoints').where('id', '=', id).returning(columns).executeTakeFirst();
}

/** An endpoint as calls need it: where, and the sealed secrets that hold, the newest first. */
export interface CalledEndpoint {
  id: string;
  url: string;
  failingSince: Date | null;
  sealed: string[];
}

/** Endpoints by id, as calls need them. */
export async function listCalledEndpoints(db: TenantDb, ids: readonly string[]): Promise<Map<string, CalledEndpoint>> {
  const { rows } = await sql<CalledEndpoint>`
    select id, url, failing_since, array_remove(array[sealed, case when former_until > now() then former_sealed end], null) as sealed
    from webhook_endpoints where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Keeps that an endpoint did what it should (null) or failed, since when it fails without a break. */
export async function markEndpointHealth(
  db: TenantDb,
  { id, failedAtIso }: { id: string; failedAtIso: string | null },
): Promise<void> {
  await sql`
    update webhook_endpoints set failing_since = case when ${failedAtIso}::timestamptz is null then null
      else coalesce(failing_since, ${failedAtIso}::timestamptz) end
    where tenant_id = current_tenant() and id = ${id}
      and (failing_since is null) <> (${failedAtIso}::timestamptz is null)`.execute(db);
}

/** Calls an endpoint no more, and gives up what was on its way; true where that is news. */
export async function disableEndpoint(
  db: TenantDb,
  { id, why, nowIso }: { id: string; why: Exclude<Endpoint['disabledFor'], null>; nowIso: string },
): Promise<boolean> {
  const { rows } = await sql`
    update webhook_endpoints set disabled_at = ${nowIso}::timestamptz, disabled_for = ${why}, version = version + 1, updated_at = now()
    where tenant_id = current_tenant() and id = ${id} and disabled_at is null returning 1`.execute(db);
  await sql`
    update webhook_deliveries set status = 'failed', finished_at = ${nowIso}::timestamptz, problem = coalesce(problem, 'disabled'),
      lease_id = null, leased_until = null
    where tenant_id = current_tenant() and endpoint_id = ${id} and status = 'waiting'`.execute(db);
  return rows.length > 0;
}

/** Tenants that tell somebody what happens, with something that is due. As salescompass_directory. */
export async function listTenantsToDeliver(directory: Db, before: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select distinct d.tenant_id from webhook_deliveries d
    where d.status = 'waiting' and d.next_try_at <= ${before}::timestamptz
      and d.tenant_id in (select tenant_id from webhook_endpoints where disabled_at is null)`.execute(directory);
  return rows.map(({ tenantId }) => tenantId);
}
