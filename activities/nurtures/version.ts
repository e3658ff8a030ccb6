import type { TenantDb } from '../../db/connection.ts';
import { findNurtureVersionHash, markNurtureVersion } from '../../db/queries/nurtures/versions.ts';
import type { NurtureRow } from '../../db/queries/nurtures/nurtures.ts';

/** Takes the first version of a nurture programme into use: what its approval pinned is kept, so that it can be gone back to. */
export async function startVersion(db: TenantDb, nurture: NurtureRow, nowIso: string): Promise<void> {
  const { id: nurtureId, currentVersion: number, definition } = nurture;
  const values = { activatedAt: nowIso, contentHash: await findNurtureVersionHash(db, definition) };
  await markNurtureVersion(db, { nurtureId, number, from: ['draft'], to: 'active', values });
}
