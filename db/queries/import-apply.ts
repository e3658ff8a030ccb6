import type { MergeInput } from './import-merge.ts';
import { checked, type ImportSql } from './import-staging.ts';

/** Somebody else made one of the batch's people at the same moment; the batch is tried again from its start. */
export class ImportRace extends Error {
  override readonly name = 'ImportRace';
}

/** Writes the resolved people: new ones, changes, attributes, consent with its history, the list. */
export async function applyPeople(sql: ImportSql, input: MergeInput): Promise<void> {
  const core = columnsOf(input, 'people');
  const given = core.filter((column) => column !== 'kind');
  const kind = core.includes('kind') ? `coalesce(r.kind, '${input.kind}')` : `'${input.kind}'`;
  const inserted = await sql.unsafe(
    `
    insert into people (id, kind, email, email_key, external_id, import_id, import_row, consent, consent_at ${list(given, '')})
    select r.person_id, ${kind}, r.email, r.email_key, r.external_id, $1::uuid, r.rows[cardinality(r.rows)],
      case when r.consent then 'granted' else 'unknown' end, case when r.consent then now() end ${list(given, 'r.')}
    from resolved r where r.is_new and not r.is_refused
    on conflict do nothing`,
    [input.importId],
  );
  const [expected] = await sql.unsafe<{ count: number }[]>(
    'select count(*)::int as count from resolved where is_new and not is_refused',
  );
  if (inserted.count !== expected?.count)
    throw new ImportRace('The batch met people that were made at the same moment.');
  const set = ['email', 'email_key', 'external_id', ...core].map(
    (column) => `${column} = coalesce(r.${column}, p.${column})`,
  );
  await sql.unsafe(
    `
    update people p set ${set.join(', ')},
      email_status = case when r.email_key is distinct from p.email_key and r.email_key is not null then 'unverified' else p.email_status end,
      consent = case when r.consent and p.consent = 'unknown' then 'granted' else p.consent end,
      consent_at = case when r.consent and p.consent = 'unknown' then now() else p.consent_at end,
      import_id = $1::uuid, import_row = r.rows[cardinality(r.rows)], version = p.version + 1, updated_at = now()
    from resolved r
    where p.tenant_id = current_tenant() and p.id = r.person_id and not r.is_new and not r.is_refused and r.is_written`,
    [input.importId],
  );
  await applyAttributes(sql, input);
  await applyConsent(sql, input);
  if (input.listId) await applyList(sql, input.listId);
}

async function applyAttributes(sql: ImportSql, input: MergeInput): Promise<void> {
  const slots = columnsOf(input, 'attributes');
  if (slots.length === 0) return;
  const set = slots.map((slot) => `${slot} = coalesce(excluded.${slot}, person_attributes.${slot})`);
  await sql.unsafe(`
    insert into person_attributes (person_id ${list(slots, '')})
    select person_id ${list(slots, '')} from resolved
    where not is_refused and (attributes_changed or (is_new and (${slots.map((slot) => `${slot} is not null`).join(' or ')})))
    on conflict (tenant_id, person_id) do update set ${set.join(', ')}`);
}

async function applyConsent(sql: ImportSql, { consent }: MergeInput): Promise<void> {
  if (!consent) return;
  await sql`
    insert into consents (person_id, state, source, basis)
    select person_id, 'granted', ${consent.source}, ${consent.basis}
    from resolved where not is_refused and consent and consent_before = 'unknown'`;
}

async function applyList(sql: ImportSql, listId: string): Promise<void> {
  await sql`
    insert into list_people (list_id, person_id)
    select ${listId}::uuid, person_id from resolved where not is_refused
    on conflict do nothing`;
}

function columnsOf(input: MergeInput, table: 'people' | 'attributes'): string[] {
  return input.columns.filter((column) => column.table === table).map(({ column }) => checked(column));
}

function list(columns: readonly string[], prefix: string): string {
  return columns.map((column) => `, ${prefix}${column}`).join('');
}
