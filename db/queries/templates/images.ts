import { sql, type Selectable } from 'kysely';
import type { ImageFacts } from '../../../domain/templates/image-file.ts';
import type { TemplateImage } from '../../../domain/templates/template-image.ts';
import type { TenantDb } from '../../connection.ts';
import type { TemplateImages } from '../../schema.ts';

/** An uploaded image without its bytes; where it is loaded from is made from the token. */
export type StoredImage = Omit<TemplateImage, 'url'> & { token: string };

const shown = ['id', 'token', 'name', 'contentType', 'bytes', 'width', 'height', 'createdAt', 'createdByName'] as const;

/** Uploaded images, the newest first. */
export async function listTemplateImages(
  db: TenantDb,
  input: { limit: number; before: string | null },
): Promise<StoredImage[]> {
  const rows = await db
    .selectFrom('templateImages')
    .select(shown)
    .$if(input.before !== null, (query) => query.where('id', '<', input.before ?? ''))
    .orderBy('id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(toImage);
}

/** How many bytes all images of the tenant take. */
export async function countImageBytes(db: TenantDb): Promise<number> {
  const { bytes } = await db
    .selectFrom('templateImages')
    .select(({ fn }) => fn.coalesce(fn.sum<number>('bytes'), sql<number>`0`).as('bytes'))
    .executeTakeFirstOrThrow();
  return Number(bytes);
}

/** Holds the tenant's images until the end of the transaction: two uploads at once would each find the room that one of them takes. */
export async function lockImages(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('template images ' || current_tenant(), 0))`.execute(db);
}

/** Keeps an image; what was uploaded with the same bytes is kept once, under the name that it had first. */
export async function insertTemplateImage(
  db: TenantDb,
  image: ImageFacts & { id: string; token: string; name: string; data: Buffer; sha256: Buffer; createdByName: string },
): Promise<StoredImage> {
  await db
    .insertInto('templateImages')
    .values(image)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findImageByHash(db, image.sha256))!;
}

/** The image that was uploaded with these bytes before. */
export async function findImageByHash(db: TenantDb, sha256: Buffer): Promise<StoredImage | undefined> {
  const row = await db.selectFrom('templateImages').select(shown).where('sha256', '=', sha256).executeTakeFirst();
  return row && toImage(row);
}

/** The bytes behind a token. */
export function findImageData(db: TenantDb, token: string): Promise<{ contentType: string; data: Buffer } | undefined> {
  return db.selectFrom('templateImages').select(['contentType', 'data']).where('token', '=', token).executeTakeFirst();
}

function toImage(row: Pick<Selectable<TemplateImages>, (typeof shown)[number]>): StoredImage {
  return {
    ...row,
    contentType: row.contentType as StoredImage['contentType'],
    bytes: row.bytes ?? 0,
    createdAt: row.createdAt.toISOString(),
  };
}
