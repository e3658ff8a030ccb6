import { sql, type RawBuilder } from 'kysely';
import {
  counterNames,
  endedTrying,
  eventCounterOf,
  stateCounterOf,
  sumChanges,
  type CounterChange,
  type CounterName,
} from '../../../domain/engagement/counters.ts';
import type { MessageStatus } from '../../../domain/outbox/message.ts';
import type { TenantDb } from '../../connection.ts';

/** The counters of one source by name; a name that never counted is absent. */
export type Counters = Partial<Record<CounterName, number>>;

/** Adds to counters in the caller's transaction, in one statement and in one order for all writers (so that none deadlock). */
export async function incrementCounters(db: TenantDb, changes: readonly CounterChange[]): Promise<void> {
  const sums = sumChanges(changes);
  if (sums.length > 0) await countersQuery(sums).execute(db);
}

/** The statement that adds to counters, for whoever counts more than that at once; `sums` as `sumChanges` gives them. */
export function countersQuery(sums: readonly CounterChange[]): RawBuilder<unknown> {
  const [sources, names] = [sums.map(({ sourceId }) => sourceId), sums.map(({ name }) => name)];
  return sql`
    insert into source_counters as c (source_id, name, value)
    select * from unnest(${sources}::uuid[], ${names}::text[], ${sums.map(({ by }) => by)}::bigint[])
    on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value`;
}

/** Reads the counters of several sources at once, by source. */
export async function listCounters(db: TenantDb, sourceIds: readonly string[]): Promise<Map<string, Counters>> {
  const found = new Map<string, Counters>(sourceIds.map((id) => [id, {}]));
  if (sourceIds.length === 0) return found;
  const rows = await db
    .selectFrom('sourceCounters')
    .select(['sourceId', 'name', 'value'])
    .where('sourceId', 'in', [...sourceIds])
    .execute();
  for (const row of rows) found.get(row.sourceId)![row.name as CounterName] = Number(row.value);
  return found;
}

/**
 * Counts a source anew from its messages and events and writes the result: the same numbers that the increments gave.
 * The rows are locked first, so a writer that is on its way is either seen whole or adds to the new numbers.
 */
export async function rebuildCounters(db: TenantDb, sourceId: string): Promise<Counters> {
  await lockAtZero(db, sourceId);
  const counted = sumChanges([...(await countMessages(db, sourceId)), ...(await countEvents(db, sourceId))]);
  await incrementCounters(db, counted);
  await db.deleteFrom('sourceCounters').where('sourceId', '=', sourceId).where('value', '=', 0).execute();
  return Object.fromEntries(counted.map((change) => [change.name, change.by]));
}

async function lockAtZero(db: TenantDb, sourceId: string): Promise<void> {
  const kept = await db.selectFrom('sourceCounters').select('name').where('sourceId', '=', sourceId).execute();
  const names = [...new Set<string>([...counterNames, ...kept.map((row) => row.name)])].sort();
  await db
    .insertInto('sourceCounters')
    .values(names.map((name) => ({ sourceId, name, value: 0 })))
    .onConflict((conflict) => conflict.columns(['tenantId', 'sourceId', 'name']).doUpdateSet({ value: 0 }))
    .execute();
}

async function countMessages(db: TenantDb, sourceId: string): Promise<CounterChange[]> {
  const groups = await db
    .selectFrom('messages')
    .select(({ fn }) => [
      'status',
      'reason',
      fn.countAll<number>().as('all'),
      fn.sum<number>('attempts').as('attempts'),
      fn.count<number>('openedAt').as('uniqueOpens'),
      fn.count<number>('clickedAt').as('uniqueClicks'),
      fn.count<number>('unsubscribedAt').as('unsubscribes'),
      fn.count<number>('bouncedAt').as('hardBounces'),
      fn.count<number>('complainedAt').as('complaints'),
    ])
    // By way of its batches, for which there is an index; messages have none that sending would have to keep up.
    .where('batchId', 'in', ({ selectFrom }) =>
      selectFrom('messageBatches').select('id').where('messageBatches.sourceId', '=', sourceId),
    )
    .where('sourceId', '=', sourceId)
    .groupBy(['status', 'reason'])
    .execute();
  return groups.flatMap((group) => {
    const status = group.status as MessageStatus;
    const state = stateCounterOf({ status, reason: group.reason });
    const { all, attempts, uniqueOpens, uniqueClicks, unsubscribes, hardBounces, complaints } = group;
    const deferred = Number(attempts) - (endedTrying(status) ? Number(all) : 0);
    const marks = { uniqueOpens, uniqueClicks, unsubscribes, hardBounces, complaints };
    const counts = { frozen: all, ...(state && { [state]: all }), deferred, ...marks };
    return Object.entries(counts).map(([name, by]) => ({ sourceId, name: name as CounterName, by: Number(by) }));
  });
}

/** Events whose consequences are still to come are not counted yet: applying them will add them. */
async function countEvents(db: TenantDb, sourceId: string): Promise<CounterChange[]> {
  const bounce = sql<string | null>`data ->> 'bounce'`;
  const groups = await db
    .selectFrom('engagementEvents as event')
    .select(({ fn }) => ['kind', 'verdict', bounce.as('bounce'), fn.countAll<number>().as('all')])
    .where('sourceId', '=', sourceId)
    .where('kind', 'in', ['open', 'click', 'reply', 'bounce'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('engagementWork as work').select('work.eventId').whereRef('work.eventId', '=', 'event.id')),
      ),
    )
    .groupBy(['kind', 'verdict', bounce])
    .execute();
  return groups.flatMap((group) => {
    const name = eventCounterOf(group);
    return name ? [{ sourceId, name, by: Number(group.all) }] : [];
  });
}
