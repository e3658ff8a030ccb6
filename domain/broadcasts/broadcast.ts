import { z } from 'zod';
import { WorkflowLink } from '../campaigns/campaign.ts';
import { ContentChange, MessageContent } from '../content/content.ts';
import { Id } from '../ids.ts';
import { Audience, emptyAudience } from './audience.ts';
import { LocalStart } from './local-start.ts';

/** The states of a broadcast: it follows its campaign, and completes on its own when the last message is settled. */
export const BroadcastStatus = z.enum(['draft', 'freezing', 'sending', 'paused', 'completed', 'cancelled', 'failed']);

/** One of the states of a broadcast. */
export type BroadcastStatus = z.infer<typeof BroadcastStatus>;

/** The day and hour of each person's own clock at which they get it; null: everybody when the campaign starts. */
const StartByClock = LocalStart.nullable();

/** Whether the seed list gets a copy; null: as the organisation's setting says when the audience is fixed. */
const ToSeeds = z.boolean().nullable();

/** What may be given for a new broadcast. */
export const NewBroadcast = z.strictObject({
  name: z.string().trim().min(1).max(200).default('Broadcast'),
  audience: Audience.default(emptyAudience),
  content: ContentChange.default({}),
  localStart: StartByClock.default(null),
  toSeeds: ToSeeds.default(null),
});

/** A new broadcast as parsed. */
export type NewBroadcast = z.infer<typeof NewBroadcast>;

/** What may be changed on a broadcast that has not begun. */
export const BroadcastChange = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    audience: Audience,
    content: ContentChange,
    localStart: StartByClock,
    toSeeds: ToSeeds,
  })
  .partial();

/** A change as parsed. */
export type BroadcastChange = z.infer<typeof BroadcastChange>;

/** Progress and results of one broadcast, read from counters that are kept by increments. */
export const BroadcastFigures = z.object({
  frozen: z.int(),
  queued: z.int(),
  sent: z.int(),
  delivered: z.int(),
  failed: z.int(),
  deferred: z.int(),
  uncertain: z.int(),
  cancelled: z.int(),
  skipped: z.record(z.string(), z.int()),
  opens: z.int(),
  uniqueOpens: z.int(),
  machineOpens: z.int(),
  clicks: z.int(),
  uniqueClicks: z.int(),
  machineClicks: z.int(),
  hardBounces: z.int(),
  softBounces: z.int(),
  complaints: z.int(),
  unsubscribes: z.int(),
  replies: z.int(),
});

/** The figures of a broadcast. */
export type BroadcastFigures = z.infer<typeof BroadcastFigures>;

/** A broadcast as the API shows it. */
export const Broadcast = z.object({
  id: Id,
  campaignId: Id,
  name: z.string(),
  status: BroadcastStatus,
  failure: z.string().nullable(),
  audience: Audience,
  content: MessageContent,
  localStart: StartByClock,
  toSeeds: ToSeeds,
  figures: BroadcastFigures,
  frozenAt: z.iso.datetime().nullable(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  version: z.int(),
  workflow: WorkflowLink.nullable(),
});

/** A broadcast as the API shows it. */
export type Broadcast = z.infer<typeof Broadcast>;
