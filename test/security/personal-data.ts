import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type { Database } from '../../db/connection.ts';
import { listTenantTables, type CatalogColumn, type TenantTable } from './every-table.ts';

/**
 * Every table of the database in which any row, written as text (bytes and base64 as letters too), holds one of the words. Partitions
 * are read by themselves, so that nothing hides behind a parent.
 */
export async function tablesWith(owner: Database, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'auth') and n.nspname not like 'pg_toast%'`.execute(
    owner.db,
  );
  const patterns = words.flatMap((word) => formsOf(word).map((form) => `%${form}%`));
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await sql`
      select 1 from ${sql.raw(name)} t where t::text ilike any(${sql.val(patterns)}::text[]) limit 1`.execute(owner.db);
    if (hits.length > 0) found.push(name);
  }
  return found;
}

/** A word as it is, and as it stands in a bytea column. */
function formsOf(word: string): string[] {
  const lower = word.toLowerCase();
  return [word, ...new Set([word, lower].map((text) => Buffer.from(text).toString('hex')))];
}

/** The workflows of a namespace whose history, with every payload decoded, holds one of the words. */
export async function historiesWith(client: Client, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    const history = historyToJSON(await client.workflow.getHandle(workflowId, runId).fetchHistory());
    const payloads = [...history.matchAll(/"data": ?"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
      Buffer.from(data!, 'base64').toString('utf8'),
    );
    const text = [workflowId, history, ...payloads].join('\n').toLowerCase();
    if (words.some((word) => text.includes(word.toLowerCase()))) found.push(type);
  }
  return found;
}

/** Tables with rows of a person: they name the person, or an address. */
export async function listPersonTables(owner: Database): Promise<TenantTable[]> {
  const tables = await listTenantTables(owner.sql);
  return tables.filter(({ columns }) =>
    columns.some(({ name }) => name === 'person_id' || name === 'email' || name === 'email_hash'),
  );
}

/** Columns of such tables that hold the product's own words or a user's name, never a person's data. */
const ownWords: Record<string, string[]> = {
  exports: ['filter', 'columns', 'failure', 'run_id', 'created_by'],
  messages: ['reason'],
  person_field_changes: ['field'],
  engagement_events: ['verdict_rule'],
  campaign_members: ['source'],
  uncertain_messages: ['decided_by'],
  import_errors: ['field', 'reason'],
  member_history: ['from_status', 'to_status', 'actor_name', 'cause'],
  drip_positions: ['step', 'goes_to', 'reason', 'source', 'occasion'],
  nurture_members: ['stream'],
  // How campaigns tag their links.
  opportunity_touches: ['channel', 'source'],
  attribution_entries: ['channel', 'source'],
  inbound_mails: ['reason', 'settled_by_name', 'told_to'],
  // Ids and codes.
  webhook_events: ['type', 'data'],
};

/** The columns that may hold what somebody wrote about a person: free text, documents and lists of texts. */
export function freeColumns({ name, columns, primaryKey }: TenantTable): CatalogColumn[] {
  return columns.filter(
    (column) =>
      !column.isGenerated &&
      !primaryKey.includes(column.name) &&
      !(ownWords[name] ?? []).includes(column.name) &&
      ((column.type === 'text' && !/= ANY|\bin\b/i.test(column.checks)) ||
        column.type.startsWith('json') ||
        column.type === 'text[]'),
  );
}
