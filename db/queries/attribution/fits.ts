import { sql } from 'kysely';
import { fittedChannels, otherChannels } from '../../../domain/attribution/fit.ts';
import type { CountedStep, MarkovFit } from '../../../domain/attribution/markov.ts';
import type { TenantDb } from '../../connection.ts';
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

/** The time whose paths are looked at: from the first moment on, before the other. */
export interface FitWindow {
  from: Date;
  to: Date;
}

/** How many opportunities that were touched were won in the time: the conversions that `listSteps` finds in it. */
export async function countWon(db: TenantDb, { from, to }: FitWindow): Promise<number> {
  const { count } = await db
    .selectFrom('opportunities')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('closedAt', '>=', from)
    .where('closedAt', '<', to)
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
 * The steps of the paths between two times, counted: those of opportunities that were won, and as paths to nothing those that were lost
 * and those of people who were touched and have a part in none. Channels beyond the most frequent are one: the answer has some ten
 * thousand rows at most.
 */
export async function listSteps(db: TenantDb, { from, to }: FitWindow): Promise<CountedStep[]> {
  const { rows } = await sql<CountedStep>`
    with touch as materialized (
      select o.id as path, t.at, t.touch_id as id, t.channel, o.state = 'won' as is_won
      from opportunities o
      join opportunity_touches t on t.tenant_id = current_tenant() and t.opportunity_id = o.id
      where o.tenant_id = current_tenant() and o.state in ('won', 'lost') and o.closed_at >= ${from} and o.closed_at < ${to}
        and o.deleted_at is null
      union all
      select e.person_id, e.occurred_at, e.id, ${channelOf}, false
      from engagement_events e cross join (select count_opens_as_touch as opens from tenants where tenant_id = current_tenant()) setting
      where e.tenant_id = current_tenant() and e.received_at >= ${from} and e.received_at < ${to} and e.person_id is not null
        and ${isTouch(sql`setting.opens`)}
        and not exists (select from opportunity_people p where p.tenant_id = current_tenant() and p.person_id = e.person_id)
    ), frequent as (
      select channel from touch group by 1 order by count(*) desc, 1 limit ${fittedChannels}
    ), step as (
      select lag(named.channel) over way as "from", named.channel as "to", is_won, lead(path) over way is null as is_last
      from (select t.path, t.at, t.id, t.is_won, coalesce(f.channel, ${otherChannels}) as channel
        from touch t left join frequent f on f.channel = t.channel) named
      window way as (partition by path order by at, id)
    )
    select "from", "to", count(*) filter (where is_won)::int8 as conversions, count(*) filter (where not is_won)::int8 as nulls
    from step group by 1, 2
    union all
    select "to", null, count(*) filter (where is_won)::int8, count(*) filter (where not is_won)::int8
    from step where is_last group by 1`.execute(db);
  return rows;
}

/** Keeps a fit as the next version. */
export async function insertFit(
  db: TenantDb,
  fit: MarkovFit & FitWindow & { paths: number; conversions: number },
): Promise<void> {
  await sql`
    insert into attribution_fits (version, from_at, to_at, paths, conversions, baseline, effects)
    select coalesce(max(version), 0) + 1, ${fit.from}, ${fit.to}, ${fit.paths}, ${fit.conversions}, ${fit.baseline},
      ${JSON.stringify(Object.fromEntries(fit.effects))}::text::jsonb
    from attribution_fits where tenant_id = current_tenant()`.execute(db);
}

/** Notes that fitting again said the same, and from how much: the next look compares with that. */
export async function markFitChecked(
  db: TenantDb,
  { version, from, to, ...counts }: FitWindow & { version: number; paths: number; conversions: number },
): Promise<void> {
  await db
    .updateTable('attributionFits')
    .set({ checkedAt: sql<Date>`now()`, fromAt: from, toAt: to, ...counts })
    .where('version', '=', version)
    .execute();
}
