import { z } from 'zod';
import { Id } from '../ids.ts';
import { IntakeSource } from '../intakes/intake.ts';

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

const rows = z.array(z.string()).min(1).max(bulkLimit).optional();

/** People by their id, their e-mail address or their id in another system; one of the three. */
const people = { personIds: rows, emails: rows, externalIds: rows };

/** A bulk change of members: people to add or remove, or a status to set. */
export const MemberBulk = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('add'), ...people, statusId: Id.optional() }),
    z.strictObject({ action: z.literal('remove'), ...people }),
    z.strictObject({ action: z.literal('setStatus'), ...people, statusId: Id }),
  ])
  .refine((bulk) => [bulk.personIds, bulk.emails, bulk.externalIds].filter(Boolean).length === 1, {
    path: ['personIds'],
    error: 'give the people as one of personIds, emails and externalIds',
  });

/** A bulk change as parsed. */
export type MemberBulk = z.infer<typeof MemberBulk>;

/** What became of one row of a bulk change, with the key as it was given; `personId` is null where an address or foreign id names nobody. */
export const MemberResult = z.object({
  personId: z.string().nullable(),
  email: z.string().optional(),
  externalId: z.string().optional(),
  result: z.enum([
    'added',
    'already_member',
    'removed',
    'not_member',
    'changed',
    'unchanged',
    'unknown_person',
    'invalid_id',
    'invalid_email',
    /** An earlier row named the same person. */
    'repeated',
  ]),
});

/** What became of one row. */
export type MemberResult = z.infer<typeof MemberResult>;

/** Where members come from that are added without naming each: a list, another campaign (all its members, or by their response), a segment. */
export const MembersFrom = z.strictObject({
  from: IntakeSource,
  statusId: Id.optional(),
});

/** A campaign's members in numbers; members = leads − converted + contacts. */
export const MemberSummary = z.object({
  members: z.int(),
  responded: z.int(),
  leads: z.int(),
  converted: z.int(),
  contacts: z.int(),
  statuses: z.array(z.object({ id: Id, name: z.string(), members: z.int() })),
  sources: z.array(z.object({ source: z.string(), members: z.int() })),
});

/** A line of a member's history: what changed, from and to which status, who did it and by what way. */
export const MemberEvent = z.object({
  id: Id,
  at: z.iso.datetime(),
  kind: z.enum(['added', 'status', 'removed']),
  fromStatus: z.string().nullable(),
  toStatus: z.string().nullable(),
  actorKind: z.string(),
  actorName: z.string(),
  cause: z.string(),
});
