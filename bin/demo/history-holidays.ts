import type { TenantDb } from '../../db/connection.ts';
import { upsertHolidays } from '../../db/queries/tenants/holidays.ts';

/** The days on which the example's organisation does not work, this year and the next. */
export async function seedHolidays(db: TenantDb): Promise<void> {
  const year = new Date().getUTCFullYear();
  const days = [
    ['01-01', 'New Year'],
    ['05-01', 'Labour Day'],
    ['10-03', 'German Unity Day'],
    ['12-25', 'Christmas Day'],
    ['12-26', 'Second day of Christmas'],
  ] as const;
  const holidays = [year, year + 1].flatMap((one) => days.map(([day, name]) => ({ day: `${one}-${day}`, name })));
  await upsertHolidays(db, holidays);
}
