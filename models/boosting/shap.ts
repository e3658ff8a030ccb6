import { goesLeft, type Ensemble, type Tree } from './tree.ts';

/** How far each feature moves a row's margin away from `base`: `base` and all of `shares` add up to the margin. */
export interface Explanation {
  base: number;
  shares: Float64Array;
}

/**
 * Explains rows of tables by an ensemble: the exact Shapley shares of the features in the margin, over the ways that training rows took
 * (TreeSHAP of Lundberg and Lee): what is not known of a row is weighed by how many training rows went each way.
 */
export function explainer(ensemble: Ensemble): (columns: readonly Float32Array[], row: number) => Explanation {
  const base = ensemble.trees.reduce((sum, tree) => sum + meanOf(tree), ensemble.base);
  const deepest = Math.max(0, ...ensemble.trees.map(depthOf)) + 2;
  // One stretch of the paths for each depth, as a path has a step more than the node above it.
  const paths = makePaths((deepest * (deepest + 1)) / 2);
  const isCategory = ensemble.features.map(({ kind }) => kind === 'category');
  return (columns, row) => {
    const shares = new Float64Array(ensemble.features.length);
    for (const tree of ensemble.trees) {
      if (tree.feature[0]! < 0) continue;
      walk({ tree, isCategory, columns, row, shares, paths }, 0, { from: 0, length: 0, zero: 1, one: 1, feature: -1 });
    }
    return { base, shares };
  };
}

/**
 * The steps of ways from the root: the feature asked, the share of training rows that went this way where it is unknown (`zero`),
 * whether the row goes this way (`one`), and the weight of the sets of features known up to here.
 */
interface Paths {
  feature: Int32Array;
  zero: Float64Array;
  one: Float64Array;
  weight: Float64Array;
}

const makePaths = (length: number): Paths => ({
  feature: new Int32Array(length),
  zero: new Float64Array(length),
  one: new Float64Array(length),
  weight: new Float64Array(length),
});

interface Walk {
  tree: Tree;
  isCategory: readonly boolean[];
  columns: readonly Float32Array[];
  row: number;
  shares: Float64Array;
  paths: Paths;
}

/** Where the path so far stands, how long it is, and the step that leads to the node. */
interface Arrival {
  from: number;
  length: number;
  zero: number;
  one: number;
  feature: number;
}

function walk(context: Walk, node: number, arrival: Arrival): void {
  const { tree, isCategory, columns, row, shares, paths } = context;
  const at = arrival.from + arrival.length;
  extend(paths, arrival, at);
  const length = arrival.length + 1;
  const on = tree.feature[node]!;
  if (on < 0) {
    for (let step = 1; step < length; step++) {
      const share = paths.one[at + step]! - paths.zero[at + step]!;
      shares[paths.feature[at + step]!]! += unwoundSum(paths, { from: at, length }, step) * share * tree.value[node]!;
    }
    return;
  }
  const isLeft = goesLeft(tree, node, { isCategory: isCategory[on]!, value: columns[on]![row]! });
  const [hot, cold] = isLeft ? [tree.left[node]!, tree.right[node]!] : [tree.right[node]!, tree.left[node]!];
  let [zero, one, rest] = [1, 1, length];
  for (let step = 1; step < length; step++) {
    if (paths.feature[at + step] !== on) continue;
    [zero, one, rest] = [paths.zero[at + step]!, paths.one[at + step]!, length - 1];
    unwind(paths, { from: at, length }, step);
    break;
  }
  const next = { from: at, length: rest, feature: on };
  walk(context, hot, { ...next, zero: (zero * tree.cover[hot]!) / tree.cover[node]!, one });
  walk(context, cold, { ...next, zero: (zero * tree.cover[cold]!) / tree.cover[node]!, one: 0 });
}

/** Copies the path behind itself to `to`, with the step that arrives. */
function extend({ feature, zero, one, weight }: Paths, arrival: Arrival, to: number): void {
  const { from, length } = arrival;
  for (let step = 0; step < length; step++) {
    feature[to + step] = feature[from + step]!;
    zero[to + step] = zero[from + step]!;
    one[to + step] = one[from + step]!;
    weight[to + step] = weight[from + step]!;
  }
  feature[to + length] = arrival.feature;
  zero[to + length] = arrival.zero;
  one[to + length] = arrival.one;
  weight[to + length] = length === 0 ? 1 : 0;
  for (let step = length - 1; step >= 0; step--) {
    weight[to + step + 1]! += (arrival.one * weight[to + step]! * (step + 1)) / (length + 1);
    weight[to + step] = (arrival.zero * weight[to + step]! * (length - step)) / (length + 1);
  }
}

/** Takes a step out of a path, as if its feature had not been asked. */
function unwind(
  { feature, zero, one, weight }: Paths,
  { from, length }: { from: number; length: number },
  index: number,
): void {
  const last = length - 1;
  const [zeroShare, oneShare] = [zero[from + index]!, one[from + index]!];
  let next = weight[from + last]!;
  for (let step = last - 1; step >= 0; step--) {
    const before = weight[from + step]!;
    if (oneShare !== 0) {
      weight[from + step] = (next * length) / ((step + 1) * oneShare);
      next = before - (weight[from + step]! * zeroShare * (last - step)) / length;
    } else {
      weight[from + step] = (before * length) / (zeroShare * (last - step));
    }
  }
  for (let step = index; step < last; step++) {
    feature[from + step] = feature[from + step + 1]!;
    zero[from + step] = zero[from + step + 1]!;
    one[from + step] = one[from + step + 1]!;
  }
}

/** What the weights of a path would add up to without one of its steps. */
function unwoundSum(
  { zero, one, weight }: Paths,
  { from, length }: { from: number; length: number },
  index: number,
): number {
  const last = length - 1;
  const [zeroShare, oneShare] = [zero[from + index]!, one[from + index]!];
  let next = weight[from + last]!;
  let sum = 0;
  for (let step = last - 1; step >= 0; step--) {
    if (oneShare !== 0) {
      const unwound = (next * length) / ((step + 1) * oneShare);
      sum += unwound;
      next = weight[from + step]! - (unwound * zeroShare * (last - step)) / length;
    } else {
      sum += (weight[from + step]! * length) / (zeroShare * (last - step));
    }
  }
  return sum;
}

/** What a tree says on average over its training rows. */
export function meanOf(tree: Tree): number {
  let sum = 0;
  for (const [node, feature] of tree.feature.entries()) {
    if (feature < 0) sum += (tree.value[node]! * tree.cover[node]!) / tree.cover[0]!;
  }
  return sum;
}

function depthOf(tree: Tree): number {
  const deep = (node: number): number =>
    tree.feature[node]! < 0 ? 1 : 1 + Math.max(deep(tree.left[node]!), deep(tree.right[node]!));
  return deep(0);
}
