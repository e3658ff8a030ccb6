import { z } from 'zod';
import { Id } from '../ids.ts';

/** A member of a campaign as the API shows it. */
export const Member = z.object({
  id: Id,
  personId: Id,
  personKind: z.enum(['lead', 'contact']),
  name: z.string(),
  email: z.string().nullable(),
  statusId: Id,
  statusName: z.string(),
  hasResponded: z.boolean(),
  firstRespondedAt: z.iso.datetime().nullable(),
  source: z.string(),
  createdAt: z.iso.datetime(),
});

/** A member as the API shows it. */
export type Member = z.infer<typeof Member>;

/** Most rows of one bulk request. */
export const bulkLimit = 5000;

/** A bulk change of members: people to add or remove, or a status to set, by person. */
export const MemberBulk = z.discriminatedUnion('action', [
  z.object({ action: z.literal('add'), personIds: z.array(z.string()).min(1).max(bulkLimit), statusId: Id.optional() }),
  z.object({ action: z.literal('remove'), personIds: z.array(z.string()).min(1).max(bulkLimit) }),
  z.object({ action: z.literal('setStatus'), personIds: z.array(z.string()).min(1).max(bulkLimit), statusId: Id }),
]);

/** A bulk change as parsed. */
export type MemberBulk = z.infer<typeof MemberBulk>;

/** What became of one row of a bulk change. */
export const MemberResult = z.object({
  personId: z.string(),
  result: z.enum([
    'added',
    'already_member',
    'removed',
    'not_member',
    'changed',
    'unchanged',
    'unknown_person',
    'invalid_id',
  ]),
});

/** What became of one row. */
export type MemberResult = z.infer<typeof MemberResult>;
