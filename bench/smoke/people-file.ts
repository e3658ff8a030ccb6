import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** The people of the file as they should arrive: `bytes` is what is uploaded, `addresses` says who gave consent. */
export interface PeopleFile {
  bytes: Blob;
  columns: string[];
  rows: number;
  /** Lower-case address → whether consent was given. */
  addresses: Map<string, boolean>;
}

/** Reads the file (its first `limit` rows), and works out on its own who should get a message. */
export async function readPeopleFile(input: {
  path: string;
  template: string;
  consent: { column: string; equals: string } | null;
  limit: number | null;
}): Promise<PeopleFile> {
  const records: string[][] = [];
  const parser = createReadStream(input.path).pipe(parse({ bom: true, relax_column_count: true }));
  for await (const record of parser as AsyncIterable<string[]>) {
    records.push(record);
    if (input.limit !== null && records.length > input.limit) break;
  }
  const [columns = [], ...rows] = records;
  const value = (row: string[], column: string): string => row[columns.indexOf(column)]?.trim() ?? '';
  const addresses = new Map<string, boolean>();
  for (const row of rows) {
    const address = input.template
      .replace(/\{\{\s*(.*?)\s*\}\}/g, (_, column: string) => value(row, column))
      .toLowerCase();
    addresses.set(address, input.consent !== null && value(row, input.consent.column) === input.consent.equals);
  }
  const text = records.map((row) => row.map(quoted).join(',')).join('\r\n');
  return { bytes: new Blob([text], { type: 'text/csv' }), columns, rows: rows.length, addresses };
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
