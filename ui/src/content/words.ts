import type { ContentItem, ContentItemFormat } from '../../../domain/content-items/content-item.ts';
import { count, perCent, plural } from '../lib/format.ts';

/** What a format is called. */
export const formatWords: Record<ContentItemFormat, string> = {
  article: 'Article',
  video: 'Video',
  webinar: 'Webinar',
  guide: 'Guide',
  case_study: 'Case study',
  event: 'Event',
  tool: 'Tool',
  other: 'Other',
};

/** Whether an item is recommended on a day (ISO date), and why not. */
export function stateOf(
  { archivedAt, validFrom, validUntil }: Pick<ContentItem, 'archivedAt' | 'validFrom' | 'validUntil'>,
  today: string,
): { label: string; tone: 'good' | 'neutral' | 'info' } {
  if (archivedAt !== null) return { label: 'Archived', tone: 'neutral' };
  if (validFrom !== null && validFrom > today) return { label: `From ${validFrom}`, tone: 'info' };
  if (validUntil !== null && validUntil < today) return { label: 'Over', tone: 'neutral' };
  return { label: 'Recommended', tone: 'good' };
}

const percent = (share: number): string => perCent(Math.round(share * 100));

/** What recommendations are measured by: in words, with what is better and what specialists call it, and how a figure is written. */
export const measures = [
  {
    key: 'hitRate',
    label: 'Found what was read next',
    what: 'How many people read one of their three recommendations next; more is better (hit rate)',
    form: percent,
  },
  {
    key: 'ndcg',
    label: 'Put it near the top',
    what: '100 % if it always stood first, less the further down it stood; more is better (NDCG)',
    form: percent,
  },
  {
    key: 'coverage',
    label: 'Share of your content that anybody gets to see',
    what: 'The rest is recommended to nobody; more is better (coverage)',
    form: percent,
  },
  {
    key: 'novelty',
    label: 'Already known to',
    what: 'How many readers know a recommended item on average; the fewer, the more of a discovery (novelty)',
    form: knownTo,
  },
] as const;

/** Novelty is counted in bits, each of which is half as many readers. */
function knownTo(bits: number): string {
  const share = 100 / 2 ** bits;
  return perCent(share >= 10 ? Math.round(share) : share >= 0.1 ? share.toFixed(1) : '<\u00a00.1');
}

/** What measuring found, in a sentence that says whether it is good, and what to do where it is not. */
export function worthWords({
  users,
  ours,
  popular,
}: {
  users: number;
  ours: { hitRate: number };
  popular: { hitRate: number };
}): string {
  const hits = (share: number): string => `${count(Math.round(share * users))} of ${plural(users, 'person', 'people')}`;
  const found = Math.round(ours.hitRate * users) - Math.round(popular.hitRate * users);
  const verdict =
    found > 0
      ? 'Recommending by interest does better than showing everybody the same.'
      : found === 0
        ? 'Recommending by interest does no better yet than showing everybody the same; more content and more readers help.'
        : 'So far, showing everybody the same would have done better; topics on your content help to tell interests apart.';
  return `${verdict} Of three recommendations, one was read next by ${hits(ours.hitRate)}; of the three most popular items by ${hits(popular.hitRate)}.`;
}
