import type { MergeInput } from './merge.ts';
import { checked, type ImportSql } from './staging.ts';

/**
 * Makes one of the rows of `resolved` that are about the same person: one by their external id, and others by those of records that were
 * merged into theirs. As with a key that is repeated the later row counts, cell by cell; of their keys a row by their own, which says more
 * than those that leave them as they stand. Returns how many remarks say so.
 */
export async function foldFormerIds(sql: ImportSql, { importId, key, columns }: MergeInput): Promise<number> {
  const first = key === 'email' ? 'email_key' : 'external_id';
  const keys = ['own_email', 'own_email_key', 'own_external_id'];
  const cells = [...keys, ...columns.map(({ column }) => checked(column))];
  const latest = cells.map((cell) => {
    const order = keys.includes(cell) ? 'is_former, last_row desc' : 'last_row desc';
    return `(array_agg(${cell} order by ${order}) filter (where ${cell} is not null))[1] as ${cell}`;
  });
  const [row] = await sql.unsafe<{ remarks: number }[]>(
    `with several as materialized (
      select r.*, r.rows[cardinality(r.rows)] as last_row, lag(r.rows[1]) over own as earlier_row, count(*) over (partition by person_id) as n
      from resolved r
      where not is_refused and person_id in (select person_id from resolved where is_former and not is_refused)
      window own as (partition by person_id order by r.rows[1])),
    folded as (
      select person_id, max(last_row) as last_row, bool_or(person_changed) as person_changed,
        bool_or(attributes_changed) as attributes_changed, bool_or(is_written) as is_written, ${latest.join(', ')}
      from several where n > 1 group by person_id),
    gone as (
      delete from resolved r using folded f
      where r.person_id = f.person_id and not r.is_refused and r.rows[cardinality(r.rows)] <> f.last_row),
    kept as (
      update resolved r set rows = array(select unnest(s.rows) from several s where s.person_id = r.person_id order by 1),
        person_changed = f.person_changed, attributes_changed = f.attributes_changed, is_written = f.is_written,
        ${cells.map((cell) => `${cell} = f.${cell}`).join(', ')}
      from folded f
      where r.person_id = f.person_id and not r.is_refused and r.rows[cardinality(r.rows)] = f.last_row),
    told as (
      insert into import_errors (import_id, row_number, field, severity, reason, value, email_hash)
      select $1::uuid, rows[1], '${key}', 'warning', format('is the same as in row %s; the later row counts', earlier_row), ${first},
        address_hash(email_key)
      from several where earlier_row is not null
      on conflict do nothing)
    select count(earlier_row)::int as remarks from several`,
    [importId],
  );
  return row?.remarks ?? 0;
}
