import { z } from 'zod';
import { Id } from '../ids.ts';

/** That somebody answered, as their owner is told. */
export const AnswerNotice = z.object({
  /** The mail that it came in. */
  id: Id,
  personId: Id,
  name: z.string(),
  subject: z.string(),
  /** The beginning of what was written. */
  excerpt: z.string(),
  receivedAt: z.iso.datetime(),
  isRead: z.boolean(),
});

/** What an owner is told of an answer. */
export type AnswerNotice = z.infer<typeof AnswerNotice>;
