import { expect, it } from 'vitest';
import { areaUnderCurve, calibrationError } from '../../domain/scoring/metrics.ts';
import { plantedFeatures, plantLeads } from '../../test/factories/scoring.ts';
import { chancesOf } from './model.ts';
import { trainModel, usualSettings } from './train.ts';

const settings = {
  ...usualSettings,
  members: 1,
  boosting: { ...usualSettings.boosting, rounds: 60, featureShare: 0.75 },
};

it('trains a model whose chances mean what they say on later rows, the same from the same seed', () => {
  const [train, test] = [plantLeads(2000, 1), plantLeads(4000, 2)];
  const model = trainModel(plantedFeatures, train, settings);
  const chances = chancesOf(model, test.table);
  const truth = areaUnderCurve({ chances: test.margins, outcomes: test.outcomes })!;
  expect(areaUnderCurve({ chances, outcomes: test.outcomes })!).toBeGreaterThan(truth - 0.025);
  expect(calibrationError({ chances, outcomes: test.outcomes })).toBeLessThan(0.035);
  expect(trainModel(plantedFeatures, train, settings)).toEqual(model);
});
