import type { Selectable } from 'kysely';
import type { VersionScope, VersionState } from '../../domain/drips/version.ts';
import type { TenantDb } from '../connection.ts';
import type { DripVersions } from '../schema.ts';
import type { VersionRef } from './drip-definitions.ts';

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
}

/** Moves a version from one of the given states to another; undefined where it was in none of them. */
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
