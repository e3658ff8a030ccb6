import type { Selectable } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { Senders } from '../../schema.ts';
import { findDomainOf } from './sending-domains.ts';

/** A sender with whether its mail is signed, and what DNS says of its domain (null: that is not registered). */
export type SenderRow = Selectable<Senders> & { isSigned: boolean; domainState: string | null };

function senders(db: TenantDb) {
  return db
    .selectFrom('senders as s')
    .leftJoin('sendingDomains as d', (join) =>
      join.onRef('d.tenantId', '=', 's.tenantId').onRef('d.id', '=', 's.sendingDomainId'),
    )
    .selectAll('s')
    .select(({ exists, selectFrom }) => [
      'd.state as domainState',
      exists(
        selectFrom('dkimKeys as k')
          .select('k.id')
          .whereRef('k.tenantId', '=', 'd.tenantId')
          .whereRef('k.sendingDomainId', '=', 'd.id')
          .where('k.stage', '=', 'signing'),
      )
        .$castTo<boolean>()
        .as('isSigned'),
    ]);
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
