import { sql } from 'kysely';
import type { KeyRing } from '../../../domain/key-ring.ts';
import type { TenantDb } from '../../connection.ts';
import { openMail } from '../../kept-mail.ts';
import { listAttributes } from '../attributes.ts';
import { listConsents } from '../consent/consents.ts';
import { findPerson } from './people.ts';

/**
 * Everything that is held on a person, to be given to them: first in short, then every row with all that it holds, what they wrote
 * opened with `ring`. What a record that was merged into theirs still has, because both had got it, is among it.
 */
export async function findPersonRecord(
  db: TenantDb,
  personId: string,
  ring: KeyRing,
): Promise<Record<string, unknown> | undefined> {
  const person = await findPerson(db, personId);
  if (!person) return undefined;
  const merged = await db.selectFrom('people').select('id').where('mergedInto', '=', personId).execute();
  const ids = [personId, ...merged.map(({ id }) => id)];
  return {
    person,
    consents: await listConsents(db, personId),
    ...(await readable(db, personId, ids)),
    ...(await heldByAddress(db, personId)),
    audit: await listAuditOf(db, personId),
    records: await listRecords(db, ids, ring),
  };
}

/** What rows alone do not say: names of lists and campaigns, subjects of messages. */
async function readable(db: TenantDb, personId: string, ids: string[]): Promise<Record<string, unknown>> {
  const lists = await db
    .selectFrom('listPeople as l')
    .innerJoin('lists', (join) => join.onRef('lists.tenantId', '=', 'l.tenantId').onRef('lists.id', '=', 'l.listId'))
    .select(['lists.id', 'lists.name', 'l.addedAt'])
    .where('l.personId', '=', personId)
    .execute();
  const campaigns = await db
    .selectFrom('campaignMembers as m')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'm.tenantId').onRef('c.id', '=', 'm.campaignId'),
    )
    .innerJoin('campaignTypeStatuses as s', (join) =>
      join.onRef('s.tenantId', '=', 'm.tenantId').onRef('s.id', '=', 'm.statusId'),
    )
    .select(['c.id', 'c.name', 's.name as status', 'm.hasResponded', 'm.firstRespondedAt', 'm.createdAt'])
    .where('m.personId', '=', personId)
    .execute();
  const messages = await db
    .selectFrom('messages as m')
    .innerJoin('editions as e', (join) => join.onRef('e.tenantId', '=', 'm.tenantId').onRef('e.id', '=', 'm.editionId'))
    .select(['m.id', 'e.subject', 'm.status', 'm.reason', 'm.sentAt', 'm.bouncedAt', 'm.openedAt', 'm.clickedAt'])
    .select(['m.unsubscribedAt', 'm.complainedAt'])
    .where('m.personId', 'in', ids)
    .execute();
  const events = await db
    .selectFrom('engagementEvents')
    .select(['id', 'kind', 'verdict', 'occurredAt', 'receivedAt', 'messageId', 'linkIndex', 'data'])
    .where('personId', '=', personId)
    .orderBy('occurredAt')
    .execute();
  return { lists, campaigns, messages, events };
}

/** What is held under the hash of the person's address. */
async function heldByAddress(db: TenantDb, personId: string): Promise<Record<string, unknown>> {
  const suppression = await sql<{ reason: string; source: string; createdAt: Date }>`
    select s.reason, s.source, s.created_at from suppressions s
    join people p on p.tenant_id = s.tenant_id and p.email_hash = s.address_hash
    where p.tenant_id = current_tenant() and p.id = ${personId}`.execute(db);
  const remarks = await sql<Record<string, unknown>>`
    select e.import_id, e.row_number, e.field, e.reason, e.value from import_errors e
    join people p on p.tenant_id = e.tenant_id and p.email_hash = e.email_hash
    where p.tenant_id = current_tenant() and p.id = ${personId} order by 1, 2, 3`.execute(db);
  return { suppression: suppression.rows[0] ?? null, importRemarks: remarks.rows };
}

/** What was done to the record, by whom and when; the log names fields and never their values. */
async function listAuditOf(db: TenantDb, personId: string): Promise<unknown[]> {
  return db
    .selectFrom('auditLog')
    .select(['at', 'actorKind', 'action', 'part', 'changes'])
    .where('entityKind', '=', 'person')
    .where('entityId', '=', personId)
    .orderBy('id')
    .execute();
}

interface HoldingTable {
  name: string;
  columns: string[];
  /** Its columns that hold moments. */
  moments: string[];
}

/**
 * Every row of every table that names the person, where they are in a drip, or the hash of their address, found from the catalog: a
 * table that is added later is part of it without anybody thinking of it.
 */
async function listRecords(db: TenantDb, ids: string[], ring: KeyRing): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await sql<HoldingTable>`
    select c.relname as name, array_agg(a.attname::text) as columns, array(
      select t.attname::text from pg_attribute t
      where t.attrelid = c.oid and t.attnum > 0 and t.atttypid in ('timestamptz'::regtype, 'timestamptz[]'::regtype)) as moments
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname in ('person_id', 'position_id', 'email_hash', 'address_hash') and has_table_privilege(c.oid, 'select')
    group by c.oid, c.relname order by c.relname`.execute(db);
  const records: Record<string, unknown[]> = {};
  const attributes = await listAttributes(db);
  for (const { name, columns, moments } of tables) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) - 'tenant_id' as row from ${sql.table(name)} t
      where t.tenant_id = current_tenant() and ${belongsTo(name, columns, ids)}`.execute(db);
    if (rows.length > 0)
      records[camel(name)] = rows.map(({ row }) =>
        named(name === 'inbound_mails' ? opened(row, ring) : row, { moments, attributes }),
      );
  }
  return records;
}

/** A mail as it came, in the place of what nobody can read; where its key has left the ring that stays. */
function opened({ sealed, ...row }: Record<string, unknown>, ring: KeyRing): Record<string, unknown> {
  const mail = typeof sealed === 'string' ? openMail(ring, sealed) : null;
  return mail ? { ...row, mail: mail.toString('utf8') } : { ...row, sealed };
}

function belongsTo(name: string, columns: string[], [personId, ...merged]: string[]) {
  const ids = sql`any(${sql.val([personId, ...merged])}::uuid[])`;
  if (name === 'people') return sql`t.id = ${personId}`;
  // What came back of an address is theirs, too, before anybody knows of which message.
  if (name === 'inbound_mails')
    return sql`(t.person_id = ${personId} or t.person_id is null and t.email_hash = (
      select p.email_hash from people p where p.tenant_id = current_tenant() and p.id = ${personId}))`;
  if (columns.includes('person_id')) return sql`t.person_id = ${ids}`;
  if (columns.includes('position_id'))
    return sql`t.position_id in (
      select p.id from drip_positions p where p.tenant_id = current_tenant() and p.person_id = ${ids})`;
  const hash = columns.includes('address_hash') ? 'address_hash' : 'email_hash';
  return sql`t.${sql.ref(hash)} = (select p.email_hash from people p where p.tenant_id = current_tenant() and p.id = ${personId})`;
}

/**
 * A row as people read it: its fields by the names that the rest of the document has, what they say of themselves by the names that the
 * organisation gave it, moments as everywhere else. Only what holds something: a row has a column for every attribute that any tenant may have.
 */
function named(
  row: Record<string, unknown>,
  { moments, attributes }: { moments: readonly string[]; attributes: readonly { key: string; slot: string }[] },
): Record<string, unknown> {
  const own = new Map(attributes.map(({ key, slot }) => [slot, key]));
  const held = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, moments.includes(name) ? momentsIn(value) : value] as const);
  const said = held.flatMap(([name, value]) => (own.has(name) ? [[own.get(name)!, value] as const] : []));
  return {
    ...Object.fromEntries(held.flatMap(([name, value]) => (own.has(name) ? [] : [[camel(name), value] as const]))),
    ...(said.length > 0 ? { attributes: Object.fromEntries(said) } : {}),
  };
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A moment as Postgres writes it, or several, in ISO 8601; one without an end stays as it is. */
function momentsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(momentsIn);
  const at = new Date(String(value));
  return Number.isNaN(at.getTime()) ? value : at.toISOString();
}
