import { sql } from 'kysely';
import { BrandKit, plainBrand } from '../../../domain/templates/brand-kit.ts';
import type { TenantDb } from '../../connection.ts';

/** The brand of the tenant with the version of its row; one that was never written is the plain one at version 0. */
export interface StoredBrandKit {
  kit: BrandKit;
  version: number;
  updatedAt: string | null;
  updatedByName: string | null;
}

/** The brand of the tenant. */
export async function findBrandKit(db: TenantDb): Promise<StoredBrandKit> {
  const row = await db.selectFrom('brandKits').selectAll().executeTakeFirst();
  if (!row) return { kit: plainBrand, version: 0, updatedAt: null, updatedByName: null };
  return {
    kit: BrandKit.parse({ ...(row.kit as object), defaultSenderId: row.defaultSenderId }),
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
    updatedByName: row.updatedByName,
  };
}

/** Writes the brand at a known version (null: whichever it has); false where somebody was faster. */
export async function putBrandKit(
  db: TenantDb,
  input: { kit: BrandKit; version: number | null; by: string },
): Promise<boolean> {
  const { defaultSenderId, ...kit } = input.kit;
  const values = { kit: sql<string>`${JSON.stringify(kit)}::text::jsonb`, defaultSenderId, updatedByName: input.by };
  const row = await db
    .insertInto('brandKits')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('tenantId')
        .doUpdateSet({ ...values, version: sql<number>`brand_kits.version + 1`, updatedAt: sql<Date>`now()` })
        .where(sql<boolean>`${input.version}::int is null or brand_kits.version = ${input.version}::int`),
    )
    .returning('version')
    .executeTakeFirst();
  return row !== undefined && (row.version > 1 || input.version === null || input.version === 0);
}
