import { dkimPurpose } from '../../domain/senders/sender.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { inboundMailPurpose } from '../../domain/inbound/kept-mail.ts';
import { mailboxPurpose } from '../../domain/inbound/mailbox.ts';
import { providerKeyPurpose } from '../../domain/inbound/providers/provider.ts';
import { endpointPurpose } from '../../domain/webhooks/endpoint.ts';
import { webhookPurpose } from '../../domain/webhooks/secret.ts';
import { routePurpose } from '../../domain/delivery/smtp-route.ts';
import type { Db, TenantDb } from '../connection.ts';
import { needsResealing, openSecret, sealSecret } from '../sealing.ts';

/** Seals the tenant's secrets that an older key sealed with the ring's current one; returns how many there were. */
export async function resealSecrets(db: TenantDb, ring: KeyRing): Promise<number> {
  return (
    (await resealDkimKeys(db, ring)) +
    (await resealWebhookSecrets(db, ring)) +
    (await resealHookKeys(db, ring)) +
    (await resealMailboxes(db, ring)) +
    (await resealMails(db, ring)) +
    (await resealEndpointSecrets(db, ring))
  );
}

/** Seals the passwords of the installation's routes with the ring's current key; returns how many an older one had sealed. */
export async function resealRoutePasswords(db: Db, ring: KeyRing): Promise<number> {
  const rows = await db.selectFrom('smtpRoutes').select(['id', 'passwordSealed as sealed']).execute();
  let count = 0;
  for (const { id, sealed } of rows) {
    if (sealed === null || !needsResealing(ring, sealed)) continue;
    const again = sealSecret(ring, routePurpose, openSecret(ring, routePurpose, sealed));
    // One that was changed meanwhile was sealed with the current key.
    await db
      .updateTable('smtpRoutes')
      .set({ passwordSealed: again })
      .where('id', '=', id)
      .where('passwordSealed', '=', sealed)
      .execute();
    count++;
  }
  return count;
}

async function resealDkimKeys(db: TenantDb, ring: KeyRing): Promise<number> {
  const rows = await db.selectFrom('dkimKeys').select(['id', 'privateKeySealed as sealed']).forUpdate().execute();
  let count = 0;
  for (const { id, sealed } of rows) {
    if (!needsResealing(ring, sealed)) continue;
    const again = sealSecret(ring, dkimPurpose, openSecret(ring, dkimPurpose, sealed));
    await db.updateTable('dkimKeys').set({ privateKeySealed: again }).where('id', '=', id).execute();
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

async function resealHookKeys(db: TenantDb, ring: KeyRing): Promise<number> {
  const rows = await db
    .selectFrom('providerHooks')
    .select(['id', 'keySealed'])
    .where('keySealed', 'is not', null)
    .forUpdate()
    .execute();
  let count = 0;
  for (const { id, keySealed } of rows) {
    if (keySealed === null || !needsResealing(ring, keySealed)) continue;
    const again = sealSecret(ring, providerKeyPurpose, openSecret(ring, providerKeyPurpose, keySealed));
    await db.updateTable('providerHooks').set({ keySealed: again }).where('id', '=', id).execute();
    count++;
  }
  return count;
}

async function resealMailboxes(db: TenantDb, ring: KeyRing): Promise<number> {
  const rows = await db.selectFrom('mailboxes').select(['id', 'passwordSealed']).forUpdate().execute();
  const stale = rows.filter(({ passwordSealed }) => needsResealing(ring, passwordSealed));
  for (const { id, passwordSealed } of stale) {
    const again = sealSecret(ring, mailboxPurpose, openSecret(ring, mailboxPurpose, passwordSealed));
    await db.updateTable('mailboxes').set({ passwordSealed: again }).where('id', '=', id).execute();
  }
  return stale.length;
}

/** Mails in one read: each may be nearly a hundred kilobytes. */
const mailsAtOnce = 100;

async function resealMails(db: TenantDb, ring: KeyRing): Promise<number> {
  let count = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await db
      .selectFrom('inboundMails')
      .select(['id', 'sealed'])
      .where('id', '>', after)
      .where('sealed', 'is not', null)
      .orderBy('id')
      .limit(mailsAtOnce)
      .forUpdate()
      .execute();
    for (const { id, sealed } of rows) {
      if (sealed === null || !needsResealing(ring, sealed)) continue;
      const again = sealSecret(ring, inboundMailPurpose, openSecret(ring, inboundMailPurpose, sealed));
      await db.updateTable('inboundMails').set({ sealed: again }).where('id', '=', id).execute();
      count++;
    }
    const last = rows.at(-1);
    if (!last || rows.length < mailsAtOnce) return count;
    after = last.id;
  }
}

async function resealEndpointSecrets(db: TenantDb, ring: KeyRing): Promise<number> {
  const rows = await db.selectFrom('webhookEndpoints').select(['id', 'sealed', 'formerSealed']).forUpdate().execute();
  const again = (sealed: string) => sealSecret(ring, endpointPurpose, openSecret(ring, endpointPurpose, sealed));
  let count = 0;
  for (const { id, sealed, formerSealed } of rows) {
    const stale = [sealed, formerSealed].filter((one) => one !== null && needsResealing(ring, one));
    if (stale.length === 0) continue;
    const changes = { sealed: again(sealed), formerSealed: formerSealed === null ? null : again(formerSealed) };
    await db.updateTable('webhookEndpoints').set(changes).where('id', '=', id).execute();
    count += stale.length;
  }
  return count;
}
