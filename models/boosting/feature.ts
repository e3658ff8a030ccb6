/** A value as it comes: a number, a word, or nothing known. */
export type RawValue = string | number | null;

/**
 * One thing that trees look at. A number is compared; of a category the levels are told apart that were seen often enough, the others
 * are one level together where `hasRest`.
 */
export type Feature =
  | { kind: 'number'; name: string }
  | { kind: 'category'; name: string; levels: string[]; hasRest: boolean };

/** Values by column and row, as float32 like the runtime reads them. Missing is NaN; a category holds 1 + the place of its level. */
export interface Table {
  rows: number;
  columns: Float32Array[];
}

/** The most levels that a category may have: a set of them is a mask of 32 bits, and one place is kept for the rest. */
export const mostLevels = 30;

/** The greatest float32: what is greater is taken as this. */
export const greatestFloat = 3.4028234663852886e38;

/** What the trees see of a value: its number, the number of its level, or NaN where nothing is known or the level was never seen. */
export function encodeValue(feature: Feature, value: RawValue | undefined): number {
  if (value === null || value === undefined) return NaN;
  if (feature.kind === 'number') return toFloat(typeof value === 'number' ? value : Number(value));
  const at = feature.levels.indexOf(String(value));
  if (at >= 0) return at + 1;
  return feature.hasRest ? feature.levels.length + 1 : NaN;
}

/** The columns of `values` as trees see them, in the order of `features`; a column that is not there is missing in every row. */
export function encodeTable(
  features: readonly Feature[],
  { rows, valueOf }: { rows: number; valueOf: (name: string) => readonly RawValue[] | undefined },
): Table {
  const columns = features.map((feature) => {
    const values = valueOf(feature.name);
    const column = new Float32Array(rows).fill(NaN);
    if (!values) return column;
    const encode = feature.kind === 'number' ? null : levelReader(feature);
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? null;
      column[row] = encode ? encode(value) : encodeValue(feature, value);
    }
    return column;
  });
  return { rows, columns };
}

/** Some rows of a table, in the order given. */
export function pickRows(table: Table, rows: ArrayLike<number>): Table {
  const columns = table.columns.map((column) => {
    const picked = new Float32Array(rows.length);
    for (let at = 0; at < rows.length; at++) picked[at] = column[rows[at]!]!;
    return picked;
  });
  return { rows: rows.length, columns };
}

function levelReader(feature: Feature & { kind: 'category' }): (value: RawValue) => number {
  const codes = new Map(feature.levels.map((level, at) => [level, at + 1]));
  const rest = feature.hasRest ? feature.levels.length + 1 : NaN;
  return (value) => (value === null ? NaN : (codes.get(String(value)) ?? rest));
}

function toFloat(value: number): number {
  return Number.isFinite(value) ? Math.fround(Math.max(-greatestFloat, Math.min(greatestFloat, value))) : NaN;
}
