import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { calibrate, chanceOf, fitCalibration, levelled, noCalibration } from './calibration.ts';
import { driftLevel, stabilityIndex } from './drift.ts';
import { gradeOf, scoreOf, isEnoughToLearn } from './grade.ts';
import { judge } from './intervals.ts';
import { areaUnderCurve, brierScore, calibrationError, liftAt } from './metrics.ts';

describe('the area under the curve', () => {
  it('is the share of pairs in the right order, ties half', () => {
    expect(areaUnderCurve({ chances: [0.1, 0.4, 0.35, 0.8], outcomes: [0, 0, 1, 1] })).toBe(0.75);
    expect(areaUnderCurve({ chances: [0.5, 0.5], outcomes: [0, 1] })).toBe(0.5);
    expect(areaUnderCurve({ chances: [0.5, 0.6], outcomes: [1, 1] })).toBeNull();
  });

  it('agrees with counting all pairs', () => {
    const rows = fc.array(fc.record({ chance: fc.integer({ min: 0, max: 20 }), outcome: fc.constantFrom(0, 1) }));
    fc.assert(
      fc.property(rows, (rows) => {
        const [ones, zeros] = [1, 0].map((kind) => rows.filter(({ outcome }) => outcome === kind)) as [
          typeof rows,
          typeof rows,
        ];
        const pairs = ones.flatMap((one) => zeros.map((zero) => Math.sign(one.chance - zero.chance) / 2 + 0.5));
        const judged = { chances: rows.map(({ chance }) => chance / 20), outcomes: rows.map(({ outcome }) => outcome) };
        const area = areaUnderCurve(judged);
        if (pairs.length === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 12);
      }),
    );
  });
});

it('measures chances against outcomes', () => {
  const judged = { chances: [0.05, 0.05, 0.95, 0.95], outcomes: [0, 1, 1, 1] };
  expect(brierScore(judged)).toBeCloseTo((0.0025 + 0.9025 + 0.0025 + 0.0025) / 4, 12);
  expect(calibrationError(judged)).toBeCloseTo((0.45 + 0.05) / 2, 12);
  expect(liftAt(0.25, judged)).toBeCloseTo(4 / 3, 12);
});

it('knows how much chances that are right are off by chance: an error of .024 on average on 1,479 rows', () => {
  const random = randomFrom(3);
  const chances = Array.from({ length: 1479 }, () => random() ** 1.5);
  const errors = Array.from({ length: 200 }, () =>
    calibrationError({ chances, outcomes: chances.map((chance) => (random() < chance ? 1 : 0)) }),
  ).sort((a, b) => a - b);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(mean).toBeGreaterThan(0.02);
  expect(mean).toBeLessThan(0.03);
});

it('puts intervals around what it measured, the same from the same seed', () => {
  const random = randomFrom(9);
  const chances = Array.from({ length: 400 }, random);
  const judged = { chances, outcomes: chances.map((chance) => (random() < chance ? 1 : 0)) };
  const quality = judge(judged, { draws: 300 });
  expect(quality.aucInterval![0]).toBeLessThan(quality.auc!);
  expect(quality.aucInterval![1]).toBeGreaterThan(quality.auc!);
  expect(quality.aucInterval![1] - quality.aucInterval![0]).toBeLessThan(0.12);
  expect(judge(judged, { draws: 300 })).toEqual(quality);
});

describe('calibration', () => {
  const random = randomFrom(11);
  const truths = Array.from({ length: 4000 }, () => random() * 6 - 3);
  const outcomes = truths.map((margin) => (random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0));

  it('leaves chances alone that are right', () => {
    const chosen = calibrate({ margins: truths, outcomes });
    const furthest = Math.max(...truths.map((z) => Math.abs(chanceOf(z, chosen) - chanceOf(z, noCalibration))));
    expect(furthest).toBeLessThan(0.03);
  });

  it('finds the line that was bent', () => {
    const margins = truths.map((margin) => 2 * margin + 1);
    const chosen = calibrate({ margins, outcomes });
    expect(chosen.kind).not.toBe('none');
    for (const [row, z] of margins.entries()) {
      expect(Math.abs(chanceOf(z, chosen) - chanceOf(truths[row]!, noCalibration))).toBeLessThan(0.04);
    }
  });

  it('bends at even odds where one side is too sure', () => {
    const margins = truths.map((margin) => (margin > 0 ? 4 * margin : margin));
    const fitted = fitCalibration('beta', { margins, outcomes });
    expect(fitted.negative / fitted.positive).toBeGreaterThan(2);
    expect(calibrate({ margins, outcomes }).kind).toBe('beta');
  });

  it('moves to the level of what came later, as far as is asked', () => {
    const later = { margins: truths.map((margin) => margin - 0.8), outcomes };
    expect(levelled(noCalibration, later, 1).shift).toBeCloseTo(0.8, 1);
    expect(levelled(noCalibration, later, 0.5).shift).toBeCloseTo(0.4, 1);
    expect(levelled(noCalibration, { margins: truths, outcomes }, 1).shift).toBeCloseTo(0, 1);
  });

  it('keeps the order of people, whatever came', () => {
    const observed = fc.array(fc.record({ z: fc.double({ min: -8, max: 8, noNaN: true }), y: fc.constantFrom(0, 1) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(observed, fc.constantFrom('platt' as const, 'beta' as const), (rows, kind) => {
        const fitted = fitCalibration(kind, { margins: rows.map(({ z }) => z), outcomes: rows.map(({ y }) => y) });
        const sorted = rows.map(({ z }) => z).sort((a, b) => a - b);
        const chances = sorted.map((z) => chanceOf(z, fitted));
        expect(chances.every((chance, at) => at === 0 || chance >= chances[at - 1]! - 1e-12)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

it('says how far scores have moved', () => {
  expect(stabilityIndex([100, 100], [50, 50])).toBe(0);
  // .1 · ln(.6/.5) + (−.1) · ln(.4/.5)
  expect(stabilityIndex([50, 50], [60, 40])).toBeCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), 12);
  expect([0.05, 0.1, 0.25, 0.26].map(driftLevel)).toEqual(['fine', 'moderate', 'moderate', 'act']);
});

it('grades chances', () => {
  expect([1, 0.75, 0.7449, 0.5, 0.49, 0.25, 0.2, 0].map(gradeOf)).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D']);
  // By the score that stands beside it: 75 is an A, whatever was rounded to it.
  expect([0.746, 0.495, 0.245].map((chance) => [scoreOf(chance), gradeOf(chance)])).toEqual([
    [75, 'A'],
    [50, 'B'],
    [25, 'C'],
  ]);
  expect(isEnoughToLearn({ converted: 40, lost: 40 })).toBe(true);
  expect(isEnoughToLearn({ converted: 39, lost: 4000 })).toBe(false);
  expect(isEnoughToLearn({ converted: 4000, lost: 39 })).toBe(false);
});
