import { sql, type Kysely } from 'kysely';
import type { Role } from '../../domain/policy/roles.ts';
import { KeyMetadata } from './key-identity.ts';
import type { AuthTables } from './tables.ts';

/** An API key as it is listed; its secret is known to nobody but its holder. */
export interface ListedKey {
  id: string;
  name: string;
  start: string;
  role: Role;
  createdBy: { id: string; name: string };
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

/** The keys of a tenant, newest first; `before` is the id of the last one seen (ids are in the order of time). */
export async function listKeys(
  db: Kysely<AuthTables>,
  input: { tenantId: string; limit: number; before: string | null },
): Promise<ListedKey[]> {
  const rows = await keys(db, input.tenantId)
    .$if(input.before !== null, (query) => query.where('apikey.id', '<', input.before as string))
    .orderBy('apikey.id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(toListed);
}

/** A key of a tenant. */
export async function findKey(
  db: Kysely<AuthTables>,
  key: { tenantId: string; id: string },
): Promise<ListedKey | undefined> {
  const row = await keys(db, key.tenantId).where('apikey.id', '=', key.id).executeTakeFirst();
  return row && toListed(row);
}

/** Revokes a key: it is refused from the next request on. */
export async function deleteKey(db: Kysely<AuthTables>, key: { tenantId: string; id: string }): Promise<void> {
  await db.deleteFrom('apikey').where('referenceId', '=', key.tenantId).where('id', '=', key.id).execute();
}

function keys(db: Kysely<AuthTables>, tenantId: string) {
  return db
    .selectFrom('apikey')
    .leftJoin('user', (join) => join.on(sql<boolean>`"user".id = apikey.metadata::jsonb ->> 'createdBy'`))
    .select([
      'apikey.id',
      'apikey.name',
      'apikey.start',
      'apikey.metadata',
      'apikey.createdAt',
      'apikey.expiresAt',
      'apikey.lastRequest',
    ])
    .select('user.name as maker')
    .where('apikey.referenceId', '=', tenantId)
    .where((where) =>
      where.or([where('apikey.expiresAt', 'is', null), where('apikey.expiresAt', '>', sql<Date>`now()`)]),
    );
}

function toListed(row: Awaited<ReturnType<ReturnType<typeof keys>['execute']>>[number]): ListedKey {
  const { role, createdBy } = KeyMetadata.parse(JSON.parse(row.metadata ?? '{}'));
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start ?? '',
    role,
    createdBy: { id: createdBy, name: row.maker ?? '' },
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastRequest,
  };
}
