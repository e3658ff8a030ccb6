import { settleAsked } from '../../activities/attribution/batch.ts';
import { refitIfDue } from '../../activities/attribution/attribution.ts';
import type { TenantDb } from '../../db/connection.ts';

/** Credits what the example has sold, as the worker does, so that its reports say something from the first moment. */
export async function seedCredits(db: TenantDb): Promise<void> {
  await settleAll(db);
  await refitIfDue(db, new Date().toISOString());
  await settleAll(db);
}

async function settleAll(db: TenantDb): Promise<void> {
  while ((await settleAsked(db, 500)).opportunities > 0);
}
