import type { ContentItem, ContentItemFormat } from '../../../domain/content-items/content-item.ts';
import { count, plural } from '../lib/format.ts';

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

/** What measuring found, in a sentence. */
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
  return `Asked afterwards, three recommendations held something that was read next for ${hits(ours.hitRate)}; what is popular did for ${hits(popular.hitRate)}.`;
}
