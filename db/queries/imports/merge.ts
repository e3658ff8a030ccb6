import type { PlanColumn } from '../../../domain/imports/row-plan.ts';
import { checked, type ImportSql } from './staging.ts';

/** How the staged rows are merged. `consent` is null where the import grants none. */
export interface MergeInput {
  importId: string;
  key: 'email' | 'externalId';
  columns: readonly PlanColumn[];
  kind: 'lead' | 'contact';
  listId: string | null;
  consent: { source: string; basis: string } | null;
}

/** What the staged rows amount to; the rows of people that were refused are in `rejected`. */
export interface MergeCounts {
  created: number;
  updated: number;
  unchanged: number;
  duplicate: number;
  rejected: number;
  withoutConsent: number;
  suppressed: number;
  warnings: number;
}

/**
 * Finds out what each staged person is to the tenant, in a temporary table `resolved`: new or known, changed or not, met before
 * in this import, or in conflict because the other key belongs to somebody else. A person known by the other key alone is the
 * same person, and so is one whose record the external id is of that was merged into theirs (`is_former`): such a row fills in what they
 * lack, and changes neither of their keys. What is written of the keys is in `own_…`.
 */
export async function resolvePeople(sql: ImportSql, { importId, key, columns }: MergeInput): Promise<void> {
  const [first, second] = key === 'email' ? ['email_key', 'external_id'] : ['external_id', 'email_key'];
  const [firstKind, secondKind] = key === 'email' ? ['email', 'externalId'] : ['externalId', 'email'];
  const byId = key === 'email' ? 'by_second' : 'by_first';
  const core = columns.filter(({ table }) => table === 'people').map(({ column }) => checked(column));
  const slots = columns.filter(({ table }) => table === 'attributes').map(({ column }) => checked(column));
  const differs = (alias: string, given: string) => (column: string) =>
    `(${given}${column} is not null and ${given}${column} is distinct from ${alias}.${column})`;
  const keysChanged = ['email', 'external_id'].map(differs('p', 'own_'));
  const personChanged = [...keysChanged, ...core.map(differs('p', 's.'))].join(' or ');
  const attributesChanged = slots.map(differs('a', 's.')).join(' or ') || 'false';
  const own = (column: string) =>
    `case when s.is_former then coalesce(p.${column}, s.${column}) else s.${column} end as own_${column}`;
  // Each row is looked up by index (`limit 1` leaves the planner nothing else), so a batch costs the same however many people there are. What
  // it is looked up by stands in a column: an expression that a policy of the table might leak to is no condition of an index.
  await sql.unsafe(
    `create temporary table resolved on commit drop as
    with known as materialized (
      select s.*, coalesce(by_first.id, by_second.id, former.person_id) as known_id,
        former.person_id is not null and former.person_id = coalesce(by_first.id, by_second.id, former.person_id) as is_former,
        by_second.id is not null and by_first.id is distinct from by_second.id and by_second.id is distinct from former.person_id
          and (by_first.id is not null or by_second.${first} is not null) as is_taken
      from staged s
      ${lookUp('by_first', 'people', `${first} = s.${first}`)}
      ${lookUp('by_second', 'people', `${second} = s.${second}`)}
      ${lookUp('former', 'identities', `kind = 'user' and value = s.external_id and proven and ${byId}.id is null`)}),
    named as materialized (
      select s.*, p.id, p.import_id, p.import_row, p.consent as consent_known, p.id is not null and (${personChanged}) as person_changed, own.*
      from known s
      ${lookUp('p', 'people', 'id = s.known_id')}
      cross join lateral (select ${['email', 'email_key', 'external_id'].map(own).join(', ')}) own),
    compared as (
      select s.*, coalesce(s.id, uuidv7()) as person_id, s.id is null as is_new, coalesce(consent_known, 'unknown') as consent_before,
        s.id is not null and (${attributesChanged}) as attributes_changed,
        case when s.import_id = $1::uuid then s.import_row else k1.row_number end as repeats_row,
        is_taken or (k2.owner_hash is not null and k2.owner_hash <> hashtextextended(own_${first}, 0)) as is_refused,
        x.address_hash is not null as is_suppressed
      from named s
      ${lookUp('a', 'person_attributes', 'person_id = s.known_id')}
      ${lookUp('x', 'suppressions', 'address_hash = address_hash(s.email_key)')}
      ${lookUp('k1', 'import_keys', `import_id = $1::uuid and kind = '${firstKind}' and key_hash = hashtextextended(s.own_${first}, 0)`)}
      ${lookUp('k2', 'import_keys', `import_id = $1::uuid and kind = '${secondKind}' and key_hash = hashtextextended(s.own_${second}, 0)`)})
    select *, is_new or person_changed or (consent and consent_before = 'unknown') as is_written from compared`,
    [importId],
  );
}

function lookUp(alias: string, table: string, condition: string): string {
  return `left join lateral (
      select * from ${table} where tenant_id = current_tenant() and ${condition} limit 1) ${alias} on true`;
}

/** Remembers the keys of people who were not written, and writes what was found out about the rows. */
export async function recordKeys(sql: ImportSql, { importId, key }: MergeInput, dryRun: boolean): Promise<void> {
  const [first, second] = key === 'email' ? ['email_key', 'external_id'] : ['external_id', 'email_key'];
  const secondKind = key === 'email' ? 'externalId' : 'email';
  await sql.unsafe(
    `insert into import_keys (import_id, kind, key_hash, owner_hash, row_number)
    select $1::uuid, '${key}', hashtextextended(own_${first}, 0), hashtextextended(own_${first}, 0), rows[cardinality(rows)]
    from resolved where not is_refused and ($2 or not is_written)
    union all
    select $1::uuid, '${secondKind}', hashtextextended(own_${second}, 0), hashtextextended(own_${first}, 0), rows[cardinality(rows)]
    from resolved where not is_refused and $2 and own_${second} is not null
    on conflict do nothing`,
    [importId, dryRun],
  );
  await sql.unsafe(
    `insert into import_errors (import_id, row_number, field, severity, reason, value, email_hash)
    select $1::uuid, row, '${secondKind}', 'error', 'belongs to another person', ${second}, address_hash(email_key)
    from resolved, unnest(rows) row where is_refused
    union all
    select $1::uuid, rows[1], '${key}', 'warning', format('is the same as in row %s; the later row counts', repeats_row), ${first},
      address_hash(email_key)
    from resolved where repeats_row is not null and not is_refused
    on conflict do nothing`,
    [importId],
  );
}

/** Counts what the batch amounts to. */
export async function countResolved(sql: ImportSql): Promise<MergeCounts> {
  const [counts] = await sql.unsafe<(MergeCounts & Record<string, unknown>)[]>(`
    select
      count(*) filter (where is_counted and is_new)::int as created,
      count(*) filter (where is_counted and not is_new and is_changed)::int as updated,
      count(*) filter (where is_counted and not is_new and not is_changed)::int as unchanged,
      coalesce(sum(cardinality(rows) - is_counted::int) filter (where not is_refused), 0)::int as duplicate,
      coalesce(sum(cardinality(rows)) filter (where is_refused), 0)::int as rejected,
      count(*) filter (where is_counted and (consent_before = 'denied' or (consent_before = 'unknown' and not consent)))::int
        as "withoutConsent",
      count(*) filter (where is_counted and is_suppressed)::int as suppressed,
      count(*) filter (where repeats_row is not null and not is_refused)::int as warnings
    from (
      select *, not is_refused and repeats_row is null as is_counted,
        person_changed or attributes_changed or (consent and consent_before = 'unknown') as is_changed
      from resolved) r`);
  return counts as MergeCounts;
}
