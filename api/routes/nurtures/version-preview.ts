import type { TenantDb } from '../../../db/connection.ts';
import type { NoticeInput } from '../../../db/queries/approvals/notices.ts';
import { countCast, type Cast, type CastCount } from '../../../db/queries/nurtures/casts.ts';
import { listNurtureItems, pooled, type NurtureItemRow } from '../../../db/queries/nurtures/items.ts';
import { countInStreams, findNurtureVersion, type NurtureVersionRow } from '../../../db/queries/nurtures/versions.ts';
import type { NurtureRow } from '../../../db/queries/nurtures/nurtures.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { checkNurture } from '../../../domain/nurtures/checks.ts';
import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import { poolAt } from '../../../domain/nurtures/pool.ts';
import {
  compareDefinitions,
  streamAfter,
  type NewNurtureVersion,
  type NurtureVersion,
  type NurtureVersionPreview,
  type StreamMoves,
} from '../../../domain/nurtures/version.ts';
import { castToCome, nextCastAt, type FoundNurture } from './find.ts';

/** The definition that a new version is to have: as given, or that of the former one that it restores. */
export async function definitionFor(
  db: TenantDb,
  { id: nurtureId }: NurtureRow,
  input: NewNurtureVersion,
): Promise<NurtureDefinition> {
  if (input.definition) return input.definition;
  const restored = await findNurtureVersion(db, { nurtureId, number: input.restore ?? 0 });
  if (!restored) throw notFound('version');
  return restored.definition;
}

/** What a new version would do to the people in the programme: the cast that comes next is counted by both definitions. */
export async function previewVersion(
  db: TenantDb,
  found: FoundNurture,
  next: { definition: NurtureDefinition; moves: StreamMoves; needsApproval: boolean },
): Promise<NurtureVersionPreview> {
  const { row } = found;
  const nowIso = new Date().toISOString();
  const { removed, added, renamed } = compareDefinitions(row.definition, next.definition);
  const isIn = await countInStreams(db, row.id);
  const items = await listNurtureItems(
    db,
    row.id,
    next.definition.streams.map(({ key }) => key),
  );
  const after = { ...row, definition: next.definition };
  const before = await countCast(db, castToCome(found, nowIso));
  const counted = await countCast(db, castAfter({ row: after, items }, { ...next, removed, nowIso }));
  const both = (of: (rows: readonly CastCount[]) => number) => ({ before: of(before), after: of(counted) });
  const inNurture = [...isIn.values()].reduce((sum, people) => sum + people, 0);
  return {
    inNurture,
    castAt: { before: nextCastAt(row, nowIso), after: nextCastAt(after, nowIso) },
    gets: both((rows) => sumOf(rows, 'gets')),
    exhausted: both((rows) => sumOf(rows, 'exhausted')),
    moving: both((rows) => rows.reduce((sum, { moving }) => sum + moving, 0)),
    leaving: both((rows) => sumOf(rows, 'leaves')),
    added: added.map(({ key }) => key),
    renamed: renamed.map(({ key }) => key),
    removed: removed.map(({ key, name }) => ({
      stream: key,
      name,
      people: isIn.get(key) ?? 0,
      items: onlyIn(found.items, key, next.definition),
      goesTo: next.moves[key] ?? null,
      isDecided: key in next.moves,
    })),
    findings: checkNurture(next.definition, items, inNurture),
    needsApproval: next.needsApproval,
  };
}

/** The cast that would come next by a new version, its people where they would be then. */
function castAfter(
  { row, items }: FoundNurture,
  how: { moves: StreamMoves; removed: readonly { key: string }[]; nowIso: string },
): Cast {
  const castAt = nextCastAt(row, how.nowIso) ?? how.nowIso;
  const moves = Object.fromEntries(how.removed.map(({ key }) => [key, streamAfter(key, how.moves, row.definition)]));
  const pool = poolAt(items.map(pooled), { castAt, isDraft: false });
  return { nurtureId: row.id, castAt, definition: row.definition, pool, moves };
}

const sumOf = (rows: readonly CastCount[], wanted: CastCount['outcome']): number =>
  rows.filter(({ outcome }) => outcome === wanted).reduce((sum, { people }) => sum + people, 0);

/** How many items stand in a stream that goes and in none that stays. */
function onlyIn(items: readonly NurtureItemRow[], stream: string, { streams }: NurtureDefinition): number {
  return items.filter(
    ({ places }) =>
      places.some((place) => place.stream === stream) &&
      !places.some((place) => streams.some(({ key }) => key === place.stream)),
  ).length;
}

/** Refuses a version that does not say where the people of a removed stream go, or names one that does not exist. */
export function checkMoves(preview: NurtureVersionPreview, moves: StreamMoves, { streams }: NurtureDefinition): void {
  const undecided = preview.removed.filter(({ people, isDecided }) => people > 0 && !isDecided);
  const lost = Object.entries(moves).filter(([, to]) => to !== null && !streams.some(({ key }) => key === to));
  const known = new Set([...streams.map(({ key }) => key), ...preview.removed.map(({ stream }) => stream)]);
  const unknown = Object.keys(moves).filter((stream) => !known.has(stream));
  const errors = [
    ...unknown.map((stream) => ({
      path: `moves.${stream}`,
      code: 'unknown_reference',
      message: `The programme has no stream ${stream}.`,
    })),
    ...undecided.map(({ stream, name, people }) => ({
      path: `moves.${stream}`,
      code: 'required',
      message: `${people} people are in “${name}”; say which stream they go to, or null where they are to leave.`,
    })),
    ...lost.map(([stream, to]) => ({
      path: `moves.${stream}`,
      code: 'unknown_reference',
      message: `There is no stream ${to} in the new version.`,
    })),
  ];
  if (errors.length > 0) throw new DomainError('invalid', 'Say where the people of removed streams go.', errors);
}

/** What people are told a version of a nurture programme is. */
export function versionNotice(
  { id, campaignId, name }: NurtureRow,
  number: number,
): Pick<NoticeInput, 'campaignId' | 'subject'> {
  const called = `Version ${number} of ${name}`;
  return { campaignId, subject: { kind: 'nurtureVersion', id, partId: id, number, name: called } };
}

/** A version as the API shows it. */
export function presentVersion(row: NurtureVersionRow): NurtureVersion {
  const { number, state, moves, note, comment, definition, createdByName, decidedByName } = row;
  return {
    number,
    state,
    moves,
    note,
    comment,
    definition,
    createdByName,
    createdAt: row.createdAt.toISOString(),
    decidedByName,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    activatedAt: row.activatedAt?.toISOString() ?? null,
  };
}
