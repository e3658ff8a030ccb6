import { sql } from 'kysely';
import type { Holiday } from '../../../domain/holidays/holiday.ts';
import type { TenantDb } from '../../connection.ts';

/** The tenant's holidays in the order of the calendar: all, or a page of them; `after` is the last day of the page before. */
export async function listHolidaysOf(
  db: TenantDb,
  { limit, year, after }: { limit?: number; year?: number | undefined; after: string | null },
): Promise<Holiday[]> {
  const { rows } = await sql<Holiday>`
    select day::text as day, name from holidays
    where tenant_id = current_tenant()
      and (${year ?? null}::int is null
        or day >= make_date(${year ?? null}::int, 1, 1) and day <= make_date(${year ?? null}::int, 12, 31))
      and (${after}::text is null or day > ${after}::text::date)
    order by day limit ${limit ?? null}::int`.execute(db);
  return rows;
}

/** A holiday as it was written, and its former name; null if the day was no holiday. */
export interface WrittenHoliday extends Holiday {
  before: string | null;
}

/** Writes holidays that are all of different days, in one statement; returns each with what stood there before. */
export async function upsertHolidays(db: TenantDb, holidays: readonly Holiday[]): Promise<WrittenHoliday[]> {
  const { rows } = await sql<WrittenHoliday>`
    with given as (
      select * from unnest(${sql.val(holidays.map(({ day }) => day))}::text[]::date[],
        ${sql.val(holidays.map(({ name }) => name))}::text[]) as g (day, name)),
    -- As it was when the statement began: what it writes is not seen by it.
    known as (
      select g.*, h.name as before from given g
      left join holidays h on h.tenant_id = current_tenant() and h.day = g.day),
    written as (
      -- In one order, so that two who write the same days wait for each other and do not lock each other up.
      insert into holidays as h (day, name) select day, name from known order by day
      on conflict (tenant_id, day) do update set name = excluded.name where h.name <> excluded.name)
    select day::text as day, name, before from known order by known.day`.execute(db);
  return rows;
}

/** Removes a holiday; undefined where the day is none. */
export async function deleteHoliday(db: TenantDb, day: string): Promise<Holiday | undefined> {
  const { rows } = await sql<Holiday>`
    delete from holidays where tenant_id = current_tenant() and day = ${day}::text::date
    returning day::text as day, name`.execute(db);
  return rows[0];
}
