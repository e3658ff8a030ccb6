import { CsvReader } from './csv-reader.ts';

/** The delimiters that are looked for, in the order in which a tie is decided. */
export const delimiters = [',', ';', '\t', '|'] as const;

/** One of `delimiters`. */
export type Delimiter = (typeof delimiters)[number];

/** The delimiter that cuts the first rows of `sample` into the most equal columns. */
export function detectDelimiter(sample: string): Delimiter {
  const scored = delimiters.map((delimiter) => ({ delimiter, score: scoreDelimiter(sample, delimiter) }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

function scoreDelimiter(sample: string, delimiter: Delimiter): number {
  const rows = new CsvReader(delimiter).push(sample).slice(0, 50);
  const widths = (rows.length > 0 ? rows : new CsvReader(delimiter).push(sample, true)).map((row) => row.cells.length);
  const header = widths[0] ?? 1;
  if (header < 2) return 0;
  const equal = widths.filter((width) => width === header).length / widths.length;
  return equal * equal * Math.min(header, 20);
}

/** Whether the first row names the columns: no empty or repeated names to speak of, no address, no number among them. */
export function detectHeader(rows: string[][]): boolean {
  const first = (rows[0] ?? []).map((cell) => cell.trim());
  if (first.some((cell) => cell.includes('@') || /^[\d.,+-]+$/.test(cell))) return false;
  const named = first.filter((cell) => cell !== '');
  return named.length > first.length / 2 && new Set(named).size > named.length / 2;
}

/** The most characters of a column's name; a first row of whole paragraphs names columns by how they begin. */
export const maxColumnName = 500;

/** The columns' names: unnamed ones get their place, repeated ones a number, so that each name means one column. */
export function columnNames(cells: string[], hasHeader: boolean): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = (hasHeader && cutText(cell.trim(), maxColumnName - 10).trim()) || `Column ${index + 1}`;
    let unique = name;
    for (let count = 2; taken.has(unique); count++) unique = `${name} (${count})`;
    taken.add(unique);
    return unique;
  });
}

/** The beginning of a text, without the first half of a character that is cut. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
