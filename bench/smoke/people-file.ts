import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { InputFault } from '../command.ts';

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
  try {
    const parser = parse({ bom: true, relax_column_count: true });
    const source = createReadStream(input.path).on('error', (error) => parser.destroy(error));
    for await (const record of source.pipe(parser) as AsyncIterable<string[]>) {
      records.push(record);
      if (input.limit !== null && records.length > input.limit) break;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // What it says goes on with the whole cell.
    throw new InputFault(`${input.path} is no CSV: ${error.message.split(', value is')[0]}.`);
  }
  const [columns = [], ...rows] = records;
  refuseUnfit(input, { columns, rows: rows.length });
  const value = (row: string[], column: string): string => row[columns.indexOf(column)]?.trim() ?? '';
  const addresses = new Map<string, boolean>();
  for (const row of rows) {
    const address = input.template.replace(placeholder, (_, column: string) => value(row, column)).toLowerCase();
    addresses.set(address, input.consent !== null && value(row, input.consent.column) === input.consent.equals);
  }
  const text = records.map((row) => row.map(quoted).join(',')).join('\r\n');
  return { bytes: new Blob([text], { type: 'text/csv' }), columns, rows: rows.length, addresses };
}

const placeholder = /\{\{\s*(.*?)\s*\}\}/g;

/** Refuses what nobody could get a mail with: no people, an address that is everybody's, a column that is not there. */
function refuseUnfit(
  { path, template, consent }: Parameters<typeof readPeopleFile>[0],
  { columns, rows }: { columns: readonly string[]; rows: number },
): void {
  if (rows === 0) throw new InputFault(`${path} has no people below its header.`);
  const named = [...template.matchAll(placeholder)].map(([, column = '']) => column);
  if (named.length === 0)
    throw new InputFault('--email needs a column in double braces, as in lead-{{ Lead Number }}@example.test.');
  const missing = [...named, ...(consent ? [consent.column] : [])].find((column) => !columns.includes(column));
  if (missing !== undefined) throw new InputFault(`${path} has no column "${missing}".`);
  if (!consent)
    throw new InputFault("Without --consent 'COLUMN=VALUE' nobody gave consent, and nobody would get a message.");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
