import type { BinnedColumn } from './bins.ts';

/** Where each feature's bins begin in a histogram, with one bin more each for what is missing, and how long it is altogether. */
export function layOut(columns: readonly BinnedColumn[]): { offsets: number[]; length: number } {
  const offsets: number[] = [];
  let length = 0;
  for (const { count } of columns) {
    offsets.push(length);
    length += (count + 1) * 3;
  }
  return { offsets, length };
}

/** The rows of a leaf: a stretch of `rows`, with the derivatives of all. */
export interface LeafRows {
  rows: Uint32Array;
  start: number;
  end: number;
  gradients: Float64Array;
  hessians: Float64Array;
}

/** Adds a leaf's rows up by bin, for the features that are looked at. */
export function fillHistogram(
  histogram: Float64Array,
  {
    columns,
    offsets,
    features,
  }: { columns: readonly BinnedColumn[]; offsets: readonly number[]; features: readonly number[] },
  { rows, start, end, gradients, hessians }: LeafRows,
): void {
  const size = end - start;
  const here = rows.subarray(start, end);
  // Gathered once for all features: read in order from then on.
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    gradient[at] = gradients[here[at]!]!;
    hessian[at] = hessians[here[at]!]!;
  }
  for (const feature of features) {
    const { bins } = columns[feature]!;
    const offset = offsets[feature]!;
    for (let at = 0; at < size; at++) {
      const place = offset + bins[here[at]!]! * 3;
      histogram[place]! += gradient[at]!;
      histogram[place + 1]! += hessian[at]!;
      histogram[place + 2]! += 1;
    }
  }
}

/** The histogram of the other child: what its parent has and its sibling has not. */
export function subtract(parent: Float64Array, child: Float64Array): Float64Array {
  const sibling = new Float64Array(parent.length);
  for (let at = 0; at < parent.length; at++) sibling[at] = parent[at]! - child[at]!;
  return sibling;
}
