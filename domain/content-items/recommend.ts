import type { InterestProfile } from './interest.ts';

/** An item as far as choosing looks at it. */
export interface Candidate {
  id: string;
  topics: readonly string[];
  /** Two letters; null: for everybody. */
  language: string | null;
  /** First and last day on which it may be recommended (ISO dates); null: no bound. */
  validFrom: string | null;
  validUntil: string | null;
  /** How many read it lately, each by how lately. */
  popularity: number;
}

/** What to choose from, and what belongs together. */
export interface Catalogue {
  items: readonly Candidate[];
  /** The items most like one that somebody had. */
  neighboursOf: (itemId: string) => readonly { itemId: string; similarity: number }[];
}

/** Why something is recommended. */
export type Reason = { kind: 'read'; itemId: string } | { kind: 'topic'; topic: string } | { kind: 'popular' };

/** Something for somebody, the better the higher its score. */
export interface Recommendation {
  itemId: string;
  score: number;
  reason: Reason;
}

/** For whom, when, and how many at most. */
export interface Wish {
  profile: InterestProfile;
  /** The person's language, such as `de` or `pt-BR`; null if it is not known. */
  language: string | null;
  /** ISO date */
  today: string;
  most: number;
}

/** What interest in a topic, and what popularity counts beside what was read by those who read the same. */
const shares = { topic: 0.25, popularity: 0.05 };

/**
 * What somebody could read next: items that readers of the same items read, items on topics that they read about, or, if nothing is known
 * of them, items that are popular now. Never an item that they had, that is not yet or no longer valid, or that is in another language.
 */
export function recommend(
  { items, neighboursOf }: Catalogue,
  { profile, language, today, most }: Wish,
): Recommendation[] {
  const open = items.filter(
    (item) => !profile.items.has(item.id) && isValid(item, today) && isReadable(item, language),
  );
  const likes = likesOf(profile, neighboursOf);
  const mostLiked = highest(open.map(({ id }) => likes.get(id)?.sum ?? 0));
  const mostPopular = highest(open.map(({ popularity }) => popularity));
  const mostTopical = highest([...profile.topics.values()]);
  return open
    .map((item): Recommendation => {
      const like = likes.get(item.id);
      const topic = bestTopic(item, profile);
      const liked = (like?.sum ?? 0) / mostLiked;
      const topical = (topic?.weight ?? 0) / mostTopical;
      const score = liked + shares.topic * topical + shares.popularity * (item.popularity / mostPopular);
      const reason: Reason =
        like && liked >= shares.topic * topical
          ? { kind: 'read', itemId: like.most }
          : topic
            ? { kind: 'topic', topic: topic.topic }
            : { kind: 'popular' };
      return { itemId: item.id, score, reason };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, most);
}

/** Whether an item may be recommended on a day. */
export function isValid(
  { validFrom, validUntil }: Pick<Candidate, 'validFrom' | 'validUntil'>,
  today: string,
): boolean {
  return (validFrom === null || validFrom <= today) && (validUntil === null || validUntil >= today);
}

/** Whether somebody reads the language of an item: as far as languages are known, by their first two letters. */
export function isReadable({ language }: Pick<Candidate, 'language'>, theirs: string | null): boolean {
  if (language === null || theirs === null || theirs === '') return true;
  return language.slice(0, 2).toLowerCase() === theirs.slice(0, 2).toLowerCase();
}

/** How much each neighbour of what somebody had is liked, and through which of these the most. */
function likesOf({ items }: InterestProfile, neighboursOf: Catalogue['neighboursOf']) {
  const likes = new Map<string, { sum: number; most: string; part: number }>();
  for (const [had, weight] of items) {
    for (const { itemId, similarity } of neighboursOf(had)) {
      const part = weight * similarity;
      const like = likes.get(itemId);
      if (!like) likes.set(itemId, { sum: part, most: had, part });
      else {
        like.sum += part;
        if (part > like.part) Object.assign(like, { most: had, part });
      }
    }
  }
  return likes;
}

function bestTopic({ topics }: Candidate, profile: InterestProfile): { topic: string; weight: number } | null {
  let best: { topic: string; weight: number } | null = null;
  for (const topic of topics) {
    const weight = profile.topics.get(topic) ?? 0;
    if (weight > (best?.weight ?? 0)) best = { topic, weight };
  }
  return best;
}

/** The highest of some numbers, or 1 if none is above 0, so that it can be a divisor. */
function highest(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, one), 0) || 1;
}
