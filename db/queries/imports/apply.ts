import type { MergeInput } from './merge.ts';
import { checked, type ImportSql } from './staging.ts';

/**
 * Writes the resolved people: new ones, changes, attributes, consent with its history, the list. People who were made by somebody
 * else at the same moment violate a unique key, and the batch is tried again from its start; so it is where somebody was erased or merged.
 */
export async function applyPeople(sql: ImportSql, input: MergeInput): Promise<void> {
  await holdKnownPeople(sql, input);
  const core = columnsOf(input, 'people');
  const given = core.filter((column) => column !== 'kind' && column !== 'converted_at');
  const converts = core.includes('kind') || core.includes('converted_at');
  const set = ['email', 'email_key', 'external_id', ...given].map(
    (column) => `${column} = coalesce(excluded.${column}, people.${column})`,
  );
  // New and known people in one statement: the key is looked up by index, where a join would be the planner's choice.
  await sql.unsafe(
    `insert into people (id, kind, email, email_key, external_id, import_id, import_row, consent, consent_at, converted_at ${list(given, '')})
    select r.person_id, ${kindOf(input, core)}, r.own_email, r.own_email_key, r.own_external_id, $1::uuid, r.rows[cardinality(r.rows)],
      case when r.consent then 'granted' else 'unknown' end, case when r.consent then now() end,
      ${core.includes('converted_at') ? 'r.converted_at' : 'null'} ${list(given, 'r.')}
    from resolved r where r.is_written and not r.is_refused
    on conflict (tenant_id, id) do update set ${set.join(', ')},
      ${converts ? conversion : ''}
      email_status = case when excluded.email_key <> people.email_key then 'unverified' else people.email_status end,
      consent = case when excluded.consent = 'granted' and people.consent = 'unknown' then 'granted' else people.consent end,
      consent_at = case when excluded.consent = 'granted' and people.consent = 'unknown' then now() else people.consent_at end,
      import_id = $1::uuid, import_row = excluded.import_row, version = people.version + 1, updated_at = now()`,
    [input.importId],
  );
  await applyAttributes(sql, input);
  await applyConsent(sql, input);
  if (input.listId) await applyList(sql, input.listId);
}

/** What a batch was resolved to is no longer so. */
class PeopleAreGone extends Error {
  /** As Postgres says of a transaction that is to be tried again. */
  readonly code = '40001';
}

/** Holds those who are known and will be written on: without it a row would be written onto who is being erased or merged at this moment. */
async function holdKnownPeople(sql: ImportSql, { listId }: MergeInput): Promise<void> {
  const touched = `not is_new and not is_refused and (is_written or attributes_changed or ${listId !== null})`;
  const [{ gone } = { gone: false }] = await sql.unsafe<{ gone: boolean }[]>(`
    with held as (
      select id from people
      where tenant_id = current_tenant() and id = any(array(select person_id from resolved where ${touched})) and erased_at is null
      order by id for no key update)
    select (select count(*) from held) < (select count(distinct person_id) from resolved where ${touched}) as gone`);
  if (gone) throw new PeopleAreGone('Somebody of the batch was erased or merged at this moment.');
}

/**
 * The kind that a row says, or that its date of conversion does. A row that says none leaves somebody known as they are: below, "lead"
 * makes nobody less than a contact.
 */
function kindOf({ kind }: MergeInput, core: readonly string[]): string {
  const converted = core.includes('converted_at') ? `when r.converted_at is not null then 'contact'` : '';
  const said = core.includes('kind') ? 'when r.kind is not null then r.kind' : '';
  return converted || said ? `case ${converted} ${said} when r.is_new then '${kind}' else 'lead' end` : `'${kind}'`;
}

/**
 * A lead who is imported as a contact was converted, and still counts as a former lead; nobody becomes a lead again. The time of the
 * conversion is the one in the file, else the known one, else now.
 */
const conversion = `
      converted_at = coalesce(excluded.converted_at, people.converted_at,
        case when people.kind = 'lead' and excluded.kind = 'contact' then now() end),
      kind = case when 'contact' in (people.kind, excluded.kind) then 'contact' else people.kind end,`;

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
