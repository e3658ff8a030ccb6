import type { Feature, Table } from './feature.ts';

/**
 * A tree as arrays by node; node 0 is the root. `feature` is −1 in a leaf. A number goes left where it is at most `split`; a category
 * where the bit of its level is set in `split`; what is missing goes left where `missingLeft` is 1. `cover` is how many training rows
 * came by, which the reasons of a score weigh by.
 */
export interface Tree {
  feature: number[];
  split: number[];
  left: number[];
  right: number[];
  missingLeft: number[];
  value: number[];
  cover: number[];
}

/** Trees whose values add up, with `base`, to the margin: the logarithm of the odds. */
export interface Ensemble {
  features: Feature[];
  base: number;
  trees: Tree[];
}

/** Whether a value goes left at an inner node. */
export function goesLeft(
  tree: Tree,
  node: number,
  { isCategory, value }: { isCategory: boolean; value: number },
): boolean {
  if (Number.isNaN(value)) return tree.missingLeft[node] === 1;
  return isCategory ? ((tree.split[node]! >>> (value - 1)) & 1) === 1 : value <= tree.split[node]!;
}

/** Adds what a tree says of each row to `margins`. */
export function addTree(
  tree: Tree,
  { features, table, margins }: { features: readonly Feature[]; table: Table; margins: Float64Array },
): void {
  // Typed copies: this loop takes most of the time of scoring in memory.
  const feature = Int32Array.from(tree.feature);
  const split = Float64Array.from(tree.split);
  const [left, right] = [Int32Array.from(tree.left), Int32Array.from(tree.right)];
  const missingLeft = Uint8Array.from(tree.missingLeft);
  const value = Float64Array.from(tree.value);
  const isCategory = Uint8Array.from(features, ({ kind }) => (kind === 'category' ? 1 : 0));
  const { columns } = table;
  for (let row = 0; row < table.rows; row++) {
    let node = 0;
    let on = feature[0]!;
    while (on >= 0) {
      const x = columns[on]![row]!;
      let isLeft: boolean;
      if (x !== x) isLeft = missingLeft[node] === 1;
      else if (isCategory[on] === 1) isLeft = ((split[node]! >>> (x - 1)) & 1) === 1;
      else isLeft = x <= split[node]!;
      node = isLeft ? left[node]! : right[node]!;
      on = feature[node]!;
    }
    margins[row]! += value[node]!;
  }
}

/** The margin of each row. */
export function marginsOf({ features, base, trees }: Ensemble, table: Table): Float64Array {
  const margins = new Float64Array(table.rows).fill(base);
  for (const tree of trees) addTree(tree, { features, table, margins });
  return margins;
}

/** The mean of several ensembles over the same features, as one. */
export function averageOf(ensembles: readonly Ensemble[]): Ensemble {
  const share = 1 / ensembles.length;
  const base = ensembles.reduce((sum, ensemble) => sum + ensemble.base * share, 0);
  const trees = ensembles.flatMap((ensemble) =>
    ensemble.trees.map((tree) => ({ ...tree, value: tree.value.map((value) => value * share) })),
  );
  return { features: ensembles[0]!.features, base, trees };
}
