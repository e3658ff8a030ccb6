import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import { ContentChange, MessageContent } from '../content/content.ts';
import { Id } from '../ids.ts';
import { StreamKey } from './definition.ts';

/** draft: approved with its campaign · in_review: came later and waits for somebody else's approval · active: may be cast. */
export const NurtureItemState = z.enum(['draft', 'in_review', 'active']);

/** One of the states of an item. */
export type NurtureItemState = z.infer<typeof NurtureItemState>;

/** Like a broadcast's message, complete when it is submitted; nurture is marketing and never carries a receipt. */
const ItemContent = ContentChange.extend({ messageClass: z.literal('marketing').optional() });

const MaybeMoment = Moment.nullable();
const fields = {
  name: z.string().trim().min(1, 'give the item a name').max(200),
  content: ItemContent,
  /** From when it may go; null: at once. */
  validFrom: MaybeMoment,
  /** From when it may not go any more; null: never. */
  validUntil: MaybeMoment,
  isOnHold: z.boolean(),
};
const isInOrder = ({ validFrom, validUntil }: { validFrom?: string | null; validUntil?: string | null }) =>
  !validFrom || !validUntil || Date.parse(validFrom) < Date.parse(validUntil);
const inOrder = { error: 'must be after the moment from which it may go', path: ['validUntil'] };

/** A new item, and where it stands: none named means the first stream. */
export const NewNurtureItem = z
  .strictObject({
    ...fields,
    content: ItemContent.default({}),
    validFrom: MaybeMoment.default(null),
    validUntil: MaybeMoment.default(null),
    isOnHold: z.boolean().default(false),
    streams: z.array(StreamKey).max(20).default([]),
    /** The top of a stream goes to everyone at the next cast. */
    place: z.enum(['top', 'end']).default('end'),
  })
  .refine(isInOrder, inOrder);

/** A new item as parsed. */
export type NewNurtureItem = z.infer<typeof NewNurtureItem>;

/** What may be changed of an item; name and content only before it was approved. */
export const NurtureItemChange = z.strictObject(fields).partial().refine(isInOrder, inOrder);

/** A change as parsed. */
export type NurtureItemChange = z.infer<typeof NurtureItemChange>;

/** An item as the API shows it. */
export const NurtureItem = z.object({
  id: Id,
  name: z.string(),
  state: NurtureItemState,
  isOnHold: z.boolean(),
  validFrom: z.iso.datetime().nullable(),
  validUntil: z.iso.datetime().nullable(),
  content: MessageContent.partial(),
  /** The streams that it stands in, with its place from 1. */
  places: z.array(z.object({ stream: StreamKey, position: z.int() })),
  /** Why it could not be compiled. */
  failure: z.string().nullable(),
  /** What became of its messages. */
  sent: z.int(),
  failed: z.int(),
  /** Of which nobody can say whether they arrived. */
  uncertain: z.int(),
  uniqueOpens: z.int(),
  uniqueClicks: z.int(),
  version: z.int(),
});

/** An item as the API shows it. */
export type NurtureItem = z.infer<typeof NurtureItem>;

/** The items of a stream in their new order: the first is the top. Those that are left out are taken off the stream, where it is said which version was read. */
export const StreamOrder = z.strictObject({ stream: StreamKey, itemIds: z.array(Id).max(500) });
