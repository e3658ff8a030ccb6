import { sql, type RawBuilder } from 'kysely';
import type { Audience } from '../../../domain/broadcasts/audience.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { segmentsNamedIn } from '../../../domain/segments/rule-parts.ts';
import type { TenantDb } from '../../connection.ts';
import { loadRuleContext, type SqlRuleContext } from '../segments/context.ts';
import { matchingPeople, planForMany } from '../segments/sql.ts';

type Segmented = Pick<Audience, 'segmentIds' | 'excludeSegmentIds'>;

/** What the segments of an audience mean at a moment; null where it has none. */
export async function loadAudienceContext(
  db: TenantDb,
  { audience, nowIso }: { audience: Segmented; nowIso: string },
): Promise<SqlRuleContext | null> {
  const rules = [...audience.segmentIds, ...audience.excludeSegmentIds].map(inSegment);
  if (rules.length === 0) return null;
  await planForMany(db);
  return loadRuleContext(db, { rules, nowIso });
}

/** The people of some segments: a relation of `person_id` for each. */
export function segmentPeople(ids: readonly string[], context: SqlRuleContext | null): RawBuilder<unknown>[] {
  return context === null ? [] : ids.map((id) => matchingPeople(inSegment(id), context));
}

/** The rules that the segments of some audiences rest on, by id: part of what an approval pins. Undefined where there are none. */
export function listAudienceRules(
  db: TenantDb,
  audiences: readonly Segmented[],
): Promise<Record<string, Rule> | undefined> {
  return listRulesOf(
    db,
    audiences.flatMap((audience) => [...audience.segmentIds, ...audience.excludeSegmentIds]),
  );
}

/** The rules that the segments which a definition of a drip or a nurture programme names rest on, likewise. */
export function listDefinitionRules(db: TenantDb, definition: unknown): Promise<Record<string, Rule> | undefined> {
  return listRulesOf(db, segmentsNamedIn(definition));
}

async function listRulesOf(db: TenantDb, ids: readonly string[]): Promise<Record<string, Rule> | undefined> {
  if (ids.length === 0) return undefined;
  const { segments } = await loadRuleContext(db, { rules: ids.map(inSegment), nowIso: new Date(0).toISOString() });
  return Object.fromEntries(segments);
}

/** The first of some ids that is no segment of the tenant. */
export async function findMissingSegment(db: TenantDb, ids: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from segments where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])`.execute(db);
  return ids.find((id) => !rows.some((row) => row.id === id));
}

function inSegment(segmentId: string): Rule {
  return { kind: 'segment', is: true, segmentId };
}
