import type { TenantDb } from '../../db/connection.ts';
import { findStepMessage, listStepMessages, markEdition } from '../../db/queries/drips/rounds.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { buildVariantEdition } from '../content/variant-edition.ts';

/** Compiles the messages of a version that begins, once. Refused where one of them could not be sent as it should. */
export async function buildVersionEditions(db: TenantDb, ref: { dripId: string; number: number }): Promise<void> {
  for (const { id, editionId } of await listStepMessages(db, ref)) {
    if (editionId === null) await markEdition(db, id, await insertEdition(db, await buildVariantEdition(db, id)));
  }
}

/** The edition of a step's message in a version. It was compiled when the version began. */
export async function findStepEdition(
  db: TenantDb,
  ref: { dripId: string; number: number; stepId: string },
): Promise<{ id: string; isMarketing: boolean }> {
  const message = await findStepMessage(db, ref);
  if (!message?.editionId) throw new Error('a version is compiled before anybody follows it');
  return { id: message.editionId, isMarketing: message.messageClass === 'marketing' };
}
