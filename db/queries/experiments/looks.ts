import { sql, type Selectable } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { ExperimentLooks } from '../../schema.ts';

/** One variant as a look saw it. */
export interface ArmSeen {
  label: string;
  /** Who had been given it; not kept of looks before shares could move. */
  people?: number;
  n: number;
  sum: number;
  sumSquares: number;
  z: number | null;
}

/** A look with what it saw and concluded. */
export interface LookRow extends Omit<Selectable<ExperimentLooks>, 'arms' | 'kind'> {
  kind: 'winner' | 'wait' | 'no_winner';
  arms: ArmSeen[];
}

/** Keeps a look; the same one again is what it was the first time. */
export async function insertLook(db: TenantDb, look: Omit<LookRow, 'tenantId' | 'at'> & { at: string }): Promise<void> {
  await db
    .insertInto('experimentLooks')
    .values({ ...look, arms: sql`${JSON.stringify(look.arms)}::text::jsonb` })
    .onConflict((conflict) => conflict.columns(['tenantId', 'experimentId', 'number']).doNothing())
    .execute();
}

/** The looks of some tests in their order. */
export async function listLooks(db: TenantDb, experimentIds: readonly string[]): Promise<LookRow[]> {
  if (experimentIds.length === 0) return [];
  return db
    .selectFrom('experimentLooks')
    .selectAll()
    .where('experimentId', 'in', [...experimentIds])
    .orderBy('experimentId')
    .orderBy('number')
    .$castTo<LookRow>()
    .execute();
}
