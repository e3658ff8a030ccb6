import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { changeOf } from '../change.ts';
import { placed, type MergeItems } from '../content/recommended-block.ts';
import { Id } from '../ids.ts';
import { reasonWords } from './reason-words.ts';

/** What an item is, as people choose it. */
export const contentFormats = ['article', 'video', 'webinar', 'guide', 'case_study', 'event', 'tool', 'other'] as const;

/** One of `contentFormats`. */
export type ContentItemFormat = (typeof contentFormats)[number];

/**
 * Items that an organisation has at most, archived ones not counted: all of them are weighed for each reader of a window of messages, which
 * takes about a millisecond for a thousand.
 */
export const mostItems = 10_000;

/** Bytes of an address: items are told apart by it, in an index. */
export const mostAddressBytes = 2000;

const address = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://www.example.com/guide' })
  .max(mostAddressBytes)
  .refine((text) => new TextEncoder().encode(text).length <= mostAddressBytes, {
    error: `must have ${mostAddressBytes} bytes at most`,
  });
const day = Day.nullable();
const topic = z.string().trim().min(1).max(60);

/** Something to read, watch or come to: what is recommended. */
const ContentItemFields = z.strictObject({
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(1000).default(''),
  /** Where it is; clicks on it and visits of it are known by this address, without what stands behind a question mark. */
  url: address,
  imageUrl: address.nullable().default(null),
  format: z.enum(contentFormats).default('article'),
  /** Two letters; null: for everybody. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/, { error: 'must be two small letters such as de' })
    .nullable()
    .default(null),
  /** Words of the tenant's own; items that share one are about the same. */
  topics: z.array(topic).max(20).default([]),
  /** The first and the last day on which it is recommended; null: no bound. */
  validFrom: day.default(null),
  validUntil: day.default(null),
});

/** A new item. */
export const ContentItemInput = ContentItemFields.refine(isOrdered, {
  path: ['validUntil'],
  error: 'must not be before `validFrom`',
});

/** A new item. */
export type ContentItemInput = z.infer<typeof ContentItemInput>;

/** A change of an item; what is left out stays. `isArchived: true` takes it out of everything but what was. */
export const ContentItemChange = changeOf(ContentItemFields).extend({ isArchived: z.boolean().optional() });

/** A change of an item. */
export type ContentItemChange = z.infer<typeof ContentItemChange>;

/** An item as the API shows it. */
export const ContentItem = ContentItemFields.extend({
  id: Id,
  archivedAt: z.iso.datetime().nullable(),
  /** How many people read it, by the last daily count. */
  readers: z.int(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** An item as the API shows it. */
export type ContentItem = z.infer<typeof ContentItem>;

/** Whether the days of an item are in their order. */
export function isOrdered({ validFrom, validUntil }: { validFrom: string | null; validUntil: string | null }): boolean {
  return validFrom === null || validUntil === null || validFrom <= validUntil;
}

/** Why an item is recommended, in a form that a page puts into words. */
export const RecommendationReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), itemId: Id, title: z.string() }),
  z.object({ kind: z.literal('topic'), topic: z.string() }),
  z.object({ kind: z.literal('popular') }),
]);

/** Why an item is recommended. */
export type RecommendationReason = z.infer<typeof RecommendationReason>;

/** An item for a person, and why. */
export const RecommendedItem = z.object({
  item: ContentItem.pick({ id: true, title: true, description: true, url: true, imageUrl: true, format: true }),
  score: z.number(),
  reason: RecommendationReason,
});

/** An item for a person, and why. */
export type RecommendedItem = z.infer<typeof RecommendedItem>;

/** Recommendations as merge fields of a message see them. */
export function mergeItemsOf(recommended: readonly Pick<RecommendedItem, 'item' | 'reason'>[]): MergeItems {
  return placed(
    recommended.map(({ item: { title, description, url, imageUrl }, reason }) => ({
      ...{ title, description, url, imageUrl },
      reason: reasonWords(reason),
    })),
  );
}
