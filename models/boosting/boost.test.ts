import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../domain/scoring/metrics.ts';
import { randomFrom } from '../../domain/random.ts';
import { plantedFeatures, plantLeads, quickBoosting as settings } from '../../test/factories/scoring.ts';
import { boost } from './boost.ts';
import { encodeTable, type Feature } from './feature.ts';
import { marginsOf } from './tree.ts';

describe('boosted trees', () => {
  it('find what was planted, in rows that they never saw', () => {
    const [train, test] = [plantLeads(3000, 1), plantLeads(2000, 2)];
    const trained = boost(plantedFeatures, train, { settings });
    const auc = areaUnderCurve({ chances: marginsOf(trained, test.table), outcomes: test.outcomes })!;
    const truth = areaUnderCurve({ chances: test.margins, outcomes: test.outcomes })!;
    expect(auc).toBeGreaterThan(truth - 0.02);
    expect(auc).toBeLessThan(truth + 0.01);
  });

  it('are the same from the same seed, and others from another', () => {
    const train = plantLeads(500);
    const once = boost(plantedFeatures, train, { settings });
    expect(boost(plantedFeatures, train, { settings })).toEqual(once);
    expect(boost(plantedFeatures, train, { settings: { ...settings, seed: 2 } })).not.toEqual(once);
  });

  it('learn which way what is missing goes', () => {
    const features: Feature[] = [{ kind: 'number', name: 'x' }];
    const x = Array.from({ length: 300 }, (_, row) => (row % 3 === 0 ? null : row % 3));
    for (const missingIs of [0, 1]) {
      const outcomes = Uint8Array.from(x, (value) => (value === null ? missingIs : value === 2 ? 1 : 0));
      const table = encodeTable(features, { rows: 300, valueOf: () => x });
      const margins = marginsOf(
        boost(features, { table, outcomes }, { settings: { ...settings, rowShare: 1 } }),
        table,
      );
      expect([...margins].every((margin, row) => margin > 0 === (outcomes[row] === 1))).toBe(true);
    }
  });

  it('tell sets of levels apart in one split', () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
    const features: Feature[] = [{ kind: 'category', name: 'x', levels, hasRest: false }];
    const x = Array.from({ length: 600 }, (_, row) => levels[row % 6]!);
    const outcomes = Uint8Array.from(x, (level) => (['a', 'd', 'e'].includes(level) ? 1 : 0));
    const table = encodeTable(features, { rows: 600, valueOf: () => x });
    const [tree] = boost(features, { table, outcomes }, { settings: { ...settings, rounds: 1, leaves: 2 } }).trees;
    expect([0b011001, 0b100110]).toContain(tree!.split[0]);
  });

  it('stop at once where nothing can be learned', () => {
    const random = randomFrom(5);
    const shuffled = ({ table, outcomes }: ReturnType<typeof plantLeads>) => ({
      table,
      outcomes: outcomes.map(() => (random() < 0.4 ? 1 : 0)),
    });
    const later = shuffled(plantLeads(1000, 2));
    const trained = boost(plantedFeatures, shuffled(plantLeads(1000, 1)), { settings, later });
    expect(trained.trees.length).toBeLessThan(4);
  });

  it('keep as many trees as are best later', () => {
    const later = plantLeads(1000, 2);
    const trained = boost(plantedFeatures, plantLeads(1000, 1), {
      settings: { ...settings, rounds: 300, rate: 0.5, leaves: 16 },
      later,
    });
    expect(trained.trees.length).toBeGreaterThan(0);
    expect(trained.trees.length).toBeLessThan(60);
  });

  it('say the base rate where all have the same outcome', () => {
    const { table } = plantLeads(200);
    const margins = marginsOf(boost(plantedFeatures, { table, outcomes: new Uint8Array(200) }, { settings }), table);
    expect(margins.every((margin) => Number.isFinite(margin) && margin < -4)).toBe(true);
  });
});
