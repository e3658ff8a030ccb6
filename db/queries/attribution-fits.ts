import { sql } from 'kysely';
import type { CountedPath, MarkovFit } from '../../domain/attribution/markov.ts';
import type { TenantDb } from '../connection.ts';
import { channelOf, isTouch } from './touches.ts';

/** A fit of the Markov model as it is kept. */
export interface FitRow {
  version: number;
  fromAt: Date;
  toAt: Date;
  fittedAt: Date;
  checkedAt: Date;
  paths: number;
  conversions: number;
  baseline: number;
  effects: Record<string, number>;
}

/** The fit that holds; undefined before the first. */
export async function findFit(db: TenantDb): Promise<FitRow | undefined> {
  return db
    .selectFrom('attributionFits')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .$castTo<FitRow>()
    .executeTakeFirst();
}

/** How many opportunities that were touched were won since `from`. */
export async function countWon(db: TenantDb, from: Date): Promise<number> {
  const { count } = await db
    .selectFrom('opportunities')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('closedAt', '>=', from)
    .where('state', '=', 'won')
    .where('deletedAt', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('opportunityTouches as t').select('t.touchId').whereRef('t.opportunityId', '=', 'opportunities.id'),
      ),
    )
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * The paths between two times, counted: those of opportunities that were won, and as paths to nothing those that were lost and those
 * of people who were touched and have a part in none.
 */
export async function listPaths(db: TenantDb, { from, to }: { from: Date; to: Date }): Promise<CountedPath[]> {
  const { rows } = await sql<CountedPath>`
    with path as (
      select array_agg(t.channel order by t.position) as channels, (o.state = 'won')::int as conversions, (o.state = 'lost')::int as nulls
      from opportunities o
      join opportunity_touches t on t.tenant_id = current_tenant() and t.opportunity_id = o.id
      where o.tenant_id = current_tenant() and o.closed_at >= ${from} and o.closed_at < ${to} and o.deleted_at is null
      group by o.id, o.state
      union all
      select array_agg(${channelOf} order by e.occurred_at, e.id), 0, 1
      from engagement_events e cross join (select count_opens_as_touch as opens from tenants where tenant_id = current_tenant()) setting
      where e.tenant_id = current_tenant() and e.received_at >= ${from} and e.received_at < ${to} and e.person_id is not null
        and ${isTouch(sql`setting.opens`)}
        and not exists (select from opportunity_people p where p.tenant_id = current_tenant() and p.person_id = e.person_id)
      group by e.person_id
    )
    select channels, sum(conversions)::int8 as conversions, sum(nulls)::int8 as nulls from path group by channels`.execute(
    db,
  );
  return rows;
}

/** Keeps a fit as the next version. */
export async function insertFit(
  db: TenantDb,
  fit: MarkovFit & { from: Date; to: Date; paths: number; conversions: number },
): Promise<void> {
  await sql`
    insert into attribution_fits (version, from_at, to_at, paths, conversions, baseline, effects)
    select coalesce(max(version), 0) + 1, ${fit.from}, ${fit.to}, ${fit.paths}, ${fit.conversions}, ${fit.baseline},
      ${JSON.stringify(Object.fromEntries(fit.effects))}::text::jsonb
    from attribution_fits where tenant_id = current_tenant()`.execute(db);
}

/** Notes that fitting again said the same. */
export async function markFitChecked(db: TenantDb, version: number): Promise<void> {
  await db
    .updateTable('attributionFits')
    .set({ checkedAt: sql<Date>`now()` })
    .where('version', '=', version)
    .execute();
}
