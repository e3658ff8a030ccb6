import { CsvReader } from '../imports/csv-reader.ts';
import { readHoliday, type HolidayRow } from './holiday.ts';

/**
 * Reads lines of a date and a name, comma, semicolon or tab between them; a first row that names the columns is passed over. A
 * row that makes no sense is rejected by itself.
 */
export function readHolidaysCsv(text: string): HolidayRow[] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = [';', '\t'].find((one) => firstLine.includes(one)) ?? ',';
  const rows = new CsvReader(delimiter).push(text, true);
  const isHeader = /^(date|day)$/i.test((rows[0]?.cells[0] ?? '').trim());
  return rows.slice(isHeader ? 1 : 0).map(({ row, cells, problem }) => {
    const [day = '', name = ''] = cells.map((cell) => cell.trim());
    return readHoliday(row, { day, name: problem ? '' : name });
  });
}
