import { z } from 'zod';
import { WorkflowLink } from '../campaigns/campaign.ts';
import { Id } from '../ids.ts';
import { AtEnd, EndAt } from '../parts/end.ts';
import { DripDefinition, emptyDefinition } from './definition.ts';
import { StepKey } from './steps.ts';

/** The states of a drip: it follows its campaign, closes its entry at the end date and completes when nobody is in it any more. */
export const DripStatus = z.enum(['draft', 'running', 'paused', 'completed', 'cancelled']);

/** One of the states of a drip. */
export type DripStatus = z.infer<typeof DripStatus>;

/** Whose messages go first where several drips want to write to the same person. */
export const DripPriority = z.enum(['high', 'normal', 'low']);

/** One of the priorities of a drip. */
export type DripPriority = z.infer<typeof DripPriority>;

const Name = z.string().trim().min(1, 'give the drip a name').max(200);

/** What may be given for a new drip. */
export const NewDrip = z.strictObject({
  name: Name.default('Drip'),
  priority: DripPriority.default('normal'),
  definition: DripDefinition.default(emptyDefinition),
});

/** A new drip as parsed. */
export type NewDrip = z.infer<typeof NewDrip>;

/**
 * What may be changed on a drip; its definition only before it has begun, for one that runs is changed by a new version. `endAt` is an
 * end of its own: after it nobody new comes in, and `atEnd` says whether who is in it finishes or leaves.
 */
export const DripChange = z
  .strictObject({ name: Name, priority: DripPriority, definition: DripDefinition, endAt: EndAt, atEnd: AtEnd })
  .partial();

/** A change as parsed. */
export type DripChange = z.infer<typeof DripChange>;

/** How many enrolments a drip has in each state. */
export const DripPeople = z.object({
  enrolled: z.int(),
  active: z.int(),
  paused: z.int(),
  completed: z.int(),
  exited: z.int(),
  failed: z.int(),
});

/** The figures of a step: how many came, are there and went on, and what became of its messages. */
export const StepFigures = z.object({
  step: StepKey,
  name: z.string(),
  kind: z.string(),
  /** Enrolments that ever came to it, stand there now, and went on from it. */
  entered: z.int(),
  waiting: z.int(),
  wentOn: z.int(),
  left: z.int(),
  /** When the next of those who stand there go on, and how many they are; null where that depends on something else. */
  nextDueAt: z.iso.datetime().nullable(),
  nextDue: z.int(),
  /** Of those who entered the drip, the share that came to this step; null where nobody entered. */
  conversion: z.number().nullable(),
  sent: z.int(),
  skipped: z.int(),
  failed: z.int(),
  /** Messages of which nobody can say whether they arrived. */
  uncertain: z.int(),
  uniqueOpens: z.int(),
  uniqueClicks: z.int(),
  /** Calls of a webhook: made, given up, and still to be made or tried again. */
  called: z.int(),
  notCalled: z.int(),
  calling: z.int(),
});

/** How a step does. */
export type StepFigures = z.infer<typeof StepFigures>;

/** A drip as the API shows it; `definition` is that of the version that runs (or of the draft before the start). */
export const Drip = z.object({
  id: Id,
  campaignId: Id,
  name: z.string(),
  status: DripStatus,
  priority: DripPriority,
  definition: DripDefinition,
  /** The number of the version that runs, and of one that waits for approval. */
  currentVersion: z.int(),
  pendingVersion: z.int().nullable(),
  people: DripPeople,
  startedAt: z.iso.datetime().nullable(),
  /** Since when nobody new comes in. */
  entryClosedAt: z.iso.datetime().nullable(),
  /** Its own end date, and what happens then to people who are still in it. */
  endAt: z.iso.datetime().nullable(),
  atEnd: AtEnd,
  completedAt: z.iso.datetime().nullable(),
  version: z.int(),
  workflow: WorkflowLink.nullable(),
});

/** A drip as the API shows it. */
export type Drip = z.infer<typeof Drip>;

/**
 * People to enrol by hand: up to 5,000 by name, or whoever is on a list or in a segment at this moment; `again`:
 * also those who have been in it, whatever its rule says.
 */
export const EnrolInput = z
  .strictObject({
    personIds: z.array(Id).min(1).max(5000).optional(),
    listId: Id.optional(),
    segmentId: Id.optional(),
    again: z.boolean().default(false),
  })
  .refine(({ personIds, listId, segmentId }) => [personIds, listId, segmentId].filter(Boolean).length === 1, {
    error: 'say who comes in by one of personIds, listId and segmentId',
    path: ['personIds'],
  });

/** People to enrol by hand. */
export type EnrolInput = z.infer<typeof EnrolInput>;

/** What became of each: taken in, or left out because they are in it, may not come again yet, or are no people of the tenant. */
export const EnrolResult = z.object({
  enrolled: z.int(),
  alreadyIn: z.int(),
  notAgain: z.int(),
  notFound: z.array(Id),
});

/** How people who are overdue after a pause go on. */
export const ResumeChoice = z.discriminatedUnion('overdue', [
  /** All at once, as far as caps, limits and windows allow. */
  z.strictObject({ overdue: z.literal('atOnce') }),
  /** Evenly over some hours. */
  z.strictObject({ overdue: z.literal('spread'), hours: z.int().min(1).max(720) }),
  /** What is overdue is left out; they go on to the step after it, and whose day it was meanwhile does not come in. */
  z.strictObject({ overdue: z.literal('skip') }),
]);

/** How people who are overdue after a pause go on. */
export type ResumeChoice = z.infer<typeof ResumeChoice>;
