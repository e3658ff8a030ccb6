import type { Selectable } from 'kysely';
import type { TenantDb } from '../connection.ts';
import type { Senders, SendingDomains } from '../schema.ts';

/** A sender with whether its domain has a signing key. */
export type SenderRow = Selectable<Senders> & { dkimSelector: string | null };

/** A domain's row; the private key in it is sealed. */
export type SendingDomainRow = Selectable<SendingDomains>;

function senders(db: TenantDb) {
  return db
    .selectFrom('senders as s')
    .leftJoin('sendingDomains as d', (join) =>
      join.onRef('d.tenantId', '=', 's.tenantId').onRef('d.id', '=', 's.sendingDomainId'),
    )
    .selectAll('s')
    .select('d.dkimSelector');
}

/** All senders of the tenant by name. */
export function listSenders(db: TenantDb): Promise<SenderRow[]> {
  return senders(db).orderBy('s.name').orderBy('s.id').limit(500).execute();
}

/** One sender, or undefined. */
export function findSender(db: TenantDb, id: string): Promise<SenderRow | undefined> {
  return senders(db).where('s.id', '=', id).executeTakeFirst();
}

/** What is written for a sender. */
export interface SenderValues {
  /** Given where a repeated request must not fail on what it made itself. */
  id?: string;
  name: string;
  address: string;
  replyTo: string | null;
  ratePerSecond: number | null;
}

/** Writes a sender, tied to its domain where the tenant has registered it. Returns its id; undefined where the address is taken. */
export async function insertSender(db: TenantDb, values: SenderValues): Promise<string | undefined> {
  const row = await db
    .insertInto('senders')
    .values({ ...values, sendingDomainId: (await findDomainOf(db, values.address))?.id ?? null })
    .onConflict((oc) => oc.columns(['tenantId', 'address']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Changes a sender at a known version; false where somebody else was faster. */
export async function updateSender(
  db: TenantDb,
  input: { id: string; version: number; values: Partial<SenderValues> },
): Promise<boolean> {
  const row = await db
    .updateTable('senders')
    .set((eb) => ({ ...input.values, version: eb('version', '+', 1) }))
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes a sender; false where messages still name it. */
export async function deleteSender(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('senders')
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('variants').select('id').where('senderId', '=', id))))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('signUpMessages').select('id').where('senderId', '=', id))),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The registered domain of an address, or undefined. */
export function findDomainOf(db: TenantDb, address: string): Promise<SendingDomainRow | undefined> {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return db.selectFrom('sendingDomains').selectAll().where('domain', '=', domain).executeTakeFirst();
}

/** All domains of the tenant. */
export function listSendingDomains(db: TenantDb): Promise<SendingDomainRow[]> {
  return db.selectFrom('sendingDomains').selectAll().orderBy('domain').limit(500).execute();
}

/** One domain, or undefined. */
export function findSendingDomain(db: TenantDb, id: string): Promise<SendingDomainRow | undefined> {
  return db.selectFrom('sendingDomains').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The signing key of a domain: the private half sealed, the public half as it stands in DNS (base64). */
export interface DkimKey {
  dkimSelector: string;
  dkimAlgorithm: 'rsa-sha256' | 'ed25519-sha256';
  dkimPublicKey: string;
  dkimPrivateKeySealed: string;
}

/** Registers a domain with its key and ties the tenant's senders of that domain to it. Undefined where it is registered already. */
export async function insertSendingDomain(
  db: TenantDb,
  values: { domain: string } & DkimKey,
): Promise<SendingDomainRow | undefined> {
  const row = await db
    .insertInto('sendingDomains')
    .values(values)
    .onConflict((oc) => oc.columns(['tenantId', 'domain']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) {
    await db
      .updateTable('senders')
      .set({ sendingDomainId: row.id })
      .where((eb) => eb(eb.fn('split_part', ['address', eb.val('@'), eb.lit(2)]), '=', values.domain))
      .execute();
  }
  return row;
}

/** Removes a domain; its senders stay and mail from them is no longer signed. */
export async function deleteSendingDomain(db: TenantDb, id: string): Promise<boolean> {
  await db.updateTable('senders').set({ sendingDomainId: null }).where('sendingDomainId', '=', id).execute();
  const row = await db.deleteFrom('sendingDomains').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}
