import type { Feature, Table } from './feature.ts';

/** A column cut into at most 255 bins, with one more, the last, for what is missing. */
export interface BinnedColumn {
  bins: Uint8Array;
  /** How many bins there are without that of the missing. */
  count: number;
  /** The greatest value of each bin but the last, as float32: `value <= upper[bin]`. Empty for a category, whose bins are its levels. */
  upper: Float32Array;
}

const mostBins = 254;

/** Cuts each column once, so that trees look at bins and not at values. */
export function binTable(features: readonly Feature[], table: Table): BinnedColumn[] {
  return features.map((feature, at) => {
    const column = table.columns[at]!;
    if (feature.kind === 'number') return binNumbers(column);
    const count = feature.levels.length + (feature.hasRest ? 1 : 0);
    return {
      count,
      upper: new Float32Array(0),
      bins: Uint8Array.from(column, (code) => (code === code ? code - 1 : count)),
    };
  });
}

function binNumbers(column: Float32Array): BinnedColumn {
  const upper = cutsOf(column);
  const count = upper.length + 1;
  const bins = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    bins[row] = value === value ? binOf(upper, value) : count;
  }
  return { bins, count, upper };
}

function binOf(upper: Float32Array, value: number): number {
  let [low, high] = [0, upper.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= upper[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Between neighbouring values where they are few, else between those that leave about as many rows in each bin. */
function cutsOf(column: Float32Array): Float32Array {
  const sorted = column.filter((value) => value === value).sort();
  const wanted = sorted.length / mostBins;
  const distinct: { value: number; rows: number }[] = [];
  for (const value of sorted) {
    const last = distinct.at(-1);
    if (last?.value === value) last.rows++;
    else distinct.push({ value, rows: 1 });
  }
  const cuts: number[] = [];
  let rows = 0;
  for (let at = 0; at + 1 < distinct.length; at++) {
    rows += distinct[at]!.rows;
    if (distinct.length > mostBins && rows < wanted) continue;
    cuts.push(between(distinct[at]!.value, distinct[at + 1]!.value));
    rows = 0;
  }
  return Float32Array.from(cuts.slice(0, mostBins));
}

/**
 * The middle of two float32 values, rounded down to a float32: at least the lower one, below the upper one. A cut that a runtime of
 * 32 bits would round up could send the rows on it to the other side.
 */
function between(lower: number, upper: number): number {
  const middle = lower + (upper - lower) / 2;
  const rounded = Math.fround(middle);
  return rounded <= middle && rounded < upper ? rounded : lower;
}
