import { sql, type RawBuilder, type Selectable } from 'kysely';
import { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { NurtureVersionState, StreamMoves } from '../../../domain/nurtures/version.ts';
import type { TenantDb } from '../../connection.ts';
import type { NurtureVersions } from '../../schema.ts';
import { listDefinitionRules } from '../broadcasts/audience-segments.ts';
import { contentHash } from '../approvals/content-hash.ts';

/** Which version of which nurture programme. */
export interface NurtureVersionRef {
  nurtureId: string;
  number: number;
}

/** A version's row. */
export type NurtureVersionRow = Omit<Selectable<NurtureVersions>, 'state' | 'moves' | 'definition'> & {
  state: NurtureVersionState;
  moves: StreamMoves;
  definition: NurtureDefinition;
};

/** What a change of state writes beside it. */
export interface NurtureVersionMark {
  activatedAt?: string;
  decidedAt?: string;
  decidedBy?: string;
  decidedByName?: string;
  comment?: string;
  contentHash?: string;
}

/** A definition as a column holds it. */
export function definitionJson(definition: NurtureDefinition): RawBuilder<string> {
  return sql<string>`${JSON.stringify(definition)}::text::jsonb`;
}

/** Replaces the definition of a version that has not begun. */
export async function writeNurtureDefinition(
  db: TenantDb,
  { nurtureId, number }: NurtureVersionRef,
  definition: NurtureDefinition,
): Promise<void> {
  await db
    .updateTable('nurtureVersions')
    .set({ definition: definitionJson(definition) })
    .where('nurtureId', '=', nurtureId)
    .where('number', '=', number)
    .execute();
}

/** The versions of a nurture programme, newest first. */
export async function listNurtureVersions(db: TenantDb, nurtureId: string): Promise<NurtureVersionRow[]> {
  const rows = await db
    .selectFrom('nurtureVersions')
    .selectAll()
    .where('nurtureId', '=', nurtureId)
    .orderBy('number', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as NurtureVersionState,
    moves: row.moves as StreamMoves,
    definition: NurtureDefinition.parse(row.definition),
  }));
}

/** One version; undefined if there is none with this number. */
export async function findNurtureVersion(
  db: TenantDb,
  { nurtureId, number }: NurtureVersionRef,
): Promise<NurtureVersionRow | undefined> {
  return (await listNurtureVersions(db, nurtureId)).find((row) => row.number === number);
}

/** Writes the next version of a programme that runs, as one that waits for approval, and returns its number. The programme must be locked. */
export async function insertNurtureVersion(
  db: TenantDb,
  values: {
    nurtureId: string;
    definition: NurtureDefinition;
    moves: StreamMoves;
    note: string;
    contentHash: string;
    author: { id: string; name: string };
  },
): Promise<number> {
  const { definition, moves, author, ...rest } = values;
  const { number } = await db
    .insertInto('nurtureVersions')
    .values((eb) => ({
      ...rest,
      number: eb
        .selectFrom('nurtureVersions')
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('next'))
        .where('nurtureId', '=', rest.nurtureId),
      state: 'in_review',
      definition: definitionJson(definition),
      moves: JSON.parse(JSON.stringify(moves)),
      createdBy: author.id,
      createdByName: author.name,
    }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Moves a version from one of the given states to another; false if it was in none of them. */
export async function markNurtureVersion(
  db: TenantDb,
  input: NurtureVersionRef & {
    from: readonly NurtureVersionState[];
    to: NurtureVersionState;
    values?: NurtureVersionMark;
  },
): Promise<boolean> {
  const row = await db
    .updateTable('nurtureVersions')
    .set({ ...input.values, state: input.to })
    .where('nurtureId', '=', input.nurtureId)
    .where('number', '=', input.number)
    .where('state', 'in', [...input.from])
    .returning('number')
    .executeTakeFirst();
  return row !== undefined;
}

/** The hash that the approval of a version pins: its rules, and those of the segments that they ask about. */
export async function findNurtureVersionHash(db: TenantDb, definition: NurtureDefinition): Promise<string> {
  const segmentRules = await listDefinitionRules(db, definition);
  return contentHash({ definition, ...(segmentRules && { segmentRules }) });
}

/** Whether rules of this hash were in use before, and so were approved. */
export async function wasNurtureApproved(db: TenantDb, nurtureId: string, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('nurtureVersions')
    .select('number')
    .where('nurtureId', '=', nurtureId)
    .where('contentHash', '=', hash)
    .where('state', 'in', ['active', 'superseded'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes members of a stream to another one, or out (null), and says how many. The programme must be locked. */
export async function clearStream(
  db: TenantDb,
  { nurtureId, stream, goesTo, nowIso }: { nurtureId: string; stream: string; goesTo: string | null; nowIso: string },
): Promise<number> {
  const leaves = sql`left_at = ${nowIso}::timestamptz, left_reason = 'stream_removed'`;
  const { rows } = await sql`
    update nurture_members set ${goesTo === null ? leaves : sql`stream = ${goesTo}`}
    where tenant_id = current_tenant() and nurture_id = ${nurtureId} and stream = ${stream} and left_at is null
    returning 1`.execute(db);
  return rows.length;
}

/** How many members are in each stream of a programme. */
export async function countInStreams(db: TenantDb, nurtureId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('nurtureMembers')
    .select(({ fn }) => ['stream', fn.countAll<number>().as('people')])
    .where('nurtureId', '=', nurtureId)
    .where('leftAt', 'is', null)
    .groupBy('stream')
    .execute();
  return new Map(rows.map(({ stream, people }) => [stream, people]));
}
