/** Where a copy landed: in the inbox, in another folder (such as Promotions), among spam, or nowhere within an hour. */
export const placements = ['inbox', 'other', 'spam', 'missing'] as const;

/** One of `placements`. */
export type Placement = (typeof placements)[number];

/** A placement in the words that people read. */
export const placementWords: Record<Placement, string> = {
  inbox: 'Inbox',
  other: 'Another folder',
  spam: 'Spam',
  missing: 'Missing',
};
