import { DomainError } from '../errors.ts';
import { mostHolidays, type HolidayRow } from './holiday.ts';
import { readHolidaysCsv } from './holidays-csv.ts';
import { readHolidaysIcal } from './holidays-ical.ts';

/** Reads holidays from a text, an iCalendar or lines of `date,name`, whichever it is; `year` is the present one. */
export function readHolidaysFile(text: string, year: number): HolidayRow[] {
  const plain = text.replace(/^\uFEFF/, '').trimStart();
  const rows = /^BEGIN:VCALENDAR/i.test(plain) ? readHolidaysIcal(plain, year) : readHolidaysCsv(plain);
  const message =
    rows.length === 0
      ? 'The text holds no holiday: give lines such as 2026-12-25,Christmas Day, or an iCalendar file.'
      : rows.length > mostHolidays
        ? `A file holds at most ${mostHolidays} holidays: give the years one by one.`
        : null;
  if (message)
    throw new DomainError('invalid', `${message} Nothing was changed.`, [{ path: 'file', code: 'invalid', message }]);
  return rows;
}
