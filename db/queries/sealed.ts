import { dkimPurpose } from '../../domain/senders/sender.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { webhookPurpose } from '../../domain/webhooks/secret.ts';
import type { TenantDb } from '../connection.ts';
import { needsResealing, openSecret, sealSecret } from '../sealing.ts';

/** Seals the tenant's secrets that an older key sealed with the ring's current one; returns how many there were. */
export async function resealSecrets(db: TenantDb, ring: KeyRing): Promise<number> {
  return (await resealDkimKeys(db, ring)) + (await resealWebhookSecrets(db, ring));
}

async function resealDkimKeys(db: TenantDb, ring: KeyRing): Promise<number> {
  const rows = await db
    .selectFrom('sendingDomains')
    .select(['id', 'dkimPrivateKeySealed as sealed'])
    .where('dkimPrivateKeySealed', 'is not', null)
    .forUpdate()
    .execute();
  let count = 0;
  for (const { id, sealed } of rows) {
    if (sealed === null || !needsResealing(ring, sealed)) continue;
    const again = sealSecret(ring, dkimPurpose, openSecret(ring, dkimPurpose, sealed));
    await db.updateTable('sendingDomains').set({ dkimPrivateKeySealed: again }).where('id', '=', id).execute();
    count++;
  }
  return count;
}

async function resealWebhookSecrets(db: TenantDb, ring: KeyRing): Promise<number> {
  const rows = await db.selectFrom('webhookSecrets').select(['id', 'sealed']).forUpdate().execute();
  const stale = rows.filter(({ sealed }) => needsResealing(ring, sealed));
  for (const { id, sealed } of stale) {
    const again = sealSecret(ring, webhookPurpose, openSecret(ring, webhookPurpose, sealed));
    await db.updateTable('webhookSecrets').set({ sealed: again }).where('id', '=', id).execute();
  }
  return stale.length;
}
