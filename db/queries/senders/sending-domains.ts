import { sql, type Selectable } from 'kysely';
import type { DomainState } from '../../../domain/senders/domain-check.ts';
import type { Db, TenantDb } from '../../connection.ts';
import type { SendingDomains } from '../../schema.ts';
import { insertDkimKey, type NewDkimKey } from './dkim-keys.ts';
import { insertReturnPathHost } from './return-path-hosts.ts';
import { insertTrackingHost } from './tracking-hosts.ts';

/** A domain's row. */
export type SendingDomainRow = Selectable<SendingDomains>;

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

/** Registers a domain with its keys and ties the tenant's senders of that domain to it. Undefined where it is registered already. */
export async function insertSendingDomain(
  db: TenantDb,
  values: { domain: string; keys: readonly NewDkimKey[] },
): Promise<SendingDomainRow | undefined> {
  const row = await db
    .insertInto('sendingDomains')
    .values({ domain: values.domain })
    .onConflict((oc) => oc.columns(['tenantId', 'domain']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  for (const key of values.keys) await insertDkimKey(db, { ...key, sendingDomainId: row.id, stage: 'signing' });
  await db
    .updateTable('senders')
    .set({ sendingDomainId: row.id })
    .where((eb) => eb(eb.fn('split_part', ['address', eb.val('@'), eb.lit(2)]), '=', values.domain))
    .execute();
  return row;
}

/** Changes the hosts of a domain at a known version; one that is new has yet to be found in DNS. False where somebody else was faster. */
export async function updateSendingDomain(
  db: TenantDb,
  input: { before: SendingDomainRow; version: number; returnPathHost: string | null; trackingHost: string | null },
): Promise<boolean> {
  const { before, version, returnPathHost, trackingHost } = input;
  const row = await db
    .updateTable('sendingDomains')
    .set((eb) => ({
      returnPathHost,
      trackingHost,
      ...(returnPathHost === before.returnPathHost ? {} : { returnPathWorks: false }),
      ...(trackingHost === before.trackingHost ? {} : { trackingWorks: false }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', before.id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes a domain; its senders stay and mail from them is no longer signed. */
export async function deleteSendingDomain(db: TenantDb, id: string): Promise<boolean> {
  await db.updateTable('senders').set({ sendingDomainId: null }).where('sendingDomainId', '=', id).execute();
  const row = await db.deleteFrom('sendingDomains').where('id', '=', id).returning('id').executeTakeFirst();
  return row !== undefined;
}

/** Somebody wants to know now how a domain stands. */
export async function requestCheck(db: TenantDb, id: string): Promise<SendingDomainRow | undefined> {
  return db
    .updateTable('sendingDomains')
    .set({ checkRequestedAt: sql<Date>`clock_timestamp()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** A domain to look at, and when its row was read, by the database's clock. */
export type DomainToCheck = SendingDomainRow & { readAt: Date };

/** The domains to look at: those that somebody asked for, and those whose time has come at `nowIso`. */
export function listDomainsToCheck(db: TenantDb, nowIso: string): Promise<DomainToCheck[]> {
  const isAsked = sql<boolean>`coalesce(check_requested_at > coalesce(checked_at, '-infinity'), false)`;
  return db
    .selectFrom('sendingDomains')
    .selectAll()
    .select(sql<Date>`clock_timestamp()`.as('readAt'))
    .where(({ or, eb }) => or([eb('nextCheckAt', '<=', new Date(nowIso)), isAsked]))
    .orderBy(isAsked, 'desc')
    .orderBy('nextCheckAt')
    .limit(20)
    .execute();
}

/** When the next domain is to be looked at; null: there is none. */
export async function findNextCheck(db: TenantDb): Promise<Date | null> {
  const row = await db
    .selectFrom('sendingDomains')
    .select(({ fn }) => fn.min('nextCheckAt').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

/** What a look came to, as the domain's row keeps it. */
export interface LookResult {
  state: DomainState;
  failures: number;
  nextCheckAt: string;
  returnPathWorks: boolean;
  trackingWorks: boolean;
}

/**
 * Keeps what a look came to; it counts from when the row was read, so that a wish that came meanwhile stays one. False where the domain
 * is gone, or somebody else has judged it since.
 */
export async function markChecked(db: TenantDb, before: DomainToCheck, result: LookResult): Promise<boolean> {
  const { state, failures: checkFailures, nextCheckAt, returnPathWorks, trackingWorks } = result;
  const row = await db
    .updateTable('sendingDomains')
    .set({
      state,
      checkFailures,
      nextCheckAt,
      checkedAt: before.readAt,
      // A host that was changed meanwhile has yet to be found.
      returnPathWorks: sql<boolean>`${returnPathWorks} and return_path_host is not distinct from ${before.returnPathHost}`,
      trackingWorks: sql<boolean>`${trackingWorks} and tracking_host is not distinct from ${before.trackingHost}`,
    })
    .where('id', '=', before.id)
    .where('state', '=', before.state)
    .returning([
      'id',
      'trackingHost',
      'trackingWorks as isTracking',
      'returnPathHost',
      'returnPathWorks as isReturning',
    ])
    .executeTakeFirst();
  if (row?.trackingHost && row.isTracking) await insertTrackingHost(db, row.trackingHost);
  if (row?.returnPathHost && row.isReturning) await insertReturnPathHost(db, row.returnPathHost);
  return row !== undefined;
}

/** Tenants with domains that were to be looked at before a moment (ISO 8601). As salescompass_directory. */
export async function listTenantsToCheck(directory: Db, beforeIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('sendingDomains')
    .select('tenantId')
    .distinct()
    .where('nextCheckAt', '<', new Date(beforeIso))
    .execute();
  return rows.map((row) => row.tenantId);
}
