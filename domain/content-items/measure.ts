import { randomFrom } from '../random.ts';
import { profileOf } from './interest.ts';
import { recommend, type Candidate } from './recommend.ts';
import { neighboursOf, popularityOf, type Interaction } from './similarity.ts';

/** Who had what and when (milliseconds). */
export interface Taken {
  user: string;
  item: string;
  at: number;
}

/** How good recommendations are on what people took afterwards, of `users` who took something. */
export interface Measured {
  /** The order's worth against the best order there could be: what was taken counts by its place among what is recommended. */
  ndcg: number;
  /** The share of people of whose recommendations something was taken. */
  hitRate: number;
  /** The share of all items that were recommended to anybody. */
  coverage: number;
  /** How little known what was recommended is: bits, −log2 of the share of people who had it, on average. */
  novelty: number;
}

/** Ours beside recommending to everybody what is popular. */
export interface Comparison {
  users: number;
  items: number;
  taken: number;
  ours: Measured;
  popular: Measured;
}

/** How takings are divided: the last part by time, or a part at random, which is then asked for; and how many are recommended to each. */
export interface Division {
  most: number;
  split: 'time' | 'random';
  /** The part that is asked for. */
  share: number;
  seed: number;
}

/**
 * Hides a part of what people took and recommends some to each by the rest, ours and what is popular: who has nothing left, or
 * nothing hidden, is not asked. The same as what recommends in the product, but for dates, languages and topics, which such data has not.
 */
export function compare(takings: readonly Taken[], division: Division): Comparison {
  const [known, hidden] = divide(distinct(takings), division);
  const items = [...new Set(known.map(({ item }) => item))].sort();
  const users = [...new Set(known.map(({ user }) => user))];
  const [itemAt, userAt] = [indexOf(items), indexOf(users)];
  const interactions = known.map(({ user, item }): Interaction => ({
    user: userAt.get(user)!,
    item: itemAt.get(item)!,
    weight: 1,
  }));
  const neighbours = neighboursOf(interactions, items.length);
  const popularity = popularityOf(interactions, items.length);
  const candidates = items.map((id, at): Candidate => ({
    ...{ id, topics: [], language: null, validFrom: null, validUntil: null },
    popularity: popularity[at]!,
  }));
  const had = grouped(known);
  // An item that nobody had before cannot be recommended from what people had.
  const wanted = grouped(hidden.filter(({ user, item }) => had.has(user) && itemAt.has(item)));
  const likes = items.map((_, at) =>
    neighbours[at]!.map(({ item, similarity }) => ({ itemId: items[item]!, similarity })),
  );
  const recommendTo = (user: string, withNeighbours: boolean): string[] =>
    recommend(
      { items: candidates, neighboursOf: (id) => (withNeighbours ? likes[itemAt.get(id)!]! : []) },
      { profile: profileWith(had.get(user)!), language: null, today: '', most: division.most },
    ).map(({ itemId }) => itemId);
  const judge = (withNeighbours: boolean) =>
    measured(
      [...wanted].map(([user, taken]) => ({ taken, given: recommendTo(user, withNeighbours) })),
      {
        most: division.most,
        items: items.length,
        users: users.length,
        readers: (item) => popularity[itemAt.get(item)!]!,
      },
    );
  return { users: wanted.size, items: items.length, taken: takings.length, ours: judge(true), popular: judge(false) };
}

/** What `most` recommendations to each are worth, where it is known what was taken. */
export function measured(
  asked: readonly { taken: ReadonlySet<string>; given: readonly string[] }[],
  { most, items, users, readers }: { most: number; items: number; users: number; readers: (item: string) => number },
): Measured {
  const [seen, bits] = [new Set<string>(), [] as number[]];
  let [ndcg, hits] = [0, 0];
  for (const { taken, given } of asked) {
    const gain = given.reduce((sum, item, at) => sum + (taken.has(item) ? 1 / Math.log2(at + 2) : 0), 0);
    let best = 0;
    for (let at = 0; at < Math.min(most, taken.size); at++) best += 1 / Math.log2(at + 2);
    ndcg += gain / best;
    if (gain > 0) hits++;
    for (const item of given) {
      seen.add(item);
      bits.push(-Math.log2(Math.max(readers(item), 1) / Math.max(users, 1)));
    }
  }
  const mean = (sum: number, of: number) => (of === 0 ? 0 : sum / of);
  return {
    ndcg: mean(ndcg, asked.length),
    hitRate: mean(hits, asked.length),
    coverage: mean(seen.size, items),
    novelty: mean(
      bits.reduce((sum, one) => sum + one, 0),
      bits.length,
    ),
  };
}

/** The first time that somebody took something is when they took it. */
function distinct(takings: readonly Taken[]): Taken[] {
  const first = new Map<string, Taken>();
  for (const one of takings) {
    const key = `${one.user}\n${one.item}`;
    const known = first.get(key);
    if (!known || one.at < known.at) first.set(key, one);
  }
  return [...first.values()];
}

function divide(takings: Taken[], { split, share, seed }: Division): [known: Taken[], hidden: Taken[]] {
  if (split === 'time') {
    const ordered = [...takings].sort((a, b) => a.at - b.at);
    const cut = Math.round(ordered.length * (1 - share));
    return [ordered.slice(0, cut), ordered.slice(cut)];
  }
  const random = randomFrom(seed);
  const [known, hidden]: [Taken[], Taken[]] = [[], []];
  for (const one of takings) (random() < share ? hidden : known).push(one);
  return [known, hidden];
}

function grouped(takings: readonly Taken[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { user, item } of takings) groups.set(user, (groups.get(user) ?? new Set<string>()).add(item));
  return groups;
}

function profileWith(items: ReadonlySet<string>) {
  const at = new Date(0);
  return profileOf(
    [...items].map((itemId) => ({ itemId, kind: 'click' as const, at })),
    { now: at, topicsOf: () => [] },
  );
}

const indexOf = (keys: readonly string[]): Map<string, number> => new Map(keys.map((key, at) => [key, at]));
