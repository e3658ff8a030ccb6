import { randomFrom } from '../../domain/random.ts';
import { gateChecks } from '../../domain/scoring/gate.ts';
import { judge } from '../../domain/scoring/intervals.ts';
import type { GateCheck } from '../../domain/scoring/model-card.ts';

/** How many models were refused, of those that were judged by so many people. */
export interface GateResult {
  people: number;
  models: number;
  /** Models whose chances are the true ones: whatever refuses them is luck. By any check, and by each. */
  right: { refused: number; by: Record<string, number> };
  /** Models that rank as well, but say 9 of 10 where 3 of 4 come and 1 of 10 where 1 of 4 does; a fourth as many are played. */
  tooSure: { models: number; refused: number };
  /** Models that know nothing: the true chances of other people; a fourth as many are played. */
  guessing: { models: number; refused: number };
}

/** Rows of one person: what the gate has to see through is that they end alike. */
const looks = 3;

/** Resamples for the interval of a ranking: a fourth of those that the product takes are enough to see on which side of guessing it ends. */
const draws = 100;

/**
 * Judges `models` made-up models by `people` people each, through the gate that the product asks. Everybody has a chance of their own, a
 * third on average; outcomes are drawn from it, and the rule that scores so far knows half of it. Depends on the seed alone.
 */
export function playGate({ people, models, seed }: { people: number; models: number; seed: number }): GateResult {
  const random = randomFrom(seed + people);
  const none = { models: 0, refused: 0 };
  const result: GateResult = {
    ...{ people, models },
    ...{ right: { refused: 0, by: {} }, tooSure: { ...none }, guessing: { ...none } },
  };
  for (let model = 0; model < models; model++) {
    const world = drawWorld(people, random);
    const failed = refusals(world, (chance) => chance);
    if (failed.length > 0) result.right.refused += 1;
    for (const name of failed) result.right.by[name] = (result.right.by[name] ?? 0) + 1;
    if (model % 4 !== 0) continue;
    result.tooSure.models += 1;
    if (refusals(world, doubled).length > 0) result.tooSure.refused += 1;
    const others = drawWorld(people, random);
    result.guessing.models += 1;
    if (refusals({ ...world, chances: others.chances }, (chance) => chance).length > 0) result.guessing.refused += 1;
  }
  return result;
}

interface World {
  /** Of each row: whose it is, their true chance, what the rule says, what came. */
  groups: Uint32Array;
  chances: Float64Array;
  byRule: Float64Array;
  outcomes: Uint8Array;
}

function drawWorld(people: number, random: () => number): World {
  const own = Array.from({ length: people }, () => {
    const chance = random() ** 2;
    return { chance, rule: (chance + random()) / 2, came: random() < chance ? 1 : 0 };
  });
  const groups = Uint32Array.from({ length: people * looks }, (_, row) => Math.floor(row / looks));
  return {
    groups,
    chances: Float64Array.from(groups, (person) => own[person]!.chance),
    byRule: Float64Array.from(groups, (person) => own[person]!.rule),
    outcomes: Uint8Array.from(groups, (person) => own[person]!.came),
  };
}

/** The checks that a model does not pass which says `said` of a true chance. */
function refusals({ groups, chances, byRule, outcomes }: World, said: (chance: number) => number): GateCheck['name'][] {
  const told = chances.map(said);
  const checks = gateChecks({
    quality: judge({ chances: told, outcomes }, { draws, groups }),
    chances: told,
    people: groups,
    incumbent: null,
    rule: judge({ chances: byRule, outcomes }, { draws: 1, groups }),
  });
  return checks.filter(({ isMet }) => !isMet).map(({ name }) => name);
}

/** A chance with its odds squared: 3 of 4 becomes 9 of 10. */
const doubled = (chance: number): number => chance ** 2 / (chance ** 2 + (1 - chance) ** 2);
