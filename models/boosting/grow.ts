import type { BinnedColumn } from './bins.ts';
import { greatestFloat, type Feature } from './feature.ts';
import { fillHistogram, subtract, type LeafRows } from './histogram.ts';
import { bestSplit, leafValue, type Split, type SplitRules, type Sums } from './split.ts';
import type { Tree } from './tree.ts';

/** How large a tree may become, and how its splits are judged. */
export interface GrowthRules extends SplitRules {
  leaves: number;
  depth: number;
}

/** What trees are grown on; the same for all trees of an ensemble. */
export interface Ground {
  features: readonly Feature[];
  columns: readonly BinnedColumn[];
  offsets: readonly number[];
  length: number;
}

/** A leaf that may still be split. */
interface OpenLeaf {
  node: number;
  depth: number;
  start: number;
  end: number;
  total: Sums;
  histogram: Float64Array;
  split: Split | null;
}

/**
 * Grows one tree, always splitting the leaf where most is won. `rows` is put in another order. Values are Newton steps times `rate`.
 */
export function growTree(
  ground: Ground,
  { rules, looksAt, rate }: { rules: GrowthRules; looksAt: readonly number[]; rate: number },
  sample: Omit<LeafRows, 'start' | 'end'>,
): Tree {
  const tree: Tree = { feature: [], split: [], left: [], right: [], missingLeft: [], value: [], cover: [] };
  const grown = { ground, rules, looksAt, sample, tree, spare: new Uint32Array(sample.rows.length) };
  const all = { start: 0, end: sample.rows.length };
  const histogram = new Float64Array(ground.length);
  fillHistogram(histogram, { ...ground, features: looksAt }, { ...sample, ...all });
  const root = openLeaf(grown, { depth: 0, ...all, total: sumOf(sample), histogram });
  const open = [root];
  const closed: OpenLeaf[] = [];
  while (open.length > 0 && open.length + closed.length < rules.leaves) {
    const at = bestOf(open);
    const [leaf] = open.splice(at, 1) as [OpenLeaf];
    if (!leaf.split) closed.push(leaf);
    else open.push(...splitLeaf(grown, leaf, leaf.split));
  }
  for (const { node, total } of [...open, ...closed]) tree.value[node] = leafValue(total, rules.lambda) * rate;
  return tree;
}

interface Grown {
  ground: Ground;
  rules: GrowthRules;
  looksAt: readonly number[];
  sample: Omit<LeafRows, 'start' | 'end'>;
  tree: Tree;
  spare: Uint32Array;
}

function openLeaf({ ground, rules, looksAt, tree }: Grown, leaf: Omit<OpenLeaf, 'node' | 'split'>): OpenLeaf {
  const node = tree.feature.length;
  tree.feature.push(-1);
  tree.split.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.missingLeft.push(0);
  tree.value.push(0);
  tree.cover.push(leaf.total.rows);
  let split: Split | null = null;
  if (leaf.depth < rules.depth && leaf.total.rows >= 2 * rules.minLeafRows) {
    for (const feature of looksAt) {
      const part = {
        histogram: leaf.histogram,
        offset: ground.offsets[feature]!,
        column: ground.columns[feature]!,
        isCategory: ground.features[feature]!.kind === 'category',
      };
      const found = bestSplit(feature, part, { total: leaf.total, rules });
      if (found && found.gain > (split?.gain ?? 0)) split = found;
    }
  }
  return { ...leaf, node, split };
}

function splitLeaf(grown: Grown, leaf: OpenLeaf, split: Split): [OpenLeaf, OpenLeaf] {
  const { ground, looksAt, sample, tree } = grown;
  const middle = partition(grown, leaf, split);
  const depth = leaf.depth + 1;
  const right = {
    gradient: leaf.total.gradient - split.left.gradient,
    hessian: leaf.total.hessian - split.left.hessian,
    rows: leaf.total.rows - split.left.rows,
  };
  // The smaller child is added up, the larger one is the difference.
  const leftIsSmaller = split.left.rows <= right.rows;
  const smaller = new Float64Array(ground.length);
  const [start, end] = leftIsSmaller ? [leaf.start, middle] : [middle, leaf.end];
  fillHistogram(smaller, { ...ground, features: looksAt }, { ...sample, start, end });
  const larger = subtract(leaf.histogram, smaller);
  const first = openLeaf(grown, {
    depth,
    start: leaf.start,
    end: middle,
    total: split.left,
    histogram: leftIsSmaller ? smaller : larger,
  });
  const second = openLeaf(grown, {
    depth,
    start: middle,
    end: leaf.end,
    total: right,
    histogram: leftIsSmaller ? larger : smaller,
  });
  const column = ground.columns[split.feature]!;
  tree.feature[leaf.node] = split.feature;
  tree.split[leaf.node] =
    ground.features[split.feature]!.kind === 'category'
      ? split.leftBins.reduce((mask, bin) => (mask | (1 << bin)) >>> 0, 0)
      : (column.upper[split.leftBins.length - 1] ?? greatestFloat);
  tree.missingLeft[leaf.node] = split.missingLeft ? 1 : 0;
  tree.left[leaf.node] = first.node;
  tree.right[leaf.node] = second.node;
  return [first, second];
}

/** Puts the rows that go left before the others, each side in the order in which they were; returns where the right side begins. */
function partition({ ground, sample: { rows }, spare }: Grown, { start, end }: OpenLeaf, split: Split): number {
  const column = ground.columns[split.feature]!;
  const isLeft = new Uint8Array(column.count + 1);
  for (const bin of split.leftBins) isLeft[bin] = 1;
  isLeft[column.count] = split.missingLeft ? 1 : 0;
  let [left, right] = [start, 0];
  for (let at = start; at < end; at++) {
    const row = rows[at]!;
    if (isLeft[column.bins[row]!] === 1) rows[left++] = row;
    else spare[right++] = row;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}

function sumOf({ rows, gradients, hessians }: Omit<LeafRows, 'start' | 'end'>): Sums {
  let [gradient, hessian] = [0, 0];
  for (const row of rows) {
    gradient += gradients[row]!;
    hessian += hessians[row]!;
  }
  return { gradient, hessian, rows: rows.length };
}

function bestOf(open: readonly OpenLeaf[]): number {
  let best = 0;
  for (let at = 1; at < open.length; at++) {
    if ((open[at]!.split?.gain ?? -1) > (open[best]!.split?.gain ?? -1)) best = at;
  }
  return best;
}
