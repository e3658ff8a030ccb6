import { describe, expect, it } from 'vitest';
import { chanceOf, noCalibration, type Calibration } from '../../domain/scoring/calibration.ts';
import { plantedFeatures, plantLeads, quickBoosting } from '../../test/factories/scoring.ts';
import { boost } from '../boosting/boost.ts';
import { greatestFloat, type Table } from '../boosting/feature.ts';
import { marginsOf, type Ensemble } from '../boosting/tree.ts';
import { exportModel } from './export.ts';
import { openScorer } from './scorer.ts';

const trained = boost(plantedFeatures, plantLeads(2000), { settings: { ...quickBoosting, rounds: 60 } });

describe('a model as an ONNX file', () => {
  it.each<Calibration>([
    noCalibration,
    { kind: 'platt', positive: 0.8, negative: 0.8, shift: -0.3 },
    { kind: 'beta', positive: 1.2, negative: 0.6, shift: 0.1 },
  ])('says in the runtime what the trainer says: $kind', async (calibration) => {
    await expectParity(trained, { calibration, table: plantLeads(10_000, 2).table });
  });

  it('says the same of rows that lie on a split, of what is missing, and of levels that were never seen', async () => {
    const cuts = trained.trees.flatMap((tree) => tree.split.filter((_, node) => tree.feature[node] === 1));
    const values = [...cuts, ...cuts.map((cut) => -cut), NaN, greatestFloat, -greatestFloat, 0];
    const column = (of: (row: number) => number) => Float32Array.from(values, (_, row) => of(row));
    const table: Table = {
      rows: values.length,
      columns: [
        column((row) => (row % 5 === 0 ? NaN : row % 12)),
        Float32Array.from(values),
        // 7 is a level that no training row had, 40 one beyond any mask.
        column((row) => [1, 2, 3, 4, 5, 6, 7, 40, NaN][row % 9]!),
        column((row) => (row % 7 === 0 ? NaN : row / values.length)),
      ],
    };
    await expectParity(trained, { calibration: noCalibration, table });
  });

  it('says its base where it has no split', async () => {
    const { table } = plantLeads(5);
    await expectParity({ features: plantedFeatures, base: -1.5, trees: [] }, { calibration: noCalibration, table });
  });

  it('tells all of many levels apart', async () => {
    const levels = Array.from({ length: 30 }, (_, at) => `level ${at}`);
    const features = [{ kind: 'category' as const, name: 'x', levels, hasRest: true }];
    const column = Float32Array.from({ length: 3100 }, (_, row) => (row % 31) + 1);
    const outcomes = Uint8Array.from(column, (code, row) => ((code * code) % 7 > 3 && row % 5 > 0 ? 1 : 0));
    const table = { rows: 3100, columns: [column] };
    const ensemble = boost(features, { table, outcomes }, { settings: { ...quickBoosting, rounds: 5 } });
    await expectParity(ensemble, { calibration: noCalibration, table });
  });
});

async function expectParity(
  ensemble: Ensemble,
  { calibration, table }: { calibration: Calibration; table: Table },
): Promise<void> {
  const scorer = await openScorer(exportModel({ ensemble, calibration }));
  const { chances, margins } = await scorer.score(table);
  await scorer.close();
  const own = marginsOf(ensemble, table);
  let furthest = 0;
  for (let row = 0; row < table.rows; row++) {
    furthest = Math.max(
      furthest,
      Math.abs(margins[row]! - own[row]!),
      Math.abs(chances[row]! - chanceOf(own[row]!, calibration)),
    );
  }
  expect(furthest).toBeLessThan(1e-5);
  expect(chances).toHaveLength(table.rows);
}
