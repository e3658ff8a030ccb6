import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import {
  foldStage,
  outcomeOfName,
  stageNames,
  type OpportunityState,
  type Stage,
} from '../../../domain/opportunities/stage.ts';
import type { StageBook } from '../../../domain/opportunities/hear.ts';
import type { StageStanding } from '../../../domain/opportunities/history.ts';
import type { TenantDb } from '../../connection.ts';

/** The stages of the pipeline in their order, with how many opportunities are in each. */
export async function listStages(db: TenantDb): Promise<Stage[]> {
  const { rows } = await sql<Stage & { probabilityPercent: string | null }>`
    select s.id, s.name, s.outcome, s.probability_percent as "probabilityPercent", coalesce(o.count, 0) as opportunities
    from opportunity_stages s
    left join (
      select stage_id, count(*) from opportunities where tenant_id = current_tenant() and deleted_at is null group by stage_id) o
      on o.stage_id = s.id
    where s.tenant_id = current_tenant() order by s.position, s.id`.execute(db);
  return rows.map((row) => ({
    ...row,
    probabilityPercent: row.probabilityPercent === null ? null : Number(row.probabilityPercent),
  }));
}

interface StageWriter {
  /** Writes the stages that are new, where they are used after all. */
  write: (used: ReadonlySet<string>) => Promise<void>;
}

interface KnownStage extends StageStanding {
  name: string;
}

/**
 * Reads the stages, so that words about them can be heard. They stay as they are until the transaction ends: whoever hears shares them,
 * whoever makes or changes some has them alone.
 */
export async function openStageBook(db: TenantDb, names: readonly string[]): Promise<StageBook & StageWriter> {
  let stages = await readStages(db);
  const isComplete = () =>
    stages.some(({ state }) => state === 'open') &&
    names.every((name) => stages.some((stage) => foldStage(stage.name) === foldStage(name)));
  await (isComplete() ? shareStages(db) : holdStages(db));
  // What was read before may have changed while this waited.
  stages = await readStages(db);
  if (!isComplete()) {
    await holdStages(db);
    stages = await readStages(db);
  }
  const added: KnownStage[] = [];
  const add = (name: string, state: OpportunityState): StageStanding => {
    const stage = { stageId: uuidv7(), state, name };
    added.push(stage);
    return stage;
  };
  const all = () => [...stages, ...added];
  return {
    named: (name, state) => {
      const known = all().find((stage) => foldStage(stage.name) === foldStage(name));
      if (!known) return add(name.trim(), state ?? outcomeOfName(name));
      return state === undefined || state === known.state ? known : { known: known.state };
    },
    first: (state) => all().find((stage) => stage.state === state) ?? add(stageNames[state], state),
    write: async (used) => {
      for (const { stageId, state, name } of added.filter((stage) => used.has(stage.stageId))) {
        await sql`
          insert into opportunity_stages (id, name, outcome, position)
          select ${stageId}::uuid, ${name}, ${state}, coalesce(max(position), 0) + 1 from opportunity_stages
          where tenant_id = current_tenant()`.execute(db);
      }
    },
  };
}

const stagesLock = sql`hashtextextended('opportunity_stages', 0) # hashtextextended(current_tenant()::text, 0)`;

/** Keeps others from making or changing stages, and from hearing by them, until the transaction ends. */
export async function holdStages(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(${stagesLock})`.execute(db);
}

/** Keeps others from making or changing stages until the transaction ends. */
async function shareStages(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${stagesLock})`.execute(db);
}

async function readStages(db: TenantDb): Promise<KnownStage[]> {
  const rows = await db
    .selectFrom('opportunityStages')
    .select(['id as stageId', 'name', 'outcome as state'])
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows as KnownStage[];
}

/** Writes a stage at its place; an id that is not known makes a new one. */
export async function upsertStage(
  db: TenantDb,
  { id, name, outcome, probabilityPercent, position }: Omit<Stage, 'opportunities'> & { position: number },
): Promise<void> {
  // A stage that was read carries its count, which is not a column.
  const values = { name, outcome, probabilityPercent, position };
  await db
    .insertInto('opportunityStages')
    .values({ id, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'id'])
        .doUpdateSet({ ...values, version: sql<number>`opportunity_stages.version + 1`, updatedAt: sql<Date>`now()` }),
    )
    .execute();
}

/** Which of these stages somebody's history speaks of; they cannot go. */
export async function listUsedStages(db: TenantDb, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select s.id from unnest(${sql.val([...ids])}::uuid[]) as s (id)
    where exists (select from opportunity_history h where h.tenant_id = current_tenant() and h.stage_id = s.id)
      or exists (select from opportunities o where o.tenant_id = current_tenant() and o.stage_id = s.id)`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Removes stages that nobody is or was in. */
export async function deleteStages(db: TenantDb, ids: readonly string[]): Promise<void> {
  if (ids.length > 0)
    await db
      .deleteFrom('opportunityStages')
      .where('id', 'in', [...ids])
      .execute();
}

/** Every opportunity that is or was in one of these stages, in order of id. */
export async function listOpportunitiesOf(db: TenantDb, stageIds: readonly string[]): Promise<string[]> {
  if (stageIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct h.opportunity_id as id from opportunity_history h
    where h.tenant_id = current_tenant() and h.stage_id = any(${sql.val([...stageIds])}::uuid[]) order by 1`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
