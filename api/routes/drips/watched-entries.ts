import type { TenantDb } from '../../../db/connection.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { FieldError } from '../../../domain/errors.ts';

/** The ways in by coming into a segment whose comings nobody keeps. */
export async function watchErrors(db: TenantDb, { entries }: DripDefinition): Promise<FieldError[]> {
  const uses = entries.flatMap((entry, index) =>
    entry.kind === 'segment' && entry.existing === false ? [{ index, segmentId: entry.segmentId }] : [],
  );
  if (uses.length === 0) return [];
  const ids = uses.map(({ segmentId }) => segmentId);
  const rows = await db
    .selectFrom('segments')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .where('isWatched', '=', false)
    .execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return uses
    .filter(({ segmentId }) => names.has(segmentId))
    .map(({ index, segmentId }) => ({
      path: `definition.entries.${index}.existing`,
      code: 'not_watched',
      message: `The segment ${names.get(segmentId)} does not record who comes into it. Turn that on in the segment (isWatched), or let in people who are already in it.`,
    }));
}
