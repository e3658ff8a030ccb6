import { sql } from 'kysely';
import type { Delivery, DeliveryDetail } from '../../../domain/webhooks/endpoint.ts';
import { testEvent } from '../../../domain/webhooks/event.ts';
import type { TenantDb } from '../../connection.ts';

/** Something that happened, as endpoints are told of it. */
export interface WebhookEvent {
  type: string;
  data: Record<string, unknown>;
}

/** Tells endpoints of events, in the caller's transaction; nothing is written where no endpoint wants to hear of them. */
export async function tellEndpoints(db: TenantDb, events: readonly WebhookEvent[]): Promise<void> {
  if (events.length === 0) return;
  const types = [...new Set(events.map(({ type }) => type))];
  await sql`
    insert into webhook_events (type, data)
    select given.type, given.data from jsonb_to_recordset(${JSON.stringify(events)}::text::jsonb) as given (type text, data jsonb)
    where (select is_told(${sql.val(types)}::text[])) and given.type in (select type from (
      select unnest(event_types) as type from webhook_endpoints where tenant_id = current_tenant() and disabled_at is null) wanted)`.execute(
    db,
  );
}

/** A delivery that is being made. */
export interface LeasedDelivery {
  id: string;
  endpointId: string;
  eventId: string;
  type: string;
  at: Date;
  data: unknown;
  /** This attempt counted. */
  attempts: number;
}

/**
 * Takes deliveries that are due and holds them for two minutes: some of each endpoint, of one that fails a single one, so that none is
 * held up by another, and of those to `spare` none. A lease that ran out is taken again: the endpoint knows an event by its id.
 */
export async function leaseDeliveries(
  db: TenantDb,
  input: { nowIso: string; leaseId: string; limit: number; each: number; spare: readonly string[] },
): Promise<LeasedDelivery[]> {
  const { rows } = await sql<LeasedDelivery>`
    with due as (
      select d.id from webhook_endpoints e
      cross join lateral (
        select id, next_try_at from webhook_deliveries w
        where w.tenant_id = current_tenant() and w.endpoint_id = e.id and w.status = 'waiting'
          and w.next_try_at <= ${input.nowIso}::timestamptz and (w.leased_until is null or w.leased_until < now())
        order by w.next_try_at, w.id limit case when e.failing_since is null then ${input.each}::int else 1 end) d
      where e.tenant_id = current_tenant() and e.disabled_at is null and e.id <> all(${sql.val([...input.spare])}::uuid[])
      order by d.next_try_at limit ${input.limit}),
    held as (
      select w.id from webhook_deliveries w where w.tenant_id = current_tenant() and w.id in (select id from due) and w.status = 'waiting'
        and (w.leased_until is null or w.leased_until < now())
      order by w.id for update skip locked),
    leased as (
      update webhook_deliveries w set lease_id = ${input.leaseId}::uuid, leased_until = now() + interval '2 minutes', attempts = attempts + 1
      from held where w.tenant_id = current_tenant() and w.id = held.id
      returning w.id, w.endpoint_id, w.event_id, w.attempts)
    select l.id, l.endpoint_id, l.event_id, l.attempts, v.type, v.at, v.data
    from leased l join webhook_events v on v.tenant_id = current_tenant() and v.id = l.event_id
    order by l.id`.execute(db);
  return rows;
}

/** What an attempt left. */
export interface DeliveryMark {
  id: string;
  leaseId: string;
  status: Delivery['status'];
  nextTryIso: string;
  nowIso: string;
  attempt: DeliveryDetail['tries'][number];
}

/** Attempts that are kept of a delivery. */
const keptTries = 20;

/**
 * Writes the result of an attempt if the lease is still valid, but not the answer if it is about somebody who has been erased meanwhile.
 * The caller holds the people that the event is about (`holdWhomEventsAreAbout`).
 */
export async function markDelivery(db: TenantDb, mark: DeliveryMark): Promise<void> {
  const { attempt } = mark;
  const isErased = sql`exists (
    select from webhook_events v join people p on p.tenant_id = v.tenant_id and p.id = v.person_id
    where v.tenant_id = current_tenant() and v.id = event_id and p.erased_at is not null)`;
  await sql`
    update webhook_deliveries set status = ${mark.status}, response_status = ${attempt.status}::int, problem = ${attempt.problem},
      next_try_at = ${mark.nextTryIso}::timestamptz, lease_id = null, leased_until = null,
      tries = (case when jsonb_array_length(tries) >= ${keptTries} then tries - 0 else tries end) ||
        case when ${isErased} then ${JSON.stringify({ ...attempt, start: '' })} else ${JSON.stringify(attempt)} end::text::jsonb,
      finished_at = case when ${mark.status} <> 'waiting' then ${mark.nowIso}::timestamptz end
    where tenant_id = current_tenant() and id = ${mark.id} and lease_id = ${mark.leaseId}::uuid and status = 'waiting'`.execute(
    db,
  );
}

/**
 * Whether anybody is told of anything, how many deliveries wait, and when the next of them is due. Of what an endpoint that fails has
 * not been told yet, one is tried a minute from now: all of it waits for that one to arrive.
 */
export async function readDeliveryOutlook(
  db: TenantDb,
  nowIso: string,
): Promise<{ endpoints: number; left: number; nextTryAt: Date | null }> {
  const { rows } = await sql<{ endpoints: number; left: number; nextTryAt: Date | null }>`
    select (select count(*)::int from webhook_endpoints where tenant_id = current_tenant() and disabled_at is null) as endpoints,
      count(*)::int as left, min(greatest(d.leased_until, case when e.failing_since is not null and d.next_try_at <= ${nowIso}::timestamptz
        then ${nowIso}::timestamptz + interval '1 minute' else d.next_try_at end)) as next_try_at
    from webhook_endpoints e
    join webhook_deliveries d on d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status = 'waiting'
    where e.tenant_id = current_tenant() and e.disabled_at is null`.execute(db);
  return rows[0] ?? { endpoints: 0, left: 0, nextTryAt: null };
}

const shown = [
  'id',
  'eventId',
  'type',
  'status',
  'attempts',
  'responseStatus',
  'problem',
  'createdAt',
  'nextTryAt',
  'finishedAt',
] as const;

type DeliveryRow = Omit<Delivery, 'status' | 'createdAt' | 'nextTryAt' | 'finishedAt'> & {
  status: string;
  createdAt: Date;
  nextTryAt: Date;
  finishedAt: Date | null;
};

function toDelivery({ status, createdAt, nextTryAt, finishedAt, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    status: status as Delivery['status'],
    createdAt: createdAt.toISOString(),
    nextTryAt: status === 'waiting' ? nextTryAt.toISOString() : null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** Which deliveries of an endpoint are wanted. */
export interface DeliveryFilter {
  endpointId: string;
  limit: number;
  before: string | null;
  status?: Delivery['status'];
  type?: string;
}

/** Deliveries of an endpoint, the newest first. */
export async function listDeliveriesOf(db: TenantDb, filter: DeliveryFilter): Promise<Delivery[]> {
  const { endpointId, limit, before, status, type } = filter;
  const rows = await db
    .selectFrom('webhookDeliveries')
    .select(shown)
    .where('endpointId', '=', endpointId)
    .$if(before !== null, (query) => query.where('id', '<', before))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

/** A delivery of an endpoint with its event and what each attempt left. */
export async function findDelivery(
  db: TenantDb,
  { endpointId, id }: { endpointId: string; id: string },
): Promise<
  { delivery: Delivery; event: { type: string; at: Date; data: unknown }; tries: DeliveryDetail['tries'] } | undefined
> {
  const row = await db
    .selectFrom('webhookDeliveries as d')
    .innerJoin('webhookEvents as v', (join) =>
      join.onRef('v.tenantId', '=', 'd.tenantId').onRef('v.id', '=', 'd.eventId'),
    )
    .select(shown.map((name) => `d.${name}` as const))
    .select(['d.tries', 'v.at', 'v.data'])
    .where('d.endpointId', '=', endpointId)
    .where('d.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { tries, at, data, ...delivery } = row;
  return {
    delivery: toDelivery(delivery),
    event: { type: delivery.type, at, data },
    tries: tries as unknown as DeliveryDetail['tries'],
  };
}

/** Has deliveries of an endpoint made once more: one of them (whatever became of it), or those that failed since a time. Returns how many. */
export async function redeliver(
  db: TenantDb,
  { endpointId, ...which }: { endpointId: string } & ({ id: string } | { since: Date }),
): Promise<number> {
  const { rows } = await sql`
    update webhook_deliveries set status = 'waiting', attempts = 0, next_try_at = now(), finished_at = null
    where tenant_id = current_tenant() and endpoint_id = ${endpointId} and (leased_until is null or leased_until < now())
      and ${'id' in which ? sql`id = ${which.id}` : sql`status = 'failed' and created_at >= ${which.since}`}
    returning 1`.execute(db);
  return rows.length;
}

/** Writes a test for one endpoint alone; false where the same request wrote it before. */
export async function insertTestEvent(
  db: TenantDb,
  { endpointId, deliveryId }: { endpointId: string; deliveryId: string },
): Promise<boolean> {
  const { rows } = await sql`
    with written as (
      insert into webhook_events (id, type, data) values (${deliveryId}::uuid, ${testEvent}, ${JSON.stringify({ endpointId })}::text::jsonb)
      on conflict do nothing returning id)
    insert into webhook_deliveries (id, endpoint_id, event_id, type) select id, ${endpointId}::uuid, id, ${testEvent} from written
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Deletes events from before a time, with their deliveries. */
export async function deleteWebhookEventsBefore(db: TenantDb, before: Date): Promise<void> {
  await sql`
    delete from webhook_deliveries d where d.tenant_id = current_tenant() and d.created_at < ${before}
      and (d.status <> 'waiting' or d.endpoint_id not in (select id from webhook_endpoints where tenant_id = current_tenant()))`.execute(
    db,
  );
  await sql`
    delete from webhook_events v where v.tenant_id = current_tenant() and v.at < ${before}
      and not exists (select from webhook_deliveries d where d.tenant_id = v.tenant_id and d.event_id = v.id)`.execute(
    db,
  );
}
