import { DomainError } from '../errors.ts';
import { CsvReader } from '../imports/csv-reader.ts';
import { mostRates, readRate, type RateRow } from './exchange-rate.ts';

const columns = { currency: ['currency', 'from'], validFrom: ['validfrom', 'date', 'day'], rate: ['rate', 'value'] };

/**
 * Reads a file with the columns currency, date and rate in any order, comma, semicolon or tab between them; decimals with a point
 * or a comma. A row that makes no sense is rejected by itself; a file without these columns is refused.
 */
export function readRatesCsv(text: string, into: string): RateRow[] {
  const plain = text.replace(/^\uFEFF/, '');
  const firstLine = plain.slice(0, plain.search(/[\r\n]|$/));
  const delimiter = [';', '\t'].find((one) => firstLine.includes(one)) ?? ',';
  const [header, ...rows] = new CsvReader(delimiter).push(plain, true);
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const place = (wanted: readonly string[]): number => names.findIndex((name) => wanted.includes(name));
  const places = { currency: place(columns.currency), validFrom: place(columns.validFrom), rate: place(columns.rate) };
  const missing = Object.entries(places).flatMap(([name, at]) => (at === -1 ? [name] : []));
  if (missing.length > 0) throw refused(`The first row must name the columns currency, date and rate.`);
  if (rows.length > mostRates) throw refused(`A file holds at most ${mostRates} rates; this one has ${rows.length}.`);
  return rows.map(({ row, cells, problem }) => {
    const cell = (at: number): string => (cells[at] ?? '').trim();
    const values = {
      currency: cell(places.currency).toUpperCase(),
      validFrom: cell(places.validFrom),
      rate: problem ? '' : cell(places.rate).replace(',', '.'),
    };
    return readRate(row, values, into);
  });
}

function refused(message: string): DomainError {
  return new DomainError('invalid', `${message} Nothing was changed.`, [{ path: 'file', code: 'invalid', message }]);
}
