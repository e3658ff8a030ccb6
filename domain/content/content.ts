import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Blocks } from '../templates/block.ts';
import { Look } from '../templates/look.ts';

/** How a message is written: a body of MJML or HTML, or blocks, which have no body. */
export const ContentFormat = z.enum(['mjml', 'html', 'blocks']);
export type ContentFormat = z.infer<typeof ContentFormat>;

/** Marketing obeys consent, suppression, caps and quiet hours; transactional is stopped only by hard bounces and erasure. */
export const MessageClass = z.enum(['marketing', 'transactional']);
export type MessageClass = z.infer<typeof MessageClass>;

const oneLine = (most: number) =>
  z
    .string()
    .max(most)
    // eslint-disable-next-line no-control-regex
    .refine((text) => !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text), { error: 'must be a single line' });

/** The editable message of a broadcast or of a step. Everything in it may hold Liquid merge fields except the ids. */
export const MessageContent = z.strictObject({
  subject: oneLine(500),
  preheader: oneLine(500).default(''),
  senderId: z.uuid().nullable().default(null),
  replyTo: z.email().max(254).nullable().default(null),
  format: ContentFormat.default('mjml'),
  /** Not read in a message of blocks. */
  body: z.string().max(500_000),
  /** What a message of blocks is made of. */
  blocks: Blocks.nullable().default(null),
  /** How a message of blocks looks; null: as the brand does. */
  look: Look.nullable().default(null),
  /** Null: the text part is made from the HTML. */
  textBody: z.string().max(200_000).nullable().default(null),
  messageClass: MessageClass.default('marketing'),
  /** What it is about: whoever opted out of the topic does not get it. */
  topicId: z.uuid().nullable().default(null),
});
export type MessageContent = z.infer<typeof MessageContent>;

/** What is changed of a message; what is left out stays. */
export const ContentChange = changeOf(MessageContent);
