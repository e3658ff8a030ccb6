import type { RecommendationReason } from '../content-items/content-item.ts';
import { reasonWords } from '../content-items/reason-words.ts';

/** A mail that could be sent, with the things to read that its links lead to. */
export interface SendableMail {
  id: string;
  name: string;
  contentIds: readonly string[];
}

/** What is recommended to the person, the best first. */
export interface RecommendedContent {
  item: { id: string };
  reason: RecommendationReason;
}

/** The mail that is sent, and why that one; null where the order of the programme alone says so. */
export interface ChosenMail {
  id: string;
  reason: string | null;
}

/**
 * Which of several mails somebody gets, of those that they have not had: the one that links to their best recommendation. If none links to
 * a recommended item, the first in the order of the programme.
 */
export function chooseMail(
  mails: readonly SendableMail[],
  { hasHad, recommended }: { hasHad: (mailId: string) => boolean; recommended: readonly RecommendedContent[] },
): ChosenMail | null {
  const open = mails.filter(({ id }) => !hasHad(id));
  for (const { item, reason } of recommended) {
    const mail = open.find(({ contentIds }) => contentIds.includes(item.id));
    if (mail) return { id: mail.id, reason: `Sends “${mail.name}”: ${lower(reasonWords(reason, 'they'))}.` };
  }
  const first = open[0];
  return first ? { id: first.id, reason: null } : null;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
