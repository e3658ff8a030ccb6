import type { TenantDb } from '../../db/connection.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { listNurtureItems, markItemEdition } from '../../db/queries/nurtures/items.ts';
import { DomainError } from '../../domain/errors.ts';
import { buildVariantEdition } from '../content/variant-edition.ts';

/**
 * Compiles the items that may go and are not compiled yet, once each. Strict, one that could not be sent as it should refuses them all;
 * else it says so on its row and is left out until it can be: each cast tries again.
 */
export async function buildItemEditions(db: TenantDb, nurtureId: string, how: { isStrict: boolean }): Promise<void> {
  for (const { id, state, editionId } of await listNurtureItems(db, nurtureId)) {
    if (editionId !== null || state === 'in_review') continue;
    try {
      await markItemEdition(db, id, { editionId: await insertEdition(db, await buildVariantEdition(db, id)) });
    } catch (error) {
      if (how.isStrict || !(error instanceof DomainError)) throw error;
      await markItemEdition(db, id, { failure: error.message });
    }
  }
}
