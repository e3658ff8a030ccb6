import { readFile } from 'node:fs/promises';
import type { CountedPath } from '../../domain/attribution/markov.ts';
import { detectDelimiter } from '../../domain/imports/csv-format.ts';
import { CsvReader } from '../../domain/imports/csv-reader.ts';
import { InputFault } from '../command.ts';

/**
 * Reads a file with the columns path (`a > b > c`), total_conversions and total_null, in any order and among others; throws with the
 * line where a count is none.
 */
export async function readCountedPaths(file: string): Promise<CountedPath[]> {
  const text = await readFile(file, 'utf8');
  const [header, ...rows] = new CsvReader(detectDelimiter(text.slice(0, 10_000))).push(text, true);
  const names = (header?.cells ?? []).map((cell) => cell.trim());
  const columns = ['path', 'total_conversions', 'total_null'].map((name) => {
    const index = names.indexOf(name);
    if (index === -1) throw new InputFault(`${file} has no column ${name}`);
    return index;
  });
  if (rows.length === 0) throw new InputFault(`${file} has no rows`);
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells }, at) => {
      const [path = '', conversions = '', nulls = ''] = columns.map((index) => cells[index] ?? '');
      return {
        channels: path
          .split('>')
          .map((channel) => channel.trim())
          .filter((channel) => channel !== ''),
        conversions: readCount(conversions, { file, line: at + 2 }),
        nulls: readCount(nulls, { file, line: at + 2 }),
      };
    });
}

function readCount(text: string, { file, line }: { file: string; line: number }): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isFinite(count) || count < 0)
    throw new InputFault(`${file}, line ${line}: ${text} is no count`);
  return count;
}
