import { sql, type Selectable } from 'kysely';
import type { Suppression, SuppressionReason } from '../../../domain/suppressions/suppression.ts';
import type { TenantDb } from '../../connection.ts';
import type { Suppressions } from '../../schema.ts';

/** Suppressed addresses, newest first; of one address, or for one reason, where asked. */
export async function listSuppressions(
  db: TenantDb,
  input: { limit: number; after: string | null; reason?: SuppressionReason; emailKey?: string },
): Promise<Suppression[]> {
  const rows = await db
    .selectFrom('suppressions')
    .selectAll()
    .$if(input.after !== null, (query) => query.where('id', '<', input.after))
    .$if(input.reason !== undefined, (query) => query.where('reason', '=', input.reason ?? ''))
    .$if(input.emailKey !== undefined, (query) =>
      query.where('addressHash', '=', sql<Buffer>`address_hash(${input.emailKey})`),
    )
    .orderBy('id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map(toSuppression);
}

/**
 * Suppresses addresses (as keys); those that are suppressed keep their reason. What is said by hand of one for which a mail spoke stays
 * where that is taken back. Returns the addresses that are new.
 */
export async function insertSuppressions(
  db: TenantDb,
  input: { emailKeys: readonly string[]; reason: SuppressionReason; source: string },
): Promise<string[]> {
  const { rows } = await sql<{ email: string; isNew: boolean }>`
    insert into suppressions (address_hash, email, reason, source)
    select distinct on (address_hash(key)) address_hash(key), key, ${input.reason}, ${input.source}
    from unnest(${sql.val([...input.emailKeys])}::text[]) key
    on conflict (tenant_id, address_hash) do update set by_hand_source = excluded.source
      where excluded.reason = 'manual' and suppressions.message_id is not null and suppressions.by_hand_source is null
    returning email, by_hand_source is null as is_new`.execute(db);
  return rows.filter(({ isNew }) => isNew).map(({ email }) => email);
}

/** One suppression, held until the end of the transaction. */
export async function findSuppressionForUpdate(db: TenantDb, id: string): Promise<Suppression | undefined> {
  const row = await db.selectFrom('suppressions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && toSuppression(row);
}

/** Takes a suppression back. Whether that is allowed is decided before, by `canLift`. */
export async function deleteSuppression(db: TenantDb, id: string): Promise<void> {
  await db.deleteFrom('suppressions').where('id', '=', id).execute();
}

function toSuppression(row: Selectable<Suppressions>): Suppression {
  return {
    id: row.id,
    email: row.email,
    reason: row.reason as SuppressionReason,
    source: row.source,
    createdAt: row.createdAt.toISOString(),
  };
}
