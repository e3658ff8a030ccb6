import { fillTemplate, templateColumns } from './template.ts';

/** Where a mapped value comes from: a column, or a template over columns. */
export type CellSource = { column: string } | { template: string };

/** What a row says under a column; empty where the file has no such column. */
export type Cell = (column: string) => string;

/** The columns that a mapped value is made from. */
export function sourceColumns(source: CellSource): string[] {
  return 'column' in source ? [source.column] : templateColumns(source.template);
}

/** How a mapped value is called in remarks: by its column, or by what it fills. */
export function labelOf(source: CellSource & { to: string }): string {
  return 'column' in source ? source.column : source.to;
}

/** Reads a mapped value from a row. */
export function readerOf(source: CellSource): (cell: Cell) => string {
  return 'column' in source ? (cell) => cell(source.column) : (cell) => fillTemplate(source.template, cell);
}

/** Gives the cells of a row by the names of their columns. */
export function cellsBy(columns: readonly string[]): (cells: readonly string[]) => Cell {
  const places = new Map(columns.map((name, place) => [name, place]));
  return (cells) => (column) => cells[places.get(column) ?? -1] ?? '';
}
