import { CompiledQuery } from 'kysely';
import type { RowRemark } from '../../../domain/imports/batch.ts';
import type { TenantDb } from '../../connection.ts';
import type { ImportSql } from './staging.ts';

const atOnce = 5_000;

/** Writes remarks of an import, the first of a row and field where there are several. */
export async function insertRemarks(sql: ImportSql, importId: string, remarks: readonly RowRemark[]): Promise<void> {
  for (let start = 0; start < remarks.length; start += atOnce)
    await sql.unsafe(statement, parametersOf(importId, remarks.slice(start, start + atOnce)));
}

/** The same in a transaction of the application. */
export async function writeRemarks(db: TenantDb, importId: string, remarks: readonly RowRemark[]): Promise<void> {
  for (let start = 0; start < remarks.length; start += atOnce)
    await db.executeQuery(CompiledQuery.raw(statement, parametersOf(importId, remarks.slice(start, start + atOnce))));
}

const statement = `
  insert into import_errors (import_id, row_number, field, severity, reason, value, email_hash)
  select $1::uuid, row_number::bigint, field, severity, reason, value, address_hash(email_key)
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as remark (row_number, field, severity, reason, value, email_key)
  on conflict do nothing`;

function parametersOf(importId: string, remarks: readonly RowRemark[]) {
  return [
    importId,
    remarks.map(({ row }) => String(row)),
    remarks.map(({ field }) => field),
    remarks.map(({ severity }) => severity),
    remarks.map(({ reason }) => reason),
    remarks.map(({ value }) => storable(value)),
    remarks.map(({ emailKey }) => emailKey),
  ];
}

/** Postgres keeps no zero character; a value with one is shown without it. */
function storable(value: string): string {
  const text = value.length > 1_000 ? `${value.slice(0, 1_000)}…` : value;
  return text.replaceAll('\0', '');
}
