import { sql, type Selectable } from 'kysely';
import { contentHash } from '../approvals/content-hash.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import type { Evidence, SegmentSuggestion, SuggestionRound } from '../../../domain/segments/suggestions/suggestion.ts';
import type { Db, TenantDb } from '../../connection.ts';
import type { SegmentSuggestions } from '../../schema.ts';
import { loadRuleContext } from './context.ts';
import { matchingPeople } from './sql.ts';

/** A suggestion as it stands in the database: without examples, which are looked up when somebody asks. */
export type StoredSuggestion = Omit<SegmentSuggestion, 'examples'>;

/** What a round found. */
export interface FoundSuggestion {
  rule: Rule;
  evidence: Evidence;
  people: number | null;
}

/** Suggestions in a state, the surest first (by what those show who were not searched), and those decided on by when. */
export async function listSuggestions(db: TenantDb, state: SegmentSuggestion['state']): Promise<StoredSuggestion[]> {
  const rows = await db
    .selectFrom('segmentSuggestions')
    .selectAll()
    .where('state', '=', state)
    .orderBy('decidedAt', 'desc')
    .orderBy(sql`(evidence -> 'holdOut' ->> 'low')::float8`, 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map(toSuggestion);
}

/** One suggestion, or undefined. */
export async function findSuggestion(db: TenantDb, id: string): Promise<StoredSuggestion | undefined> {
  const row = await db.selectFrom('segmentSuggestions').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSuggestion(row);
}

/** Rules that somebody decided on: none of them is suggested again. */
export async function listDecidedRules(db: TenantDb): Promise<Rule[]> {
  const rows = await db.selectFrom('segmentSuggestions').select('rule').where('state', '<>', 'open').execute();
  return rows.map((row) => row.rule as unknown as Rule);
}

/** Puts what a round found in the place of what is open, and keeps how it ended. Doing it again changes nothing. */
export async function putSuggestions(
  db: TenantDb,
  { found, round }: { found: readonly FoundSuggestion[]; round: SuggestionRound },
): Promise<void> {
  const hashes = found.map(({ rule }) => contentHash(rule));
  await db
    .deleteFrom('segmentSuggestions')
    .where('state', '=', 'open')
    .$if(hashes.length > 0, (query) => query.where('ruleHash', 'not in', hashes))
    .execute();
  for (const [at, { rule, evidence, people }] of found.entries()) {
    const values = {
      evidence: sql<string>`${JSON.stringify(evidence)}::text::jsonb`,
      people,
      countedAt: people === null ? null : round.lookedAt,
    };
    await db
      .insertInto('segmentSuggestions')
      .values({
        ...values,
        rule: sql<string>`${JSON.stringify(rule)}::text::jsonb`,
        ruleHash: hashes[at]!,
        foundAt: round.lookedAt,
      })
      // What was decided meanwhile stays decided.
      .onConflict((conflict) =>
        conflict.columns(['tenantId', 'ruleHash']).doUpdateSet(values).where('segmentSuggestions.state', '=', 'open'),
      )
      .execute();
  }
  await db
    .insertInto('segmentSuggestionRounds')
    .values(round)
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(round))
    .execute();
}

/** The last look, or undefined where there was none. */
export async function findSuggestionRound(db: TenantDb): Promise<SuggestionRound | undefined> {
  const row = await db.selectFrom('segmentSuggestionRounds').selectAll().executeTakeFirst();
  return (
    row && {
      lookedAt: row.lookedAt.toISOString(),
      outcome: row.outcome as SuggestionRound['outcome'],
      clock: row.clock as SuggestionRound['clock'],
      asOf: row.asOf?.toISOString() ?? null,
      people: row.people,
      converted: row.converted,
      searched: row.searched,
    }
  );
}

/** Decides on an open suggestion; false where it is not open any more. */
export async function markSuggestion(
  db: TenantDb,
  input: { id: string; decidedBy: string } & (
    | { state: 'accepted'; segmentId: string }
    | { state: 'rejected'; reason: string }
  ),
): Promise<boolean> {
  const { id, ...values } = input;
  const result = await db
    .updateTable('segmentSuggestions')
    .set({ ...values, decidedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Some of those whom a rule means now, who came last. */
export async function listExamples(
  db: TenantDb,
  { rule, nowIso }: { rule: Rule; nowIso: string },
): Promise<SegmentSuggestion['examples']> {
  const context = await loadRuleContext(db, { rules: [rule], nowIso });
  const { rows } = await sql<SegmentSuggestion['examples'][number]>`
    select p.id as person_id,
      coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email, '') as name
    from people p
    where p.tenant_id = current_tenant() and p.id in (
      select person_id from (${matchingPeople(rule, context)}) m order by person_id desc limit 5)
    order by p.id desc`.execute(db);
  return rows;
}

/** Tenants with leads that were converted, and that nobody looked for suggestions for since `before`. As salescompass_directory. */
export async function listTenantsToSuggest(directory: Db, before: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select t.tenant_id from tenants t
    left join segment_suggestion_rounds r on r.tenant_id = t.tenant_id
    where r.looked_at is null or r.looked_at < ${before}::timestamptz`.execute(directory);
  return rows.map(({ tenantId }) => tenantId);
}

function toSuggestion(row: Selectable<SegmentSuggestions>): StoredSuggestion {
  return {
    id: row.id,
    rule: row.rule as unknown as Rule,
    state: row.state as SegmentSuggestion['state'],
    evidence: row.evidence as unknown as Evidence,
    people: row.people,
    countedAt: row.countedAt?.toISOString() ?? null,
    foundAt: row.foundAt.toISOString(),
    segmentId: row.segmentId,
    reason: row.reason,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}
