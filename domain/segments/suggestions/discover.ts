import type { PersonFeatures } from '../../scoring/features.ts';
import { point } from '../../experiments/assignment.ts';
import type { Rule } from '../rule.ts';
import { bitsOf, both, size, without, type Bits } from './bits.ts';
import { chanceOf, liftOf, type Counted, type Lift } from './chance.ts';
import { clausesFor, coverOf, type Clause, type NamedAttribute } from './clauses.ts';
import { count, searchRules, type Candidate, type Outcomes } from './search.ts';

/** Somebody as they were known at a moment, and whether they converted after it. */
export interface Observed {
  personId: string;
  features: PersonFeatures;
  converted: boolean;
}

/** People as they were, and what to mind. */
export interface Observations {
  people: readonly Observed[];
  attributes: readonly NamedAttribute[];
  /** Divides people into those who are searched and those who confirm; the same text always divides them in the same way. */
  salt: string;
  /** Rules that were accepted or rejected: neither they nor others that mean the same people are found again. */
  known: readonly Rule[];
}

/** A rule whose people converted more often, by everybody and by those alone who were not searched. */
export interface Discovery {
  rule: Rule;
  all: Counted & Lift;
  holdOut: Counted & Lift;
}

/** What was found, by how many rules looked at, and what all of them are measured by. */
export interface Discovered {
  suggestions: Discovery[];
  searched: number;
  base: Counted;
}

/** What a discovery goes by; decision 0250 says why. */
export const discoveryLimits = {
  /** So many conversions, or there is nothing to learn from. */
  fewestConverted: 40,
  fewestPeople: 20,
  longest: 3,
  width: 40,
  falseDiscoveries: 0.01,
  /** Of 100 people so many confirm what the others showed. */
  holdOut: 30,
  mostSuggestions: 6,
} as const;

/**
 * Finds rules of the segment builder whose people convert more often than everybody. Searched among a part of the people; what
 * stands there after all that was looked at is then asked of the others, who had no part in choosing it.
 */
export function discoverSegments({ people, attributes, salt, known }: Observations): Discovered {
  const places = people.length;
  const everybody = bitsOf(places, () => true);
  const converted = bitsOf(places, (place) => people[place]!.converted);
  const kept = bitsOf(places, (place) => point(`${salt}:${people[place]!.personId}`, 100) < discoveryLimits.holdOut);
  const [all, holdOut, searchedOnes] = [everybody, kept, without(everybody, kept)].map((some) => ({
    people: some,
    converted,
  })) as [Outcomes, Outcomes, Outcomes];
  const base = count(everybody, all);
  const features = people.map((one) => one.features);
  const clauses = clausesFor(features, { attributes, fewest: fewestOf(places) });
  const { candidates, searched } = searchRules(clauses, searchedOnes, {
    ...{ longest: discoveryLimits.longest, width: discoveryLimits.width },
    ...{
      fewest: Math.ceil(fewestOf(size(searchedOnes.people)) / 2),
      falseDiscoveries: discoveryLimits.falseDiscoveries,
    },
  });
  const taken = known.map((rule) => coverOf(rule, features)).filter((cover) => cover !== null);
  // Chosen without a look at those who are to confirm it.
  const chosen = differentOnes(
    candidates.map((candidate) => whole(candidate, clauses)),
    { taken, outcomes: searchedOnes },
  );
  const suggestions = chosen.flatMap(({ rule, cover }): Discovery[] => {
    const confirmed = confirm(cover, { holdOut, times: chosen.length });
    const counted = count(cover, all);
    const lift = liftOf(counted, base);
    return confirmed && lift ? [{ rule, all: { ...counted, ...lift }, holdOut: confirmed }] : [];
  });
  return { suggestions, searched, base };
}

interface Whole {
  rule: Rule;
  cover: Bits;
}

/** A candidate as a rule of the builder, with everybody whom it means, searched or not. */
function whole({ clauses: places }: Candidate, clauses: readonly Clause[]): Whole {
  const parts = places.map((at) => clauses[at]!);
  return {
    rule: { kind: 'all', rules: parts.map(({ condition }) => condition) },
    cover: parts.map(({ cover }) => cover).reduce(both),
  };
}

/** The best of those that mean about the same people, without those that mean people who were spoken of already. */
function differentOnes(
  found: readonly Whole[],
  { taken, outcomes }: { taken: readonly Bits[]; outcomes: Outcomes },
): Whole[] {
  const chosen: Whole[] = [];
  let left = taken.reduce(without, outcomes.people);
  for (const one of found) {
    if (chosen.length === discoveryLimits.mostSuggestions) break;
    // Whoever is left of it without those who are named already has to convert more often than the others who are left.
    const rest = both(one.cover, left);
    const isNews =
      chanceOf(count(rest, outcomes), count(left, outcomes)) < 0.001 &&
      size(rest) >= count(one.cover, outcomes).people / 2;
    if (!isNews) continue;
    chosen.push(one);
    left = without(left, one.cover);
  }
  return chosen;
}

/** How a rule does on the people who were not searched; null if they do not confirm it, given that `times` rules were tested on them. */
function confirm(cover: Bits, { holdOut, times }: { holdOut: Outcomes; times: number }): (Counted & Lift) | null {
  const [group, all] = [count(cover, holdOut), count(holdOut.people, holdOut)];
  const lift = liftOf(group, all);
  return lift && lift.low > 1 && chanceOf(group, all) < 0.05 / times ? { ...group, ...lift } : null;
}

function fewestOf(people: number): number {
  return Math.max(discoveryLimits.fewestPeople, Math.ceil(people / 100));
}
