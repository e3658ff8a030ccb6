import type { TenantDb } from '../../db/connection.ts';
import { findModelFile } from '../../db/queries/scoring/models.ts';
import { openModel, type OpenModel } from '../../models/scoring/open-model.ts';

/** Models that a process keeps open: those of the tenants whose people it scored last. */
const mostOpen = 16;

/** Gives models by their id, opened once for as long as they are used. */
export interface OpenModels {
  get: (db: TenantDb, id: string) => Promise<OpenModel>;
}

/** Keeps models open; the one that was asked for the longest ago goes first. A model never changes once it is trained. */
export function keepModelsOpen(): OpenModels {
  const open = new Map<string, Promise<OpenModel>>();
  return {
    get: async (db, id) => {
      const known = open.get(id) ?? openFrom(db, id);
      open.delete(id);
      open.set(id, known);
      // A file that could not be read is asked for again the next time.
      known.catch(() => open.delete(id));
      for (const oldest of [...open.keys()].slice(0, Math.max(0, open.size - mostOpen))) {
        const model = open.get(oldest);
        open.delete(oldest);
        // Whoever scores by it at this moment has some batches left.
        setTimeout(() => void model?.then(({ close }) => close()).catch(() => {}), 60_000).unref();
      }
      return known;
    },
  };
}

async function openFrom(db: TenantDb, id: string): Promise<OpenModel> {
  const file = await findModelFile(db, id);
  if (!file) throw new Error(`model ${id} has no file`);
  return openModel(file);
}
