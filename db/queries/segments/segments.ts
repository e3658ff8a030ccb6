import { sql, type Selectable } from 'kysely';
import { DomainError } from '../../../domain/errors.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { segmentsOf } from '../../../domain/segments/rule-parts.ts';
import type { Segment, SegmentInput, SegmentPatch } from '../../../domain/segments/segment.ts';
import type { TenantDb } from '../../connection.ts';
import type { Segments } from '../../schema.ts';
import { forgetSegmentPeople } from './members.ts';

/** Segments in the order of their names. */
export async function listSegments(
  db: TenantDb,
  input: { limit: number; after: readonly [string, string] | null; q?: string },
): Promise<Segment[]> {
  const rows = await db
    .selectFrom('segments')
    .selectAll()
    .$if(input.after !== null, (query) =>
      query.where(sql<boolean>`(name, id) > (${input.after?.[0] ?? ''}, ${input.after?.[1] ?? ''}::uuid)`),
    )
    .$if(!!input.q, (query) => query.where(sql<boolean>`position(lower(${input.q ?? ''}) in lower(name)) > 0`))
    .orderBy('name')
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return rows.map(toSegment);
}

/** One segment, or undefined. */
export async function findSegment(db: TenantDb, id: string): Promise<Segment | undefined> {
  const row = await db.selectFrom('segments').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSegment(row);
}

/**
 * Lets one at a time write rules in a tenant: two changes that each are right could make a circle together. Call it before the rules
 * are read that a change is checked against.
 */
export async function lockSegments(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('segments ' || current_tenant(), 0))`.execute(db);
}

/** Makes a segment; a name that is in use is a conflict. */
export async function insertSegment(
  db: TenantDb,
  input: SegmentInput & { id: string; createdBy: string },
): Promise<void> {
  const { rule, ...values } = input;
  const row = await db
    .insertInto('segments')
    .values({ ...values, rule: written(rule) })
    .onConflict((conflict) => conflict.columns(['tenantId', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw nameTaken();
  await markParts(db, input.id, rule);
}

/** Changes a segment; false where there is none of this id and version (null: whichever version it has). */
export async function markSegment(
  db: TenantDb,
  input: { id: string; version: number | null; changes: SegmentPatch },
): Promise<boolean> {
  const { rule, ...changes } = input.changes;
  if (changes.name !== undefined) {
    const others = db.selectFrom('segments').select('id').where('name', '=', changes.name).where('id', '<>', input.id);
    if (await others.executeTakeFirst()) throw nameTaken();
  }
  const result = await db
    .updateTable('segments')
    .set({
      ...changes,
      ...(rule ? { rule: written(rule) } : {}),
      version: sql<number>`version + 1`,
      updatedAt: sql<Date>`now()`,
    })
    .where('id', '=', input.id)
    .$if(input.version !== null, (query) => query.where('version', '=', input.version ?? 0))
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  if (rule) await markParts(db, input.id, rule);
  if (changes.isWatched === false) await forgetSegmentPeople(db, input.id);
  return true;
}

/** Keeps how many people a segment has, which changes nothing about it. */
export async function markCounted(db: TenantDb, id: string, counted: { people: number; at: string }): Promise<void> {
  await db
    .updateTable('segments')
    .set({ people: counted.people, countedAt: counted.at })
    .where('id', '=', id)
    .execute();
}

/** Deletes a segment that nothing builds on; false where there is none. */
export async function deleteSegment(db: TenantDb, id: string): Promise<boolean> {
  const result = await db.deleteFrom('segments').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

async function markParts(db: TenantDb, id: string, rule: Rule): Promise<void> {
  await db.deleteFrom('segmentParts').where('segmentId', '=', id).execute();
  const parts = segmentsOf(rule).map((partId) => ({ segmentId: id, partId }));
  if (parts.length > 0) await db.insertInto('segmentParts').values(parts).execute();
}

function written(rule: Rule) {
  return sql<string>`${JSON.stringify(rule)}::text::jsonb`;
}

function toSegment(row: Selectable<Segments>): Segment {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    rule: row.rule as unknown as Rule,
    isWatched: row.isWatched,
    people: row.people,
    countedAt: row.countedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function nameTaken(): DomainError {
  return new DomainError('conflict', 'There is a segment with this name already. Nothing was saved.', [
    { path: 'name', code: 'taken', message: 'is in use' },
  ]);
}
