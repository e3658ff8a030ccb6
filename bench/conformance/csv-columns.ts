import { readFile } from 'node:fs/promises';
import { detectDelimiter } from '../../domain/imports/csv-format.ts';
import { CsvReader } from '../../domain/imports/csv-reader.ts';
import { InputFault } from '../command.ts';

/** A file by columns: each value is a word as it stands there, or null where the cell is empty. */
export interface CsvColumns {
  file: string;
  rows: number;
  columns: Map<string, (string | null)[]>;
}

/** Reads a delimited file with a header by columns; one without a name is left out. Throws where there is no row. */
export async function readCsvColumns(file: string): Promise<CsvColumns> {
  const text = await readFile(file, 'utf8');
  const [header, ...rows] = new CsvReader(detectDelimiter(text.slice(0, 10_000))).push(text, true);
  if (!header || rows.length === 0) throw new InputFault(`${file} has no rows`);
  const names = header.cells.map((cell) => cell.trim().replace(/^\uFEFF/, ''));
  const columns = new Map(
    names.flatMap((name, at) =>
      name === '' ? [] : [[name, rows.map(({ cells }) => cells[at]?.trim() || null)] as const],
    ),
  );
  return { file, rows: rows.length, columns };
}

/** A column of ones and zeros (also yes and no, true and false); throws with the row where it is neither. */
export function readOutcomes({ file, columns }: CsvColumns, name: string): Uint8Array {
  const values = columns.get(name);
  if (!values) throw new InputFault(`${file} has no column ${name}`);
  return Uint8Array.from(values, (value, at) => {
    const word = value?.toLowerCase() ?? '';
    if (['1', 'yes', 'true'].includes(word)) return 1;
    if (['0', 'no', 'false'].includes(word)) return 0;
    throw new InputFault(`${file}, row ${at + 2}: ${value ?? 'nothing'} is neither 1 nor 0 in ${name}`);
  });
}
