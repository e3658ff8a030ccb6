import { sql } from 'kysely';
import { rotationHours } from '../../../domain/webhooks/secret.ts';
import type { TenantDb } from '../../connection.ts';

/** The sealed secrets that calls are signed with now, the newest first. */
export async function listWebhookSecrets(db: TenantDb): Promise<string[]> {
  const rows = await db
    .selectFrom('webhookSecrets')
    .select('sealed')
    .where((eb) => eb.or([eb('validUntil', 'is', null), eb('validUntil', '>', sql<Date>`now()`)]))
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ sealed }) => sealed);
}

/** Since when there is a secret and who made it, and until when the former one signs too. */
export async function findWebhookSecret(
  db: TenantDb,
): Promise<{ createdAt: Date; createdByName: string; formerUntil: Date | null } | undefined> {
  const { rows } = await sql<{ createdAt: Date; createdByName: string; formerUntil: Date | null }>`
    select created_at, created_by_name,
      (select max(valid_until) from webhook_secrets where tenant_id = current_tenant() and valid_until > now()) as former_until
    from webhook_secrets where tenant_id = current_tenant() and valid_until is null`.execute(db);
  return rows[0];
}

/** Makes a secret the one that signs; the former one signs beside it for a day, and older ones are gone. */
export async function insertWebhookSecret(db: TenantDb, input: { sealed: string; byName: string }): Promise<void> {
  await sql`select from tenants where tenant_id = current_tenant() for no key update`.execute(db);
  await sql`delete from webhook_secrets where tenant_id = current_tenant() and valid_until is not null`.execute(db);
  await sql`
    update webhook_secrets set valid_until = now() + make_interval(hours => ${rotationHours})
    where tenant_id = current_tenant()`.execute(db);
  await db.insertInto('webhookSecrets').values({ sealed: input.sealed, createdByName: input.byName }).execute();
}
