import { drawWithout, randomFrom } from '../random.ts';
import { areaUnderCurve } from './metrics.ts';

/** Above this, one column alone tells the outcome so well that it was probably written after it. */
export const suspiciousAuc = 0.9;

/** A column that is left out, or that somebody should look at, and why in a sentence. */
export interface Remark {
  column: string;
  message: string;
}

/** Values of a column by row; null is missing. */
export type ColumnValues = readonly (string | number | null)[];

/** What is learned from, what is left out and why, and what looks as if it was written after the outcome. */
export interface GuardReport {
  kept: string[];
  dropped: Remark[];
  warnings: (Remark & { auc: number })[];
}

/**
 * Keeps away from learning what must not be learned from: columns that are declared to be written after the outcome, and such as only
 * name or number the rows. Warns of each that alone tells the outcome too well; when it was written, a flat file cannot say.
 */
export function guardColumns(
  columns: ReadonlyMap<string, ColumnValues>,
  { outcomes, afterOutcome }: { outcomes: ArrayLike<number>; afterOutcome: readonly string[] },
): GuardReport {
  const report: GuardReport = { kept: [], dropped: [], warnings: [] };
  for (const [column, values] of columns) {
    const reason = afterOutcome.some((name) => names(name, column))
      ? 'declared to be written after the outcome'
      : uselessBecause(values);
    if (reason) {
      report.dropped.push({ column, message: reason });
      continue;
    }
    report.kept.push(column);
    const auc = aucAlone(values, outcomes);
    if (auc > suspiciousAuc) report.warnings.push({ column, auc, message: warningOf(column, auc) });
  }
  return report;
}

/** The declared names that no column has: a slip of the pen there would let a column through. */
export function unknownNames(columns: Iterable<string>, afterOutcome: readonly string[]): string[] {
  const known = [...columns];
  return afterOutcome.filter((name) => !known.some((column) => names(name, column)));
}

/** Whether a declared name means a column; "Asymmetrique*" means all that begin so. */
export function names(declared: string, column: string): boolean {
  const [name, is] = [folded(declared), folded(column)];
  return name.endsWith('*') ? is.startsWith(name.slice(0, -1)) : is === name;
}

/**
 * How well a column alone tells the outcome: the AUC of the outcome's rate at its value (numbers: in its twentieth), each row judged by
 * rates of other rows, so that many rare values do not look like knowledge. 0.5 is nothing.
 */
export function aucAlone(values: ColumnValues, outcomes: ArrayLike<number>): number {
  const keys = keysOf(values);
  const rows = values.length;
  const folds = 5;
  // Dealt out at random, the same way each time: files are often sorted.
  const foldOf = new Uint8Array(rows);
  for (const [at, row] of drawWithout(
    Array.from({ length: rows }, (_, row) => row),
    rows,
    randomFrom(7),
  ).entries()) {
    foldOf[row] = at % folds;
  }
  const chances = new Float64Array(rows);
  for (let fold = 0; fold < folds; fold++) {
    const sums = new Map<string, { rows: number; ones: number }>();
    const all = { rows: 0, ones: 0 };
    for (let row = 0; row < rows; row++) {
      if (foldOf[row] === fold) continue;
      const sum = sums.get(keys[row]!) ?? { rows: 0, ones: 0 };
      sums.set(keys[row]!, { rows: sum.rows + 1, ones: sum.ones + outcomes[row]! });
      all.rows++;
      all.ones += outcomes[row]!;
    }
    const base = all.ones / Math.max(1, all.rows);
    for (let row = 0; row < rows; row++) {
      if (foldOf[row] !== fold) continue;
      const sum = sums.get(keys[row]!) ?? { rows: 0, ones: 0 };
      // Ranked within the fold against its own base rate: bases of folds differ by chance and say nothing.
      chances[row] = (sum.ones + 10 * base) / (sum.rows + 10) - base;
    }
  }
  return areaUnderCurve({ chances, outcomes }) ?? 0.5;
}

const warningOf = (column: string, auc: number): string =>
  `${column} alone has an AUC of ${auc.toFixed(2)}: it was probably written after the outcome. ` +
  'Declare it if it was, or scores will look better than they are.';

/** Why nothing can be learned from a column, whatever it holds. */
function uselessBecause(values: ColumnValues): string | null {
  const known = values.filter((value) => value !== null);
  const distinct = new Set(known);
  if (known.length === 0) return 'it is empty';
  if (distinct.size === 1 && known.length === values.length) return 'every value is the same';
  if (known.length < 20) return distinct.size === 1 ? 'it is almost empty' : null;
  const isNumeric = isAllNumbers(known);
  const isOfWhole = isNumeric && known.every((value) => Number.isInteger(Number(value)));
  if (distinct.size === known.length && (!isNumeric || isOfWhole)) return 'every value is different: it names the rows';
  if (isNumeric && isSorted(known.map(Number)) && distinct.size > known.length / 2) return 'it numbers the rows';
  if (!isNumeric && distinct.size > known.length / 2) return 'it is free text: most values are different';
  return null;
}

/** Whether all values are numbers, as such or in words. */
export function isAllNumbers(values: readonly (string | number)[]): boolean {
  return values.every((value) => typeof value === 'number' || (value.trim() !== '' && Number.isFinite(Number(value))));
}

const isSorted = (values: readonly number[]): boolean =>
  values.every((value, at) => at === 0 || value >= values[at - 1]!) ||
  values.every((value, at) => at === 0 || value <= values[at - 1]!);

/** A word a value for words; for numbers a word for their twentieth. */
function keysOf(values: ColumnValues): string[] {
  const known = values.filter((value) => value !== null);
  if (!isAllNumbers(known)) return values.map((value) => (value === null ? '' : `=${value}`));
  const sorted = Float64Array.from(known, Number).sort();
  const cuts = Array.from({ length: 19 }, (_, at) => sorted[Math.floor(((at + 1) / 20) * sorted.length)] ?? 0);
  return values.map((value) => (value === null ? '' : `=${cuts.findIndex((cut) => Number(value) <= cut)}`));
}

const folded = (name: string): string => name.trim().toLowerCase();
