import { both, shared, size, without, type Bits } from './bits.ts';
import { chanceOf, falseDiscoveryBound, type Counted } from './chance.ts';
import type { Clause } from './clauses.ts';

/** People of whom it is known who converted. */
export interface Outcomes {
  /** All that are looked at. */
  people: Bits;
  /** Those of all places who converted. */
  converted: Bits;
}

/** Clauses that hold together, by their places among all, and whom they hold for. */
export interface Candidate {
  clauses: readonly number[];
  cover: Bits;
  counted: Counted;
  /** Weighted relative accuracy: the share of people times how much more often they converted. */
  accuracy: number;
  /** How likely so many conversions are by luck alone. */
  chance: number;
}

/** What a search found, and how many rules it looked at. */
export interface Searched {
  candidates: Candidate[];
  searched: number;
}

/** How long rules are, how many are followed at once, how few people one is about, and how sure one has to be of it. */
export interface SearchOptions {
  longest: number;
  width: number;
  fewest: number;
  falseDiscoveries: number;
}

/**
 * Searches for rules whose people converted more often than all (beam search for subgroups by weighted relative accuracy), and keeps
 * those that more than luck explains after all that were looked at, of which each clause earns its place, and which are not there
 * only because a narrower one is.
 */
export function searchRules(clauses: readonly Clause[], outcomes: Outcomes, options: SearchOptions): Searched {
  const all = count(outcomes.people, outcomes);
  const looked = walk(clauses, outcomes, { ...options, all });
  const bound = falseDiscoveryBound(
    looked.map(({ chance }) => chance),
    options.falseDiscoveries,
  );
  // What holds for more than half is no segment.
  const sure = looked.filter(({ chance, counted }) => chance <= bound && counted.people <= all.people / 2);
  const subjects = new Set(clauses.map(({ subject }) => subject)).size;
  const known = new Map(looked.map((one) => [one.clauses.join(), one]));
  const earned = sure.filter((one) => doesEachEarnItsPlace(one, { known, subjects }));
  const candidates = earned.filter((one) => !earned.some((other) => isOnlyThereFor(one, other, outcomes)));
  return { candidates: candidates.sort((a, b) => a.chance - b.chance), searched: looked.length };
}

/** How many people there are among those looked at, and how many of them converted. */
export function count(cover: Bits, { people, converted }: Outcomes): Counted {
  const meant = both(cover, people);
  return { people: size(meant), converted: shared(meant, converted) };
}

function walk(
  clauses: readonly Clause[],
  outcomes: Outcomes,
  { longest, width, fewest, all }: SearchOptions & { all: Counted },
): Candidate[] {
  const looked = new Map<string, Candidate>();
  let beam: Candidate[] = [{ clauses: [], cover: outcomes.people, counted: all, accuracy: 0, chance: 1 }];
  for (let length = 1; length <= longest && beam.length > 0; length++) {
    const grown: Candidate[] = [];
    for (const parent of beam) {
      const subjects = new Set(parent.clauses.map((at) => clauses[at]!.subject));
      for (const [at, clause] of clauses.entries()) {
        if (subjects.has(clause.subject)) continue;
        const places = [...parent.clauses, at].sort((a, b) => a - b);
        const key = places.join();
        if (looked.has(key)) continue;
        const cover = both(parent.cover, clause.cover);
        const counted = { people: size(cover), converted: shared(cover, outcomes.converted) };
        // A clause that leaves nobody out says nothing.
        if (counted.people < fewest || counted.people === parent.counted.people) continue;
        const found = { clauses: places, cover, counted, ...judge(counted, all) };
        looked.set(key, found);
        grown.push(found);
      }
    }
    beam = grown
      .filter(({ accuracy }) => accuracy > 0)
      .sort((a, b) => b.accuracy - a.accuracy)
      .slice(0, width);
  }
  return [...looked.values()];
}

function judge(group: Counted, all: Counted): Pick<Candidate, 'accuracy' | 'chance'> {
  const more = group.converted / group.people - all.converted / all.people;
  return { accuracy: (group.people / all.people) * more, chance: more > 0 ? chanceOf(group, all) : 1 };
}

/**
 * Whether each clause leaves out a tenth of the people and more, and these converted clearly less often than those whom it keeps.
 * Any subject could have been the one that happens to fit, so as much surer has one to be.
 */
function doesEachEarnItsPlace(
  one: Candidate,
  { known, subjects }: { known: ReadonlyMap<string, Candidate>; subjects: number },
): boolean {
  if (one.clauses.length === 1) return true;
  return one.clauses.every((dropped) => {
    const wider = known.get(one.clauses.filter((at) => at !== dropped).join());
    // Skipped: it was not kept in the beam, so it is weaker than those that were.
    if (wider === undefined) return true;
    return one.counted.people <= wider.counted.people * 0.9 && chanceOf(one.counted, wider.counted) < 0.05 / subjects;
  });
}

/** Whether a rule is there only because a narrower one is: without its people, the others convert no more often than everybody else. */
function isOnlyThereFor(one: Candidate, narrower: Candidate, outcomes: Outcomes): boolean {
  if (narrower.clauses.length <= one.clauses.length) return false;
  if (!one.clauses.every((at) => narrower.clauses.includes(at))) return false;
  const rest = count(without(one.cover, narrower.cover), outcomes);
  return chanceOf(rest, count(without(outcomes.people, narrower.cover), outcomes)) > 0.01;
}
