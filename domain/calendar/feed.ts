import { z } from 'zod';
import { CampaignStatus } from '../campaigns/status.ts';
import { Id } from '../ids.ts';
import { EntryKind } from './calendar.ts';

/** What the campaigns of a feed are narrowed by; empty: all of them. */
export const FeedFilter = z.strictObject({
  status: z.array(CampaignStatus).max(20).optional(),
  campaignTypeId: Id.optional(),
  ownerId: z.string().max(100).optional(),
  tag: z.string().max(50).optional(),
  /** Which kinds of entry it has; empty: all of them. */
  kind: z.array(EntryKind).max(4).optional(),
});

/** What the campaigns of a feed are narrowed by. */
export type FeedFilter = z.infer<typeof FeedFilter>;

/** A new feed: what it is called, and which campaigns it has. */
export const NewFeed = z.strictObject({
  name: z.string().trim().min(1, 'say what it is for').max(100),
  filter: FeedFilter.default({}),
});

/** A feed as the API shows it; its address is shown once, when it is made. */
export const CalendarFeed = z.object({
  id: Id,
  name: z.string(),
  filter: FeedFilter,
  createdByName: z.string(),
  createdAt: z.iso.datetime(),
  /** When a program read it last; null: never. */
  lastReadAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});

/** A feed as the API shows it. */
export type CalendarFeed = z.infer<typeof CalendarFeed>;
