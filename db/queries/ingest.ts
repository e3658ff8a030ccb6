import { sql } from 'kysely';
import type { CallType, EventData } from '../../domain/ingest/call.ts';
import type { Db, TenantDb } from '../connection.ts';

/** A call as it is written. `kind` null: it is about who somebody is and waits to be applied. */
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
