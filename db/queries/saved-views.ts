import { sql, type Selectable } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import type { TenantDb } from '../connection.ts';
import type { SavedViews } from '../schema.ts';

/** A saved view's row. */
export type SavedViewRow = Selectable<SavedViews>;

/** What is written of a view. */
export interface SavedViewValues {
  name: string;
  query: Record<string, string>;
  isShared: boolean;
}

function visibleTo(db: TenantDb, personId: string) {
  return db
    .selectFrom('savedViews')
    .selectAll()
    .where((eb) => eb.or([eb('ownerId', '=', personId), eb('isShared', '=', true)]));
}

/** The views of a page that a person sees: their own and those that are shared, by name. */
export function listSavedViews(db: TenantDb, input: { page: string; personId: string }): Promise<SavedViewRow[]> {
  return visibleTo(db, input.personId)
    .where('page', '=', input.page)
    .orderBy('name')
    .orderBy('id')
    .limit(500)
    .execute();
}

/** One view that the person sees. */
export function findSavedView(db: TenantDb, id: string, personId: string): Promise<SavedViewRow | undefined> {
  return visibleTo(db, personId).where('id', '=', id).executeTakeFirst();
}

/** Makes a view of a person; a name they have already on this page is a conflict. */
export function insertSavedView(
  db: TenantDb,
  input: SavedViewValues & { id: string; page: string; ownerId: string },
): Promise<SavedViewRow> {
  return refuseTaken(() => db.insertInto('savedViews').values(input).returningAll().executeTakeFirstOrThrow());
}

/** Changes a view at a known version; undefined where somebody else was faster. */
export function updateSavedView(
  db: TenantDb,
  input: { id: string; version: number; values: Partial<SavedViewValues> },
): Promise<SavedViewRow | undefined> {
  return refuseTaken(() =>
    db
      .updateTable('savedViews')
      .set((eb) => ({ ...input.values, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
      .where('id', '=', input.id)
      .where('version', '=', input.version)
      .returningAll()
      .executeTakeFirst(),
  );
}

/** Deletes a view. */
export async function deleteSavedView(db: TenantDb, id: string): Promise<void> {
  await db.deleteFrom('savedViews').where('id', '=', id).execute();
}

async function refuseTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const constraint = error instanceof Error && 'constraint_name' in error ? error.constraint_name : '';
    if (constraint !== 'saved_views_name') throw error;
    throw new DomainError('conflict', 'You have a view of this name already. Nothing was saved.', [
      { path: 'name', code: 'taken', message: 'is in use' },
    ]);
  }
}
