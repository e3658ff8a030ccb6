import { z } from 'zod';
import { Day, Moment } from '../calendar/moment.ts';
import { ConsentState } from '../consent/consent.ts';
import { Id } from '../ids.ts';
import { PersonKind } from './person.ts';

/**
 * Which people: `q` is the beginning of a first name, a full name, a last name or an e-mail address. All conditions must hold.
 */
export const PeopleFilter = z.strictObject({
  q: z.string().trim().max(200).optional(),
  kind: PersonKind.optional(),
  consent: ConsentState.optional(),
  listId: Id.optional(),
  segmentId: Id.optional(),
  accountId: Id.optional(),
  leadSource: z.string().max(200).optional(),
  createdFrom: Moment.optional(),
  createdTo: Moment.optional(),
  /** Whom this campaign brought as a lead, or any campaign did. */
  sourceCampaignId: z.union([z.literal('any'), Id]).optional(),
  /** Who came to be a lead on these days, by the clock of the organisation. */
  leadFrom: Day.optional(),
  leadTo: Day.optional(),
});

/** Which people. */
export type PeopleFilter = z.infer<typeof PeopleFilter>;

/** What people may be sorted by; a minus turns the order round. */
export const peopleSorts = ['-createdAt', 'createdAt', 'name', '-name', 'email', '-email', 'score', '-score'] as const;

/** One of `peopleSorts`. */
export type PeopleSort = (typeof peopleSorts)[number];

/**
 * The texts between which everything lies that begins with `prefix` when compared by code point; `LIKE` could use no index under
 * row-level security.
 */
export function prefixRange(prefix: string): { from: string; below: string } {
  const folded = prefix.toLowerCase();
  return { from: folded, below: `${folded}\u{10FFFF}` };
}
