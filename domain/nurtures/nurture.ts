import { z } from 'zod';
import { WorkflowLink } from '../campaigns/campaign.ts';
import { Id } from '../ids.ts';
import { AtEnd, EndAt } from '../parts/end.ts';
import { NurtureDefinition, StreamKey } from './definition.ts';
import { NurtureItem } from './item.ts';

/** The states of a nurture programme. It also stands still while its campaign is paused. */
export const NurtureStatus = z.enum(['draft', 'running', 'paused', 'completed', 'cancelled']);

/** One of the states of a nurture programme. */
export type NurtureStatus = z.infer<typeof NurtureStatus>;

/** Whether people still come in and items are still added. */
export function isOpen(status: NurtureStatus): boolean {
  return status === 'draft' || status === 'running' || status === 'paused';
}

const Name = z.string().trim().min(1, 'give the nurture programme a name').max(200);

/** What may be given for a new nurture programme. */
export const NewNurture = z.strictObject({
  name: Name.default('Nurture'),
  definition: NurtureDefinition.prefault({}),
});

/**
 * What may be changed; its definition only before it has begun, for one that runs is changed by a new version. `endAt` is an end of its own: after it there is no further cast, and
 * `atEnd` says whether what is on the road arrives or is taken back.
 */
export const NurtureChange = z
  .strictObject({ name: Name, definition: NurtureDefinition, endAt: EndAt, atEnd: AtEnd })
  .partial();

/** A nurture programme as the API shows it. */
export const Nurture = z.object({
  id: Id,
  campaignId: Id,
  name: z.string(),
  status: NurtureStatus,
  definition: NurtureDefinition,
  /** The number of the current version, and of one that waits for approval. */
  currentVersion: z.int(),
  pendingVersion: z.int().nullable(),
  items: z.array(NurtureItem),
  members: z.object({ normal: z.int(), paused: z.int() }),
  /** When the next cast is, or would be were it running; null once it is over or while it is paused. */
  nextCastAt: z.iso.datetime().nullable(),
  lastCastAt: z.iso.datetime().nullable(),
  /** Its own end date, and what becomes of what is on the road then. */
  endAt: z.iso.datetime().nullable(),
  atEnd: AtEnd,
  failure: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  version: z.int(),
  workflow: WorkflowLink.nullable(),
});

/** A nurture programme as the API shows it. */
export type Nurture = z.infer<typeof Nurture>;

/** What a cast means for a member: they get an item, are exhausted, may not be written to, are paused, or leave by a rule. */
export const CastOutcome = z.enum(['gets', 'exhausted', 'unreachable', 'paused', 'leaves']);

/** What a cast means for a member. */
export type CastOutcome = z.infer<typeof CastOutcome>;

/** Why a programme is over for who was in it: somebody stopped it, it came to its end, or they alone left, for their stream is gone. */
export const NurtureLeaveReason = z.enum(['stopped', 'ended', 'stream_removed']);

/** Why a programme is over for who was in it. */
export type NurtureLeaveReason = z.infer<typeof NurtureLeaveReason>;

/** A member as the API shows them: the state is what the next cast means for them. */
export const NurtureMember = z.object({
  personId: Id,
  personName: z.string(),
  email: z.string().nullable(),
  cadence: z.enum(['normal', 'paused']),
  /** The stream they are in, and where the next cast would take them (null: out). */
  stream: StreamKey,
  nextStream: StreamKey.nullable(),
  outcome: CastOutcome,
  nextItemId: Id.nullable(),
  /** Why they may not be written to. */
  obstacle: z.string().nullable(),
  received: z.int(),
  addedAt: z.iso.datetime(),
  lastCastAt: z.iso.datetime().nullable(),
  /** When it ended for them, and why; null while it goes on. */
  leftAt: z.iso.datetime().nullable(),
  leftReason: NurtureLeaveReason.nullable(),
});

/** A member as the API shows them. */
export type NurtureMember = z.infer<typeof NurtureMember>;

/** What members are narrowed by: a stream that they are in, what the next cast means for them, a part of a name or address. */
export const NurtureMemberFilter = z.object({
  stream: StreamKey.optional(),
  outcome: CastOutcome.optional(),
  q: z.string().trim().max(200).optional(),
});

/** What members are narrowed by. */
export type NurtureMemberFilter = z.infer<typeof NurtureMemberFilter>;

/** How many members of a stream the next cast means what to. */
const StreamCounts = z.object({
  stream: StreamKey,
  people: z.int(),
  gets: z.int(),
  exhausted: z.int(),
  unreachable: z.int(),
  paused: z.int(),
  leaves: z.int(),
});

/** What the next cast does, before it happens. */
export const CastForecast = z.object({
  /** Null: it is over, or paused; what would happen were it to go on is told all the same. */
  castAt: z.iso.datetime().nullable(),
  /** The page says it in a sentence. */
  sentence: z.string(),
  gets: z.array(z.object({ itemId: Id, name: z.string(), people: z.int() })),
  exhausted: z.int(),
  unreachable: z.int(),
  paused: z.int(),
  leaves: z.int(),
  /** How many change streams before it. */
  moving: z.int(),
  /** The same by the stream that members are in now. */
  streams: z.array(StreamCounts),
  /** A page of people with what each would get. */
  data: z.array(NurtureMember),
  nextCursor: z.string().nullable(),
});

/** What the next cast does, before it happens. */
export type CastForecast = z.infer<typeof CastForecast>;

/** A cast that was, with what it gave to how many. */
export const NurtureCast = z.object({
  at: z.iso.datetime(),
  gave: z.array(z.object({ itemId: Id, name: z.string(), people: z.int() })),
  enqueued: z.int(),
  exhausted: z.int(),
  unreachable: z.int(),
  moved: z.int(),
  /** Whom a rule took out. */
  departed: z.int(),
});

/** A cast that was. */
export type NurtureCast = z.infer<typeof NurtureCast>;

/** People to add: by id, or everybody on a list or in a segment at this moment; into the first stream unless another is named. */
export const AddNurtureMembers = z
  .strictObject({
    personIds: z.array(Id).min(1).max(5000).optional(),
    listId: Id.optional(),
    segmentId: Id.optional(),
    stream: StreamKey.optional(),
  })
  .refine(({ personIds, listId, segmentId }) => [personIds, listId, segmentId].filter(Boolean).length === 1, {
    error: 'say who comes in by one of personIds, listId and segmentId',
    path: ['personIds'],
  });

/** People to add as parsed. */
export type AddNurtureMembers = z.infer<typeof AddNurtureMembers>;

/** What became of people to add. */
export const AddedNurtureMembers = z.object({ added: z.int(), alreadyIn: z.int(), notFound: z.array(Id) });

/** What became of people to add. */
export type AddedNurtureMembers = z.infer<typeof AddedNurtureMembers>;
