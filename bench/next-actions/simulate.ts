import { assess, type ExpectedChances } from '../../domain/next-actions/assess.ts';
import { decide, probabilitiesOf } from '../../domain/next-actions/decide.ts';
import type { LoggedRow } from '../../domain/next-actions/evaluation.ts';
import { judge, type Judgement } from '../../domain/next-actions/promotion.ts';
import type { PersonFeatures } from '../../domain/scoring/features.ts';
import { randomFrom } from '../../domain/random.ts';
import { expectActions, learnActions, type ActionModel, type ActionRow } from '../../models/next-actions/learn.ts';
import {
  plantedActions,
  plantedChance,
  plantedContext,
  plantedKeys,
  plantedPolicy,
  plantedWorth,
  plantPerson,
} from './planted.ts';

/** What a simulation found: true worths a decision, how regret went, and whether judging from the log would have said the same. */
export interface Simulated {
  people: number;
  rounds: number;
  oracle: number;
  rule: number;
  bestConstant: { action: string; worth: number };
  learned: number;
  /** What was lost a decision against knowing everything, by round, with exploration. */
  regret: number[];
  /** The first policy that was learned, judged on decisions that it was not learned from. */
  judgement: Judgement;
  /** How far the truth of the judged policy is within what was estimated. */
  isTruthInDr: boolean;
  promotedInRound: number | null;
}

interface Round {
  people: PersonFeatures[];
  rows: ActionRow[];
  logged: LoggedRow[];
}

const numberOf = (key: string): number => plantedKeys.indexOf(key);

/**
 * Plays rounds in which everybody gets one decision and answers by what was planted. After each, a policy is learned from one half of what
 * was decided and judged on the other; it decides from then on only where it is promoted.
 */
export function simulate({ people, rounds, seed }: { people: number; rounds: number; seed: number }): Simulated {
  const random = randomFrom(seed);
  const history: Round[] = [];
  const regret: number[] = [];
  let model: ActionModel | null = null;
  let judgement: Judgement | null = null;
  let promotedInRound: number | null = null;
  let truth = 0;
  for (let round = 0; round < rounds; round++) {
    const played = playRound(people, { model, random });
    history.push(played.round);
    regret.push(played.regret);
    const halves = [0, 1].map((half) => halfOf(history, half));
    const candidate = learnActions(halves[0]!.rows, seed);
    const verdict = judgeOn(halves[1]!, { candidate, incumbent: model });
    if (!judgement) {
      judgement = verdict;
      truth = worthOf(halves[1]!.people, candidate);
    }
    if (!verdict.isPromoted) continue;
    promotedInRound ??= round;
    model = candidate;
  }
  const fresh = Array.from({ length: people }, () => plantPerson(random));
  const constants = plantedKeys.map((action) => ({
    action,
    worth: mean(fresh.map((person) => plantedWorth(person, action))),
  }));
  const [low, high] = judgement!.candidate.dr.interval;
  return {
    people,
    rounds,
    oracle: mean(fresh.map(bestWorth)),
    rule: worthOf(fresh, null),
    bestConstant: constants.reduce((best, one) => (one.worth > best.worth ? one : best)),
    learned: worthOf(fresh, model),
    regret,
    judgement: judgement!,
    isTruthInDr: low <= truth && truth <= high,
    promotedInRound,
  };
}

function playRound(
  count: number,
  { model, random }: { model: ActionModel | null; random: () => number },
): { round: Round; regret: number } {
  const people = Array.from({ length: count }, () => plantPerson(random));
  const expected = expectedBy(model, people);
  let lost = 0;
  const rows: ActionRow[] = [];
  const logged: LoggedRow[] = [];
  for (const [at, features] of people.entries()) {
    const seed = Math.floor(random() * 2 ** 32);
    const { chosen, probability } = decide(plantedContext(features, at), plantedPolicy, {
      seed,
      expected: expected[at]!,
    });
    const reached = random() < plantedChance(features, chosen);
    lost += bestWorth(features) - plantedWorth(features, chosen);
    rows.push({ features, key: chosen, reached });
    logged.push({ action: numberOf(chosen), probability, reward: reached ? valueOf(chosen) : 0 });
  }
  return { round: { people, rows, logged }, regret: lost / count };
}

/** Even rows, or odd ones, of all that was played. */
function halfOf(history: readonly Round[], half: number): Round {
  const pick = <T>(of: (round: Round) => T[]) =>
    history.flatMap((round) => of(round).filter((_, at) => at % 2 === half));
  return { people: pick(({ people }) => people), rows: pick(({ rows }) => rows), logged: pick(({ logged }) => logged) };
}

function judgeOn(
  { people, logged }: Round,
  { candidate, incumbent }: { candidate: ActionModel; incumbent: ActionModel | null },
): Judgement {
  const chances = expectedBy(candidate, people);
  const worths = chances.map((one) => plantedKeys.map((key) => (one[key] ?? 0.02) * valueOf(key)));
  const sharesBy = (model: ActionModel | null) => {
    const shares = expectedBy(model, people).map((expected, at) => sharesOf(people[at]!, expected, at));
    return (row: number) => shares[row]!;
  };
  return judge(logged, {
    candidate: sharesBy(candidate),
    incumbent: sharesBy(incumbent),
    constants: plantedKeys.map((_, of) => () => plantedKeys.map((_, at) => (at === of ? 1 : 0))),
    expected: (row) => worths[row]!,
  });
}

/** How likely each action is by a policy without exploration. */
function sharesOf(features: PersonFeatures, expected: ExpectedChances, at: number): number[] {
  const { eligible } = assess(plantedContext(features, at), plantedPolicy, expected);
  const probabilities = probabilitiesOf(eligible, 0);
  const shares = plantedKeys.map(() => 0);
  for (const [place, { key }] of eligible.entries()) shares[numberOf(key)] = probabilities[place]!;
  return shares;
}

const expectedBy = (model: ActionModel | null, people: readonly PersonFeatures[]): ExpectedChances[] =>
  model ? expectActions(model, people) : people.map(() => ({}));

/** What a policy without exploration is worth a decision, in truth. */
function worthOf(people: readonly PersonFeatures[], model: ActionModel | null): number {
  const expected = expectedBy(model, people);
  return mean(
    people.map((features, at) => {
      const { eligible } = assess(plantedContext(features, at), plantedPolicy, expected[at]!);
      return plantedWorth(features, eligible[0]!.key);
    }),
  );
}

const valueOf = (key: string): number =>
  plantedActions.find((action) => action.key === key)?.value ?? plantedPolicy.baseValue;

const bestWorth = (features: PersonFeatures): number =>
  Math.max(...plantedKeys.map((key) => plantedWorth(features, key)));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
