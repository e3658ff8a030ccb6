import type { Table } from './feature.ts';
import { meanOf } from './shap.ts';
import { goesLeft, type Ensemble, type Tree } from './tree.ts';

/** Explains rows of tables by an ensemble. */
export interface TableExplainer {
  base: number;
  explain: (table: Table) => Float64Array[];
}

/**
 * Explains many rows by an ensemble, with the same exact Shapley shares as `explainer`: what a leaf gives to each feature depends on which
 * of the few features on its way the row satisfies and on nothing else, so it is worked out once for each such pattern and then looked
 * up. `base` is the margin that everybody starts from; `explain` gives the shares of each row's features, which with it add up to the margin.
 */
export function tableExplainer(ensemble: Ensemble): TableExplainer {
  const isCategory = ensemble.features.map(({ kind }) => kind === 'category');
  const trees = ensemble.trees
    .filter((tree) => tree.feature[0]! >= 0)
    .map((tree) => ({ tree, leaves: leavesOf(tree) }));
  const explain = ({ rows, columns }: Table) => {
    const explained = Array.from({ length: rows }, () => new Float64Array(ensemble.features.length));
    for (const { tree, leaves } of trees) {
      const goes = new Uint8Array(tree.feature.length);
      for (let row = 0; row < rows; row++) {
        for (let node = 0; node < goes.length; node++) {
          const on = tree.feature[node]!;
          if (on < 0) continue;
          const value = columns[on]![row]!;
          goes[node] = goesLeft(tree, node, { isCategory: isCategory[on]!, value }) ? 1 : 0;
        }
        addLeaves(leaves, goes, explained[row]!);
      }
    }
    return explained;
  };
  return { base: ensemble.trees.reduce((sum, tree) => sum + meanOf(tree), ensemble.base), explain };
}

/** A leaf: its steps (node, the way taken, the place of its feature), its features, and what each gets by pattern. */
interface Leaf {
  nodes: number[];
  ways: number[];
  places: number[];
  features: number[];
  given: Float64Array;
}

function addLeaves(leaves: readonly Leaf[], goes: Uint8Array, shares: Float64Array): void {
  for (const { nodes, ways, places, features, given } of leaves) {
    let pattern = (1 << features.length) - 1;
    for (let step = 0; step < nodes.length; step++) {
      if (goes[nodes[step]!] !== ways[step]) pattern &= ~(1 << places[step]!);
    }
    const from = pattern * features.length;
    for (let place = 0; place < features.length; place++) shares[features[place]!]! += given[from + place]!;
  }
}

function leavesOf(tree: Tree): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (node: number, steps: readonly { node: number; way: number; share: number }[]): void => {
    const on = tree.feature[node]!;
    if (on < 0) {
      leaves.push(leafOf(tree, node, steps));
      return;
    }
    for (const [next, way] of [
      [tree.left[node]!, 1],
      [tree.right[node]!, 0],
    ] as const) {
      walk(next, [...steps, { node, way, share: tree.cover[next]! / tree.cover[node]! }]);
    }
  };
  walk(0, []);
  return leaves;
}

function leafOf(tree: Tree, leaf: number, steps: readonly { node: number; way: number; share: number }[]): Leaf {
  const features = [...new Set(steps.map(({ node }) => tree.feature[node]!))];
  const places = steps.map(({ node }) => features.indexOf(tree.feature[node]!));
  // Of those that come to the steps of a feature, the share that goes on where the feature is not known.
  const zeros = features.map(() => 1);
  for (const [step, { share }] of steps.entries()) zeros[places[step]!]! *= share;
  const given = new Float64Array(features.length << features.length);
  for (let pattern = 0; pattern < 1 << features.length; pattern++) {
    const ones = features.map((_, place) => (pattern >> place) & 1);
    for (let place = 0; place < features.length; place++) {
      const share = (ones[place]! - zeros[place]!) * weightWithout(place, ones, zeros);
      given[pattern * features.length + place] = share * tree.value[leaf]!;
    }
  }
  return { nodes: steps.map(({ node }) => node), ways: steps.map(({ way }) => way), places, features, given };
}

/** The mean, over all orders in which features become known, of the weight of those known before one of them. */
function weightWithout(skipped: number, ones: readonly number[], zeros: readonly number[]): number {
  let bySize = [1];
  for (const [place, one] of ones.entries()) {
    if (place === skipped) continue;
    const next = new Array<number>(bySize.length + 1).fill(0);
    for (const [size, weight] of bySize.entries()) {
      next[size]! += weight * zeros[place]!;
      next[size + 1]! += weight * one;
    }
    bySize = next;
  }
  const others = ones.length - 1;
  return bySize.reduce((sum, weight, size) => sum + weight / (ones.length * choose(others, size)), 0);
}

function choose(of: number, count: number): number {
  let ways = 1;
  for (let at = 0; at < count; at++) ways = (ways * (of - at)) / (at + 1);
  return ways;
}
