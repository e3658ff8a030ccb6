import { once } from 'node:events';
import type postgres from 'postgres';
import type { BatchPerson } from '../../../domain/imports/batch.ts';
import type { PlanColumn } from '../../../domain/imports/row-plan.ts';

/** A transaction of the importer in which one tenant is set. */
export type ImportSql = postgres.TransactionSql<{ bigint: number }>;

const sqlTypes = {
  text: 'text',
  number: 'double precision',
  boolean: 'boolean',
  date: 'timestamptz',
  uuid: 'uuid',
} as const;

/**
 * Puts the people of a batch into the transaction's own temporary table `staged`, by COPY. Nobody else can see it, and it is
 * gone at the end, however the transaction ends; docs/decisions/0010-import-staging.md.
 */
export async function stagePeople(
  sql: ImportSql,
  columns: readonly PlanColumn[],
  people: readonly BatchPerson[],
): Promise<void> {
  const own = columns.map(({ column, type }) => `${checked(column)} ${sqlTypes[type]}`);
  await sql.unsafe(`create temporary table staged (
    rows bigint[], email text, email_key text collate "C", external_id text collate "C", consent boolean
    ${own.map((line) => `, ${line}`).join('')}) on commit drop`);
  const stream = await sql.unsafe('copy staged from stdin').writable();
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => {});
  for (let start = 0; start < people.length; start += 1_000) {
    const lines = people
      .slice(start, start + 1_000)
      .map(copyLine)
      .join('');
    if (!stream.write(lines)) await Promise.race([once(stream, 'drain'), failed]);
  }
  stream.end();
  await Promise.race([once(stream, 'finish'), failed]);
  await sql.unsafe('analyze staged');
}

/** A column's name, which comes from our own catalogue; anything else is a mistake in the program. */
export function checked(column: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(column)) throw new Error(`Not a column's name: ${column}`);
  return column;
}

function copyLine(person: BatchPerson): string {
  let line = `{${person.rows.join(',')}}\t${cell(person.email)}\t${cell(person.emailKey)}\t${cell(person.externalId)}\t${person.consent ? 't' : 'f'}`;
  for (const value of person.values) line += `\t${cell(value)}`;
  return `${line}\n`;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cell(value: string | null): string {
  if (value === null) return '\\N';
  return /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (letter) => escapes[letter] ?? letter) : value;
}
