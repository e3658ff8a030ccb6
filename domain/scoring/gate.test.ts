import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { featureLabel, featureText } from './feature-words.ts';
import { gateChecks, isPassed, isWorseThanRule, luckyCalibrationError, stabilityCheck } from './gate.ts';
import { judge, orderGains, type Quality } from './intervals.ts';
import { hasMoved, movesOf, pointsPerShare, reasonsOf } from './reasons.ts';
import { countInto, movementOf, scoreSpread, spreadOf } from './spread.ts';

/** People with true chances, three rows of each, and what came of them. */
function drawPeople(count: number, seed: number) {
  const random = randomFrom(seed);
  const people = Uint32Array.from({ length: count * 3 }, (_, row) => Math.floor(row / 3));
  const own = Array.from({ length: count }, () => random() ** 2);
  const lots = Array.from({ length: count }, () => random());
  const chances = Float64Array.from(people, (person) => own[person]!);
  const outcomes = Uint8Array.from(people, (person) => (lots[person]! < own[person]! ? 1 : 0));
  return { people, chances, outcomes };
}

const drawn = drawPeople(400, 3);
const judged = (chances: ArrayLike<number>) =>
  judge({ chances, outcomes: drawn.outcomes }, { draws: 200, groups: drawn.people });
const guesses = Float64Array.from(drawn.chances, (_, row) => (row % 7) / 7);
const gate = (chances: Float64Array, incumbent: Float64Array | null = null) =>
  gateChecks({
    quality: judged(chances),
    chances,
    people: drawn.people,
    incumbent: incumbent && judged(incumbent),
    rule: judged(guesses),
  });
const failed = (checks: ReturnType<typeof gateChecks>) => checks.filter(({ isMet }) => !isMet).map(({ name }) => name);

describe('what a model has to pass', () => {
  it('lets one through that is right, also beside a champion that is as good', () => {
    expect(isPassed(gate(drawn.chances))).toBe(true);
    expect(isPassed(gate(drawn.chances, drawn.chances))).toBe(true);
  });

  it('stops one that guesses, one that is too sure, and one that is worse than the champion', () => {
    expect(failed(gate(guesses))).toEqual(expect.arrayContaining(['order', 'distance']));
    const sure = drawn.chances.map((chance) => (chance > 0.3 ? 0.99 : 0.01));
    expect(failed(gate(sure))).toContain('calibration');
    const blurred = drawn.chances.map((chance, row) => (chance + guesses[row]!) / 2);
    expect(failed(gate(blurred, drawn.chances))).toContain('order');
  });

  it('asks for order, knowledge, nearness and calibration, and every one of them has to hold', () => {
    const interval: [number, number] = [0.66, 0.74];
    const model: Quality = {
      ...{ rows: 1000, positives: 200, auc: 0.7, aucInterval: interval, brier: 0.15, brierInterval: interval },
      ...{ calibrationError: 0.05, calibrationInterval: interval, lift10: null },
    };
    const chances = new Float64Array(1000).fill(0.2);
    const checksOf = (more: Partial<Quality>, champion: Partial<Quality> | null = null, rule = 0.6) =>
      gateChecks({
        ...{ quality: { ...model, ...more }, chances, people: chances.map((_, row) => row) },
        ...{ incumbent: champion && { ...model, ...champion }, rule: { ...model, auc: rule } },
      });
    const failedOf = (...given: Parameters<typeof checksOf>) => failed(checksOf(...given));
    expect(failedOf({})).toEqual([]);
    // Better than the rule; than a champion not worse by more than 0.01.
    expect(failedOf({}, null, 0.7)).toEqual(['order']);
    expect(failedOf({}, { auc: 0.705 }, 0.9)).toEqual([]);
    expect(failedOf({}, { auc: 0.715 })).toEqual(['order']);
    expect(failedOf({ aucInterval: [0.5, 0.8] })).toEqual(['knowledge']);
    expect(failedOf({ aucInterval: null })).toEqual(['knowledge']);
    // 200 of 1,000: the same chance for everybody is 0.2 × 0.8 = 0.16 away, beside any champion.
    expect(failedOf({ brier: 0.161 })).toEqual(['distance']);
    expect(failedOf({ brier: 0.161 }, { brier: 0.2 })).toEqual(['distance']);
    expect(failedOf({ brier: 0.149 }, { brier: 0.148 })).toEqual([]);
    expect(failedOf({ brier: 0.151 }, { brier: 0.148 })).toEqual(['distance']);
    expect(failedOf({ calibrationError: 0.051 })).toEqual(['calibration']);
    expect([checksOf({}), checksOf({ brier: 0.161 })].map(isPassed)).toEqual([true, false]);
    const levels = ['fine', 'moderate', 'act'] as const;
    expect(levels.map((level) => stabilityCheck({ index: 0.1, level }).isMet)).toEqual([true, true, false]);
  });

  it('allows what few people show by luck, and less to many', () => {
    const few = drawPeople(30, 5);
    const many = drawPeople(3000, 5);
    const [loose, strict] = [few, many].map(({ chances, people }) => luckyCalibrationError(chances, people));
    expect(loose).toBeGreaterThan(0.1);
    expect(strict).toBeLessThan(0.03);
  });

  it('says that the rule does better only where that is more than luck', () => {
    const gains = orderGains([guesses, drawn.chances], drawn.outcomes, { groups: drawn.people });
    const counts = { rows: drawn.outcomes.length, positives: drawn.outcomes.filter((one) => one === 1).length };
    expect(isWorseThanRule(gains, counts)).toBe(true);
    expect(isWorseThanRule(orderGains([drawn.chances, guesses], drawn.outcomes), counts)).toBe(false);
    expect(isWorseThanRule(gains, { rows: 30, positives: 5 })).toBe(false);
  });
});

describe('how far people have moved', () => {
  const ages = Array.from({ length: 1000 }, (_, at) => at % 100);
  const spread = spreadOf('age', ages);

  it('is nothing for the same people, and far where half of them are others', () => {
    expect(movementOf(spread.counts, countInto(spread, ages).counts)).toEqual({ index: 0, level: 'fine' });
    const older = ages.map((age) => (age < 50 ? 95 : age));
    expect(movementOf(spread.counts, countInto(spread, older).counts).level).toBe('act');
    expect(stabilityCheck(movementOf(spread.counts, countInto(spread, older).counts)).isMet).toBe(false);
  });

  it('is not made of luck where there are few', () => {
    const some = [3, 14, 15, 92, 65, 35, 89, 79, 32, 38, 46, 26];
    expect(movementOf(spread.counts, countInto(spread, some).counts).level).toBe('fine');
  });

  // Leads of whom little is known have the same few chances, and cuts stand on these.
  const chances = Array.from({ length: 300 }, (_, at) => [0.0407, 0.0415, 0.0433, 0.0501, 0.0652, 0.31][at % 6]!);
  const moved = (spread: ReturnType<typeof scoreSpread>, now: number[]) =>
    movementOf(spread.counts, countInto(spread, now).counts);

  it('is nothing where a file rounds chances, also for a model of before', () => {
    const sharp = spreadOf('score', chances);
    for (const spread of [scoreSpread(chances), sharp]) {
      expect(moved(spread, chances.map(Math.fround)).index).toBeLessThan(1e-6);
      expect(
        moved(
          spread,
          chances.map((chance) => chance * (1 + 1e-7)),
        ).index,
      ).toBeLessThan(1e-6);
    }
  });

  it('is nothing where everybody moves by tenths of a point, and far where they move by ten', () => {
    const spread = scoreSpread(chances);
    expect(spread.counts.reduce((sum, count) => sum + count, 0)).toBeCloseTo(300, 9);
    expect(
      moved(
        spread,
        chances.map((chance) => chance + 0.002),
      ).level,
    ).toBe('fine');
    expect(
      moved(
        spread,
        chances.map((chance) => chance + 0.1),
      ).level,
    ).toBe('act');
    expect(countInto(spread, [0.9, null]).counts).toEqual([
      ...new Array<number>(spread.counts.length - 2).fill(0),
      1,
      1,
    ]);
  });

  it('counts words that were rare, and what is not known, apart', () => {
    const words = spreadOf('source', [...Array<string>(20).fill('fair'), ...Array<string>(10).fill('web'), null]);
    expect(words).toMatchObject({ levels: ['fair', 'web'], counts: [20, 10, 0, 1] });
    expect(countInto(words, ['web', 'other', null]).counts).toEqual([0, 1, 1, 1]);
  });
});

describe('reasons of a score', () => {
  it('add up to it from what everybody starts from', () => {
    const base = { chance: 0.1, margin: -2.2 };
    const shares = [1.4, -0.3, 0.2];
    const margin = shares.reduce((sum, share) => sum + share, base.margin);
    const perShare = pointsPerShare({ base, chance: 0.3, margin });
    expect(shares.reduce((sum, share) => sum + share * perShare, 10)).toBeCloseTo(30, 10);
    expect(pointsPerShare({ base, chance: 0.1, margin: base.margin })).toBeCloseTo(9, 10);
  });

  it('are the strongest on either side, in words', () => {
    const given = [1, 2, 3, 4, -5].map((points, at) => ({ feature: `attributes.a${at}`, points }));
    const reasons = reasonsOf([...given, { feature: 'click.30', points: 0.2 }], { 'attributes.a3': 'x' });
    expect(reasons.map(({ points }) => points)).toEqual([-5, 4, 3, 2]);
    expect(reasons[1]!.text).toBe('A3: x');
  });

  it('of a move are what the same scorer gives otherwise now', () => {
    const before = [{ feature: 'click.30', points: 2 }];
    const now = [
      { feature: 'click.30', points: 10 },
      { feature: 'reply.ever', points: 5 },
    ];
    expect(movesOf(before, now, { 'click.30': 3, 'reply.ever': 1 })).toEqual([
      { feature: 'click.30', points: 8, text: 'Clicked a link 3 times in 30 days' },
      { feature: 'reply.ever', points: 5, text: 'Answered an e-mail once' },
    ]);
    expect(hasMoved({ score: 30, grade: 'C' }, { score: 34, grade: 'C' })).toBe(false);
    expect(hasMoved({ score: 49, grade: 'C' }, { score: 50, grade: 'B' })).toBe(true);
  });

  it('say what is not there as well', () => {
    expect(featureText('form.ever', 0)).toBe('Never filled in a form');
    expect(featureText('click.30', 0)).toBe('Clicked no link in 30 days');
    expect(featureText('quiet.days', null)).toBe('Never did anything');
    expect(featureText('person.country', null)).toBe('Country is not known');
    expect(featureLabel('page_view.30')).toBe('Looked at a page, 30 days');
    expect(['leadQuality', 'lead_quality', 'CRM', 'seats'].map((key) => featureLabel(`attributes.${key}`))).toEqual([
      ...['Lead quality', 'Lead quality', 'CRM', 'Seats'],
    ]);
  });
});
