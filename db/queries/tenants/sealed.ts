import { dkimPurpose } from '../../../domain/senders/sender.ts';
import { inboundMailPurpose } from '../../../domain/inbound/kept-mail.ts';
import { mailboxPurpose } from '../../../domain/inbound/mailbox.ts';
import { providerKeyPurpose } from '../../../domain/inbound/providers/provider.ts';
import { endpointPurpose } from '../../../domain/webhooks/endpoint.ts';
import { webhookPurpose } from '../../../domain/webhooks/secret.ts';
import { routePurpose } from '../../../domain/delivery/smtp-route.ts';
import type { Db, TenantDb } from '../../connection.ts';
import { resealSecret, type Resealing } from '../../resealing.ts';
import { answerPurpose } from '../idempotency.ts';

/** Seals the tenant's secrets that an older key sealed with the ring's current one; what does not open is named and stays as it is. */
export async function resealSecrets(db: TenantDb, to: Resealing): Promise<void> {
  await resealDkimKeys(db, to);
  await resealWebhookSecrets(db, to);
  await resealHookKeys(db, to);
  await resealMailboxes(db, to);
  await resealMails(db, to);
  await resealEndpointSecrets(db, to);
  await resealAnswers(db, to);
}

/** Seals the passwords of the installation's routes that an older key sealed with the ring's current one. */
export async function resealRoutePasswords(db: Db, to: Resealing): Promise<void> {
  const rows = await db.selectFrom('smtpRoutes').select(['id', 'passwordSealed as sealed']).execute();
  for (const { id, sealed } of rows) {
    const again =
      sealed === null
        ? null
        : resealSecret(to, { what: `password of SMTP route ${id}`, purpose: routePurpose, sealed });
    if (again === null) continue;
    // One that was changed meanwhile was sealed with the current key.
    await db
      .updateTable('smtpRoutes')
      .set({ passwordSealed: again })
      .where('id', '=', id)
      .where('passwordSealed', '=', sealed)
      .execute();
  }
}

async function resealDkimKeys(db: TenantDb, to: Resealing): Promise<void> {
  const rows = await db.selectFrom('dkimKeys').select(['id', 'privateKeySealed as sealed']).forUpdate().execute();
  for (const { id, sealed } of rows) {
    const again = resealSecret(to, { what: `signing key ${id}`, purpose: dkimPurpose, sealed });
    if (again !== null)
      await db.updateTable('dkimKeys').set({ privateKeySealed: again }).where('id', '=', id).execute();
  }
}

async function resealWebhookSecrets(db: TenantDb, to: Resealing): Promise<void> {
  const rows = await db.selectFrom('webhookSecrets').select(['id', 'sealed']).forUpdate().execute();
  for (const { id, sealed } of rows) {
    const again = resealSecret(to, { what: `secret of webhooks ${id}`, purpose: webhookPurpose, sealed });
    if (again !== null) await db.updateTable('webhookSecrets').set({ sealed: again }).where('id', '=', id).execute();
  }
}

async function resealHookKeys(db: TenantDb, to: Resealing): Promise<void> {
  const rows = await db
    .selectFrom('providerHooks')
    .select(['id', 'keySealed as sealed'])
    .where('keySealed', 'is not', null)
    .forUpdate()
    .execute();
  for (const { id, sealed } of rows) {
    const what = `key of the provider's address ${id}`;
    const again = resealSecret(to, { what, purpose: providerKeyPurpose, sealed: sealed ?? '' });
    if (again !== null) await db.updateTable('providerHooks').set({ keySealed: again }).where('id', '=', id).execute();
  }
}

async function resealMailboxes(db: TenantDb, to: Resealing): Promise<void> {
  const rows = await db.selectFrom('mailboxes').select(['id', 'passwordSealed as sealed']).forUpdate().execute();
  for (const { id, sealed } of rows) {
    const again = resealSecret(to, { what: `password of mailbox ${id}`, purpose: mailboxPurpose, sealed });
    if (again !== null) await db.updateTable('mailboxes').set({ passwordSealed: again }).where('id', '=', id).execute();
  }
}

/** Mails in one read: each may be nearly a hundred kilobytes. */
const mailsAtOnce = 100;

async function resealMails(db: TenantDb, to: Resealing): Promise<void> {
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
      const again = resealSecret(to, {
        what: `mail that came back ${id}`,
        purpose: inboundMailPurpose,
        sealed: sealed ?? '',
      });
      if (again !== null) await db.updateTable('inboundMails').set({ sealed: again }).where('id', '=', id).execute();
    }
    const last = rows.at(-1);
    if (!last || rows.length < mailsAtOnce) return;
    after = last.id;
  }
}

/** Answers in one read: most are small. */
const answersAtOnce = 500;

/** What was answered under an Idempotency-Key, to be answered again for a day. One that does not open is not worth a word: it is over by then. */
async function resealAnswers(db: TenantDb, to: Resealing): Promise<void> {
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('idempotencyKeys')
      .select(['key', 'bodySealed as sealed'])
      .where('key', '>', after)
      .where('bodySealed', 'is not', null)
      .orderBy('key')
      .limit(answersAtOnce)
      .forUpdate()
      .execute();
    for (const { key, sealed } of rows) {
      const own = { ...to, unopened: [] };
      const again = resealSecret(own, { what: 'an answer', purpose: answerPurpose, sealed: sealed ?? '' });
      to.count = own.count;
      if (again !== null)
        await db.updateTable('idempotencyKeys').set({ bodySealed: again }).where('key', '=', key).execute();
    }
    const last = rows.at(-1);
    if (!last || rows.length < answersAtOnce) return;
    after = last.key;
  }
}

async function resealEndpointSecrets(db: TenantDb, to: Resealing): Promise<void> {
  const rows = await db.selectFrom('webhookEndpoints').select(['id', 'sealed', 'formerSealed']).forUpdate().execute();
  for (const { id, sealed, formerSealed } of rows) {
    const of = (what: string, sealed: string | null) =>
      sealed === null
        ? null
        : resealSecret(to, { what: `${what} of endpoint ${id}`, purpose: endpointPurpose, sealed });
    const [current, former] = [of('secret', sealed), of('former secret', formerSealed)];
    if (current === null && former === null) continue;
    await db
      .updateTable('webhookEndpoints')
      .set({ ...(current === null ? {} : { sealed: current }), ...(former === null ? {} : { formerSealed: former }) })
      .where('id', '=', id)
      .execute();
  }
}
