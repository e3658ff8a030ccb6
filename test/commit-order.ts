import { sql } from 'kysely';
import type { TenantDb } from '../db/connection.ts';
import type { TestDatabase } from './database.ts';

/**
 * Notes the order in which the database itself saw things: of every claimed window what its statement saw, of every event in which
 * transaction it was written. "Before" then is no matter of clocks: an event was first where the claim could see it.
 */
export interface CommitOrder {
  /** Call in the transaction of an event. */
  note: (db: TenantDb, personId: string) => Promise<void>;
  /** Messages of a tenant that went although the statement that claimed them could see the event of their person. */
  overtaken: (tenant: { tenantId: string }) => Promise<string[]>;
}

/** Begins to note, in a database that is used for nothing else. */
export async function watchCommitOrder({ owner }: TestDatabase): Promise<CommitOrder> {
  await owner.sql.unsafe(`
    create table seen_claims (window_ids uuid[] not null, snapshot pg_snapshot not null);
    create table seen_events (person_id uuid primary key, xid xid8 not null default pg_current_xact_id());
    grant insert on seen_claims, seen_events to salescompass_app;
    -- A function that is stable sees what the statement sees that fires it; one that writes would look again.
    create function see_claim() returns trigger language plpgsql stable as $$
      begin perform set_config('test.seen', pg_current_snapshot()::text, true); return new; end $$;
    create function note_claim() returns trigger language plpgsql as $$
      begin insert into seen_claims values (new.window_ids, current_setting('test.seen')::pg_snapshot); return new; end $$;
    create trigger a_see before update of window_ids on message_batches for each row when (new.window_ids is not null)
      execute function see_claim();
    create trigger b_note before update of window_ids on message_batches for each row when (new.window_ids is not null)
      execute function note_claim();`);
  return {
    note: async (db, personId) => void (await sql`insert into seen_events values (${personId}::uuid)`.execute(db)),
    overtaken: async ({ tenantId }) => {
      const rows = await owner.sql<{ id: string }[]>`
        select m.id from messages m
        join seen_events e on e.person_id = m.person_id
        join seen_claims c on m.id = any(c.window_ids)
        where m.tenant_id = ${tenantId} and m.status = 'sent' and pg_visible_in_snapshot(e.xid, c.snapshot)`;
      return rows.map(({ id }) => id);
    },
  };
}
