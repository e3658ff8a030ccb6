import { sql } from 'kysely';
import type { CallType, EventData } from '../../../domain/ingest/call.ts';
import type { Db, TenantDb } from '../../connection.ts';

/** A call as it is stored. A null `kind` means that it says who somebody is, and waits to be applied. */
export interface NewCall {
  /** By which a repetition is known. */
  key: string;
  keyId: string;
  type: CallType;
  kind: 'page_view' | 'custom' | 'form' | null;
  name: string | null;
  anonymousId: string | null;
  userId: string | null;
  /** The message whose link brought the visitor. */
  messageId: string | null;
  utmId: string | null;
  agoMs: number;
  verdict: 'machine' | 'unknown' | 'human';
  rule: string | null;
  data: EventData | Record<string, unknown>;
}

/**
 * Appends calls of one tenant in one statement and one round trip, each with the work that follows from it. Returns the places of those
 * that are new; the others were sent before. It sets the tenant itself (see `record_calls`).
 */
export async function recordCalls(db: Db, tenantId: string, calls: readonly NewCall[]): Promise<Set<number>> {
  const given = calls.map((call, place) => ({ ...call, place }));
  const { rows } = await sql<{ stored: number }>`
    select stored from record_calls(${tenantId}, ${JSON.stringify(given)}::text::jsonb)`.execute(db);
  return new Set(rows.map(({ stored }) => stored));
}

/** What is to be told of a call to whoever sets a site up. */
export interface NewNote {
  writeKeyId: string;
  type: string;
  outcome: 'applied' | 'refused';
  code: string;
  detail: string;
}

/** Notes of a tenant are kept for a day, and so many at most. */
const mostNotes = 500;

/** Writes notes and drops those that nobody needs any more. */
export async function insertNotes(db: TenantDb, notes: readonly NewNote[]): Promise<void> {
  if (notes.length === 0) return;
  await db
    .insertInto('ingestNotes')
    .values(notes.slice(0, 100).map((note) => ({ ...note, type: note.type.slice(0, 40) })))
    .execute();
  await sql`
    delete from ingest_notes where tenant_id = current_tenant() and (at < now() - interval '1 day' or id in (
      select id from ingest_notes where tenant_id = current_tenant() order by id desc offset ${mostNotes}))`.execute(
    db,
  );
}

/** Something that came in lately, or was refused. */
export interface RecentRow {
  id: string;
  at: Date;
  writeKeyId: string;
  type: string;
  name: string | null;
  outcome: 'stored' | 'applied' | 'refused';
  code: string | null;
  detail: string | null;
  personId: string | null;
}

/** What came in by write keys and forms within a day and what was refused, the newest first; of one key alone where it is named. */
export async function listRecent(
  db: TenantDb,
  { keyId, limit }: { keyId: string | null; limit: number },
): Promise<RecentRow[]> {
  const ofKey = keyId === null ? sql`write_key_id is not null` : sql`write_key_id = ${keyId}::uuid`;
  const { rows } = await sql<RecentRow>`
    select * from (
      (select id, received_at as at, write_key_id,
        case kind when 'page_view' then 'page' when 'custom' then 'track' else kind end as type,
        coalesce(name, data #>> '{source,url}') as name, 'stored' as outcome, null as code, null as detail, person_id
      from engagement_events
      where tenant_id = current_tenant() and received_at > now() - interval '1 day' and ${ofKey}
      order by received_at desc limit ${limit})
      union all
      (select id, at, write_key_id, type, null, outcome, code, detail, null::uuid from ingest_notes
      where tenant_id = current_tenant() and ${ofKey} order by id desc limit ${limit})
    ) recent order by at desc, id limit ${limit}`.execute(db);
  return rows;
}

/** What pages, forms and events of the tenant's own are called, by what came in last: the most frequent first. */
export async function listEventNames(db: TenantDb): Promise<{ kind: string; name: string; count: number }[]> {
  const { rows } = await sql<{ kind: string; name: string; count: number }>`
    select kind, name, count(*) as count
    from (
      select kind, name from engagement_events
      where tenant_id = current_tenant() and received_at > now() - interval '90 days' and name is not null
      order by received_at desc limit 20000) lately
    group by kind, name order by count desc, name limit 200`.execute(db);
  return rows;
}
