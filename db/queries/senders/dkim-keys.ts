import { sql, type Selectable } from 'kysely';
import type { DkimAlgorithm } from '../../../domain/senders/sender.ts';
import type { TenantDb } from '../../connection.ts';
import type { DkimKeys } from '../../schema.ts';

/** A key's row; the private half in it is sealed. */
export type DkimKeyRow = Selectable<DkimKeys>;

/** A signing key: the private half sealed, the public half as it stands in DNS (base64). */
export interface NewDkimKey {
  selector: string;
  algorithm: DkimAlgorithm;
  publicKey: string;
  privateKeySealed: string;
}

/** Writes a key; false where the domain has one of this kind and stage already. */
export async function insertDkimKey(
  db: TenantDb,
  values: NewDkimKey & { sendingDomainId: string; stage: 'next' | 'signing' },
): Promise<boolean> {
  const row = await db
    .insertInto('dkimKeys')
    .values(values)
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The keys of some domains, RSA before Ed25519, and what signs before what will. */
export function listDkimKeys(db: TenantDb, sendingDomainIds: readonly string[]): Promise<DkimKeyRow[]> {
  return db
    .selectFrom('dkimKeys')
    .selectAll()
    .where('sendingDomainId', 'in', sendingDomainIds.length > 0 ? [...sendingDomainIds] : [null as never])
    .orderBy(sql`stage = 'retired'`)
    .orderBy(sql`stage = 'next'`)
    .orderBy('algorithm', 'desc')
    .orderBy('id')
    .execute();
}

/** The keys of a domain whose records DNS shows sign from now on; what signed before them is retired. Returns their selectors. */
export async function promoteKeys(
  db: TenantDb,
  { sendingDomainId, selectors, nowIso }: { sendingDomainId: string; selectors: readonly string[]; nowIso: string },
): Promise<string[]> {
  if (selectors.length === 0) return [];
  const ready = await db
    .selectFrom('dkimKeys')
    .select(['id', 'selector', 'algorithm'])
    .where('sendingDomainId', '=', sendingDomainId)
    .where('stage', '=', 'next')
    .where('selector', 'in', [...selectors])
    .forUpdate()
    .execute();
  if (ready.length === 0) return [];
  await db
    .updateTable('dkimKeys')
    .set({ stage: 'retired', retiredAt: nowIso })
    .where('sendingDomainId', '=', sendingDomainId)
    .where('stage', '=', 'signing')
    .where(
      'algorithm',
      'in',
      ready.map(({ algorithm }) => algorithm),
    )
    .execute();
  await db
    .updateTable('dkimKeys')
    .set({ stage: 'signing' })
    .where(
      'id',
      'in',
      ready.map(({ id }) => id),
    )
    .execute();
  return ready.map(({ selector }) => selector);
}

/** Gives the keys up that do not sign yet; what signs goes on. Returns their selectors. */
export async function deleteNextKeys(db: TenantDb, sendingDomainId: string): Promise<string[]> {
  const rows = await db
    .deleteFrom('dkimKeys')
    .where('sendingDomainId', '=', sendingDomainId)
    .where('stage', '=', 'next')
    .returning('selector')
    .execute();
  return rows.map(({ selector }) => selector);
}

/** Forgets keys that were retired before a moment (ISO 8601): what they signed is through. */
export async function deleteRetiredKeys(db: TenantDb, beforeIso: string): Promise<void> {
  await db.deleteFrom('dkimKeys').where('stage', '=', 'retired').where('retiredAt', '<', new Date(beforeIso)).execute();
}
