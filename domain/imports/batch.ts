import type { PersonRow, Remark, RowPlan } from './row-plan.ts';
import type { CsvRow } from './csv-reader.ts';

/** A person to be staged, with the numbers of all rows of this batch that speak of them; the last one is the one that counts. */
export interface BatchPerson extends PersonRow {
  rows: number[];
}

/** A remark about a row, with the key of the address it speaks of where that is known. */
export interface RowRemark extends Remark {
  row: number;
  severity: 'error' | 'warning';
  emailKey: string | null;
}

/** Rows of a file, read and folded: one entry a person. `rows` = people's rows + `rejected`. */
export interface Batch {
  people: BatchPerson[];
  remarks: RowRemark[];
  rows: number;
  rejected: number;
}

/** What a batch is made by. `width` is the number of columns of the file. */
export interface BatchPlan {
  key: 'email' | 'externalId';
  width: number;
  plan: RowPlan;
}

const rowProblems = {
  quote_unclosed: 'a quote is opened and never closed',
  text_after_quote: 'there is text after a closing quote',
  cell_too_long: 'a cell is longer than 32,767 characters',
} as const;

/** Reads rows by a plan, rejects those that cannot be, and folds those that repeat a key: the later row wins, cell by cell. */
export function makeBatch({ key, width, plan }: BatchPlan, rows: readonly CsvRow[]): Batch {
  const batch: Batch = { people: [], remarks: [], rows: rows.length, rejected: 0 };
  const byKey = new Map<string, BatchPerson>();
  const bySecond = new Map<string, string>();
  for (const row of rows) {
    const shape = rowProblem(row, width);
    if (shape) {
      batch.rejected++;
      batch.remarks.push({ ...shape, row: row.row, severity: 'error', emailKey: null });
      continue;
    }
    const { person, errors, warnings } = plan.read(row.cells);
    const remarks = [
      ...errors.map((error) => ({ ...error, severity: 'error' as const })),
      ...warnings.map((w) => ({ ...w, severity: 'warning' as const })),
    ];
    for (const remark of remarks) batch.remarks.push({ ...remark, row: row.row, emailKey: person?.emailKey ?? null });
    if (!person) batch.rejected++;
    else place(person, row.row);
  }
  return batch;

  function place(person: PersonRow, row: number): void {
    const [first, second] =
      key === 'email' ? [person.emailKey, person.externalId] : [person.externalId, person.emailKey];
    const owner = second === null ? undefined : bySecond.get(second);
    if (owner !== undefined && owner !== first) {
      batch.rejected++;
      batch.remarks.push({ ...secondKeyTaken(key, second ?? ''), row, severity: 'error', emailKey: person.emailKey });
      return;
    }
    if (second !== null) bySecond.set(second, first ?? '');
    const before = byKey.get(first ?? '');
    if (!before) {
      const entry = { ...person, rows: [row] };
      byKey.set(first ?? '', entry);
      batch.people.push(entry);
      return;
    }
    batch.remarks.push({
      ...repeated(key, first ?? '', before.rows.at(-1) ?? 0),
      row,
      severity: 'warning',
      emailKey: person.emailKey,
    });
    fold(before, person, row);
  }
}

/** A row that repeats the key of an earlier one. */
export function repeated(key: 'email' | 'externalId', value: string, earlierRow: number): Remark {
  return { field: key, reason: `is the same as in row ${earlierRow}; the later row counts`, value };
}

/** A row whose other key belongs to somebody else. */
export function secondKeyTaken(key: 'email' | 'externalId', value: string): Remark {
  return { field: key === 'email' ? 'externalId' : 'email', reason: 'belongs to another person', value };
}

function fold(before: BatchPerson, later: PersonRow, row: number): void {
  before.rows.push(row);
  before.email = later.email ?? before.email;
  before.emailKey = later.emailKey ?? before.emailKey;
  before.externalId = later.externalId ?? before.externalId;
  before.consent = later.consent;
  before.values = before.values.map((value, place) => later.values[place] ?? value);
}

/** What is wrong with the shape of a row in a file of `width` columns; null where nothing is. */
export function rowProblem(row: CsvRow, width: number): Remark | null {
  if (row.problem) return { field: '', reason: rowProblems[row.problem], value: clip(row.cells[0] ?? '') };
  const spare = row.cells.slice(width);
  if (row.cells.length >= width && spare.every((cell) => cell.trim() === '')) return null;
  return {
    field: '',
    reason: `has ${row.cells.length} cells where the file has ${width} columns`,
    value: clip(row.cells.join(' | ')),
  };
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
