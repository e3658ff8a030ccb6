import { sql, type Selectable } from 'kysely';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { VersionScope, VersionState } from '../../../domain/drips/version.ts';
import type { TenantDb } from '../../connection.ts';
import type { DripVersions } from '../../schema.ts';
import { writeDefinition, type VersionRef } from './definitions.ts';

/** A version's row. */
export type VersionRow = Omit<Selectable<DripVersions>, 'state' | 'scope' | 'moves'> & {
  state: VersionState;
  scope: VersionScope;
  moves: Record<string, string | null>;
};

/** What a change of state writes beside it. */
export interface VersionMarkValues {
  activatedAt?: string;
  decidedAt?: string;
  decidedBy?: string;
  decidedByName?: string;
  comment?: string;
  contentHash?: string;
}

/** Moves a version from one of the given states to another; undefined if it was in none of them. */
export async function markVersion(
  db: TenantDb,
  input: VersionRef & { from: readonly VersionState[]; to: VersionState; values?: VersionMarkValues },
): Promise<VersionRow | undefined> {
  return db
    .updateTable('dripVersions')
    .set({ ...input.values, state: input.to })
    .where('dripId', '=', input.dripId)
    .where('number', '=', input.number)
    .where('state', 'in', [...input.from])
    .returningAll()
    .$castTo<VersionRow>()
    .executeTakeFirst();
}

/** The versions of a drip, newest first, with how many open enrolments follow each. */
export function listVersions(db: TenantDb, dripId: string): Promise<(VersionRow & { people: number })[]> {
  return db
    .selectFrom('dripVersions as v')
    .selectAll('v')
    .select(
      sql<number>`(select count(*) from drip_positions p
        where p.tenant_id = v.tenant_id and p.drip_id = v.drip_id and p.version = v.number and p.ended_at is null)`.as(
        'people',
      ),
    )
    .where('v.dripId', '=', dripId)
    .orderBy('v.number', 'desc')
    .$castTo<VersionRow & { people: number }>()
    .execute();
}

/** What is written for a new version. */
export interface VersionValues {
  dripId: string;
  definition: DripDefinition;
  scope: VersionScope;
  moves: Record<string, string | null>;
  note: string;
  author: { id: string; name: string };
}

/** Writes the next version of a drip as a draft and returns its number. The drip's row must be locked. */
export async function insertVersion(db: TenantDb, values: VersionValues): Promise<number> {
  const { dripId, definition, scope, moves, note, author } = values;
  const { number } = await db
    .insertInto('dripVersions')
    .values((eb) => ({
      dripId,
      number: eb
        .selectFrom('dripVersions')
        .select(sql<number>`coalesce(max(number), 0) + 1`.as('next'))
        .where('dripId', '=', dripId),
      state: 'draft',
      scope,
      moves: JSON.parse(JSON.stringify(moves)),
      note,
      createdBy: author.id,
      createdByName: author.name,
    }))
    .returning('number')
    .executeTakeFirstOrThrow();
  await writeDefinition(db, { dripId, number }, definition);
  return number;
}

/** Whether content of this hash ran in the drip before, and so was approved. */
export async function wasApproved(db: TenantDb, dripId: string, contentHash: string): Promise<boolean> {
  const row = await db
    .selectFrom('dripVersions')
    .select('number')
    .where('dripId', '=', dripId)
    .where('contentHash', '=', contentHash)
    .where('state', 'in', ['active', 'superseded'])
    .executeTakeFirst();
  return row !== undefined;
}

/** The version that waits for approval or for the drip to take it over, or undefined. The drip's row must be locked. */
export function findPendingVersion(db: TenantDb, dripId: string): Promise<VersionRow | undefined> {
  return db
    .selectFrom('dripVersions')
    .selectAll()
    .where('dripId', '=', dripId)
    .where('state', 'in', ['in_review', 'approved'])
    .orderBy('number', 'desc')
    .$castTo<VersionRow>()
    .executeTakeFirst();
}

/** Whether a version waits for the drip to take it over. It locks nothing, so that it can be asked often. */
export async function hasApprovedVersion(db: TenantDb, dripId: string): Promise<boolean> {
  const row = await db
    .selectFrom('dripVersions')
    .select('number')
    .where('dripId', '=', dripId)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest approved version, which waits for the drip to take it over, or undefined. */
export function findApprovedVersion(db: TenantDb, dripId: string): Promise<VersionRow | undefined> {
  return db
    .selectFrom('dripVersions')
    .selectAll()
    .where('dripId', '=', dripId)
    .where('state', '=', 'approved')
    .orderBy('number', 'desc')
    .forUpdate()
    .$castTo<VersionRow>()
    .executeTakeFirst();
}

/** Replaces approved versions that were passed over: a newer one was approved before the drip took them over. */
export async function supersedeBefore(db: TenantDb, { dripId, number }: VersionRef): Promise<void> {
  await db
    .updateTable('dripVersions')
    .set({ state: 'superseded' })
    .where('dripId', '=', dripId)
    .where('number', '<', number)
    .where('state', '=', 'approved')
    .execute();
}

/** How many open enrolments stand at each step. */
export async function countStanding(db: TenantDb, dripId: string): Promise<{ all: number; at: Map<string, number> }> {
  const rows = await db
    .selectFrom('dripPositions')
    .select(({ fn }) => ['step', fn.countAll<number>().as('people')])
    .where('dripId', '=', dripId)
    .where('endedAt', 'is', null)
    .groupBy('step')
    .execute();
  const at = new Map(rows.flatMap(({ step, people }) => (step === null ? [] : [[step, people] as const])));
  return { all: rows.reduce((sum, { people }) => sum + people, 0), at };
}

/** Who in a drip follows a new version from their next step on. */
export interface Takeover extends VersionRef {
  /** The steps that the version has. */
  steps: readonly string[];
  moves: Record<string, string | null>;
}

/**
 * Makes everybody in a drip follow a new version: the step that they stand at ends as it began, and what comes after it is the new
 * version's. Who stands at a step that it does not have goes where `moves` says; who came there after that was asked finishes by the
 * version that they follow.
 */
export async function followVersion(db: TenantDb, { dripId, number, steps, moves }: Takeover): Promise<void> {
  const goesTo = Object.fromEntries(Object.entries(moves).filter(([, target]) => target !== null));
  await sql`
    update drip_positions p
    set version = ${number}::int, goes_to = case when p.step = any(${sql.val([...steps])}::text[]) then null
      else ${JSON.stringify(goesTo)}::text::jsonb ->> p.step end
    where p.tenant_id = current_tenant() and p.drip_id = ${dripId} and p.ended_at is null
      and (p.step is null or p.step = any(${sql.val([...steps])}::text[])
        or ${JSON.stringify(goesTo)}::text::jsonb ? p.step)`.execute(db);
}

/** The open enrolments that stand at some steps. */
export async function listStandingAt(db: TenantDb, dripId: string, steps: readonly string[]): Promise<string[]> {
  if (steps.length === 0) return [];
  const rows = await db
    .selectFrom('dripPositions')
    .select('id')
    .where('dripId', '=', dripId)
    .where('endedAt', 'is', null)
    .where('step', 'in', [...steps])
    .execute();
  return rows.map(({ id }) => id);
}
