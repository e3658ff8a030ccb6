import { sql } from 'kysely';
import type { Grade } from '../../../domain/scoring/grade.ts';
import type { ScoreReason } from '../../../domain/scoring/reasons.ts';
import type { TenantDb } from '../../connection.ts';

/** A score as it is kept. */
export interface KeptScore {
  personId: string;
  score: number;
  grade: Grade;
  /** Both null where the rule scores. */
  chance: number | null;
  modelId: string | null;
  reasons: ScoreReason[];
  scoredAt: Date;
}

/** A score as it is written, with what the shadow says beside it. */
export interface NewScore extends Omit<KeptScore, 'scoredAt'> {
  shadowModelId: string | null;
  shadowChance: number | null;
}

/** Somebody to be scored. */
export interface ScoredPerson {
  personId: string;
  isLead: boolean;
}

/** The next people in the order of their ids, after `after`. */
export async function listPeopleToScore(
  db: TenantDb,
  { after, limit }: { after: string | null; limit: number },
): Promise<ScoredPerson[]> {
  const { rows } = await sql<ScoredPerson>`
    select id as person_id, kind = 'lead' and converted_at is null as is_lead from people
    where tenant_id = current_tenant() and erased_at is null and id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** Some people whom nobody has scored yet. */
export async function listUnscored(db: TenantDb, limit: number): Promise<ScoredPerson[]> {
  const { rows } = await sql<ScoredPerson>`
    select p.id as person_id, p.kind = 'lead' and p.converted_at is null as is_lead from people p
    left join person_scores s on s.tenant_id = p.tenant_id and s.person_id = p.id
    where p.tenant_id = current_tenant() and p.erased_at is null and s.person_id is null
    order by p.id limit ${limit}`.execute(db);
  return rows;
}

/** Those of some people who are there to be scored. */
export async function listScoredPeople(db: TenantDb, personIds: readonly string[]): Promise<ScoredPerson[]> {
  const { rows } = await sql<ScoredPerson>`
    select id as person_id, kind = 'lead' and converted_at is null as is_lead from people
    where tenant_id = current_tenant() and erased_at is null and id = any(${sql.val([...personIds])}::uuid[]) order by id`.execute(
    db,
  );
  return rows;
}

/** A share of the leads, the same people each time: about `limit` of them. */
export async function sampleLeads(db: TenantDb, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with lead as materialized (
      select id from people where tenant_id = current_tenant() and erased_at is null and kind = 'lead' and converted_at is null),
    share as (select greatest(1, ceil(count(*)::numeric / ${limit}::int))::int as of from lead)
    select id from lead, share where (hashtextextended(id::text, 98) & 2147483647) % share.of = 0 order by id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** The scores of some people as they stand, without their reasons. */
export async function listScores(
  db: TenantDb,
  personIds: readonly string[],
): Promise<Map<string, Omit<KeptScore, 'reasons'>>> {
  const rows = await db
    .selectFrom('personScores')
    .select(['personId', 'score', 'grade', 'chance', 'modelId', 'scoredAt'])
    .where('personId', 'in', [...personIds])
    .execute();
  return new Map(rows.map((row) => [row.personId, { ...row, grade: row.grade as Grade }]));
}

/**
 * Writes scores over what stood there, in order of id. Whoever was erased meanwhile keeps none: the foreign key makes it wait for an
 * erasure that is under way, and what was written for somebody who is gone then goes again.
 */
export async function writeScores(db: TenantDb, scores: readonly NewScore[], scoredAt: Date): Promise<void> {
  if (scores.length === 0) return;
  const column = <K extends keyof NewScore>(key: K) => sql.val(scores.map((score) => score[key]));
  await sql`
    insert into person_scores as s
      (person_id, score, grade, chance, model_id, reasons, scored_at, shadow_model_id, shadow_chance)
    select n.person_id, n.score, n.grade, n.chance, n.model_id, n.reasons::jsonb, ${scoredAt.toISOString()}::timestamptz, n.shadow_model_id, n.shadow_chance
    from unnest(${column('personId')}::uuid[], ${column('score')}::smallint[], ${column('grade')}::text[],
      ${column('chance')}::float8[], ${column('modelId')}::uuid[],
      ${sql.val(scores.map(({ reasons }) => JSON.stringify(reasons)))}::text[],
      ${column('shadowModelId')}::uuid[], ${column('shadowChance')}::float8[])
      as n(person_id, score, grade, chance, model_id, reasons, shadow_model_id, shadow_chance)
    order by n.person_id
    on conflict (tenant_id, person_id) do update set score = excluded.score, grade = excluded.grade, chance = excluded.chance,
      model_id = excluded.model_id, reasons = excluded.reasons, scored_at = excluded.scored_at,
      shadow_model_id = excluded.shadow_model_id, shadow_chance = excluded.shadow_chance`.execute(db);
  await deleteScoresOfErased(
    db,
    scores.map(({ personId }) => personId),
  );
}

async function deleteScoresOfErased(db: TenantDb, personIds: readonly string[]): Promise<void> {
  for (const table of ['person_scores', 'person_score_history']) {
    await sql`
      delete from ${sql.table(table)} s using people p
      where s.tenant_id = current_tenant() and s.person_id = any(${sql.val([...personIds])}::uuid[])
        and p.tenant_id = s.tenant_id and p.id = s.person_id and p.erased_at is not null`.execute(db);
  }
}

/** Why a score moved: by what is known of the person, or because something else scores. */
export type MoveCause = 'known' | 'scorer';

/** A change of a score that is large enough to be shown, and what caused it. */
export interface ScoreMove {
  personId: string;
  at: Date;
  score: number;
  grade: Grade;
  modelId: string | null;
  wasScore: number;
  wasGrade: Grade;
  wasAt: Date;
  cause: MoveCause;
  /** Empty if another model scores now: such a move says nothing about the person. */
  moved: ScoreReason[];
}

/** Keeps moves of scores; doing it again changes nothing. */
export async function insertScoreMoves(db: TenantDb, moves: readonly ScoreMove[]): Promise<void> {
  if (moves.length === 0) return;
  await db
    .insertInto('personScoreHistory')
    .values(moves.map(({ moved, ...move }) => ({ ...move, moved: JSON.parse(JSON.stringify(moved)) })))
    .onConflict((conflict) => conflict.columns(['tenantId', 'personId', 'at']).doNothing())
    .execute();
}

/** The score of a person as it stands; undefined where they have none yet. */
export async function findScore(db: TenantDb, personId: string): Promise<KeptScore | undefined> {
  const row = await db
    .selectFrom('personScores')
    .select(['personId', 'score', 'grade', 'chance', 'modelId', 'scoredAt', 'reasons'])
    .where('personId', '=', personId)
    .executeTakeFirst();
  return row && { ...row, grade: row.grade as Grade, reasons: asReasons(row.reasons) };
}

/** The last moves of a person's score, the newest first. */
export async function listScoreMoves(db: TenantDb, personId: string, limit: number): Promise<ScoreMove[]> {
  const rows = await db
    .selectFrom('personScoreHistory')
    .select(['personId', 'at', 'score', 'grade', 'modelId', 'wasScore', 'wasGrade', 'wasAt', 'cause', 'moved'])
    .where('personId', '=', personId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    grade: row.grade as Grade,
    wasGrade: row.wasGrade as Grade,
    cause: row.cause as MoveCause,
    moved: asReasons(row.moved),
  }));
}

const asReasons = (stored: unknown): ScoreReason[] => (Array.isArray(stored) ? (stored as ScoreReason[]) : []);

/** How scores stand over everybody: when they were last worked out, and how many people have each grade. */
export interface ScoreOverview {
  scored: number;
  scoredAt: Date | null;
  grades: Record<Grade, number>;
  /** Of those whom the shadow scores too: how many would have another grade by it. */
  shadow: { people: number; others: number } | null;
}

/** How scores stand over everybody. */
export async function overviewScores(db: TenantDb): Promise<ScoreOverview> {
  const { rows } = await sql<{
    scored: number;
    scoredAt: Date | null;
    a: number;
    b: number;
    c: number;
    d: number;
    people: number;
    others: number;
  }>`
    select count(*)::int as scored, max(scored_at) as scored_at,
      count(*) filter (where grade = 'A')::int as a, count(*) filter (where grade = 'B')::int as b,
      count(*) filter (where grade = 'C')::int as c, count(*) filter (where grade = 'D')::int as d,
      count(shadow_chance)::int as people,
      count(*) filter (where shadow_chance is not null and grade <> (case when shadow_score >= 75 then 'A'
        when shadow_score >= 50 then 'B' when shadow_score >= 25 then 'C' else 'D' end))::int as others
    from person_scores cross join lateral (select floor(shadow_chance * 100 + 0.5) as shadow_score) rounded where tenant_id = current_tenant()`.execute(
    db,
  );
  const { scored, scoredAt, people, others, a, b, c, d } = rows[0]!;
  return { scored, scoredAt, grades: { A: a, B: b, C: c, D: d }, shadow: people > 0 ? { people, others } : null };
}

/** Whether the tenant has anybody who could be scored. */
export async function hasPeople(db: TenantDb): Promise<boolean> {
  const row = await db.selectFrom('people').select('id').where('erasedAt', 'is', null).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Whether there is a lead of before `knownBy` of whom a shadow has said nothing yet. */
export async function isAnyUnseenBy(
  db: TenantDb,
  { shadowId, knownBy }: { shadowId: string; knownBy: Date },
): Promise<boolean> {
  const { rows } = await sql<{ isAny: boolean }>`
    select exists (
      select from people p left join person_scores s on s.tenant_id = p.tenant_id and s.person_id = p.id
      where p.tenant_id = current_tenant() and p.erased_at is null and p.kind = 'lead' and p.converted_at is null
        and p.created_at <= ${knownBy.toISOString()}::timestamptz and s.shadow_model_id is distinct from ${shadowId}::uuid) as is_any`.execute(
    db,
  );
  return rows[0]!.isAny;
}

/** What a shadow says of everybody it scores. */
export async function listShadowChances(db: TenantDb, modelId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('personScores')
    .select('shadowChance')
    .where('shadowModelId', '=', modelId)
    .where('shadowChance', 'is not', null)
    .execute();
  return rows.map(({ shadowChance }) => shadowChance!);
}
