import { describe, expect, it } from 'vitest';
import { plantedFeatures, plantLeads, quickBoosting } from '../../test/factories/scoring.ts';
import { boost } from './boost.ts';
import { explainer } from './shap.ts';
import { tableExplainer } from './shap-tables.ts';
import { goesLeft, marginsOf, type Ensemble } from './tree.ts';

const trained = boost(plantedFeatures, plantLeads(2000), { settings: { ...quickBoosting, rounds: 5 } });

describe('shares of features in a margin', () => {
  it('add up to it with the base, for 10,000 rows', () => {
    const { table } = plantLeads(10_000, 3);
    const margins = marginsOf(trained, table);
    const explain = explainer(trained);
    let furthest = 0;
    for (let row = 0; row < table.rows; row++) {
      const { base, shares } = explain(table.columns, row);
      const sum = shares.reduce((all, share) => all + share, base);
      furthest = Math.max(furthest, Math.abs(sum - margins[row]!));
    }
    expect(furthest).toBeLessThan(1e-6);
  });

  it('are those of the definition: the mean gain over all orders in which features become known', () => {
    const { table } = plantLeads(40, 4);
    const explain = explainer(trained);
    for (let row = 0; row < table.rows; row++) {
      const { shares } = explain(table.columns, row);
      const exact = byDefinition(trained, table.columns, row);
      for (const [feature, share] of shares.entries()) expect(share).toBeCloseTo(exact[feature]!, 9);
    }
  });

  it('are the same where they are looked up for many rows', () => {
    const { table } = plantLeads(500, 5);
    const explain = explainer(trained);
    for (const [row, shares] of tableExplainer(trained).explain(table).entries()) {
      for (const [feature, share] of explain(table.columns, row).shares.entries())
        expect(shares[feature]).toBeCloseTo(share, 10);
    }
  });
});

function byDefinition(ensemble: Ensemble, columns: Float32Array[], row: number): number[] {
  const count = ensemble.features.length;
  const values = Array.from({ length: 2 ** count }, (_, known) => expected(ensemble, { columns, row, known }));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return ensemble.features.map((_, feature) => {
    let share = 0;
    for (let known = 0; known < values.length; known++) {
      if ((known >> feature) & 1) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      share += weight * (values[known | (1 << feature)]! - values[known]!);
    }
    return share;
  });
}

function expected(
  ensemble: Ensemble,
  { columns, row, known }: { columns: Float32Array[]; row: number; known: number },
): number {
  const inTree = (tree: Ensemble['trees'][number], node: number): number => {
    const feature = tree.feature[node]!;
    if (feature < 0) return tree.value[node]!;
    const [left, right] = [tree.left[node]!, tree.right[node]!];
    if ((known >> feature) & 1) {
      const isCategory = ensemble.features[feature]!.kind === 'category';
      const isLeft = goesLeft(tree, node, { isCategory, value: columns[feature]![row]! });
      return inTree(tree, isLeft ? left : right);
    }
    return (inTree(tree, left) * tree.cover[left]! + inTree(tree, right) * tree.cover[right]!) / tree.cover[node]!;
  };
  return ensemble.trees.reduce((sum, tree) => sum + inTree(tree, 0), ensemble.base);
}
