import { z } from 'zod';
import { Id } from '../ids.ts';
import { ActionKind } from './action.ts';
import { PolicyHours, PolicySettings } from './policy.ts';

/** What became of a decision. */
export const nextActionStatuses = [
  'suggested',
  'accepted',
  'done',
  'rejected',
  'expired',
  'withdrawn',
  'left_alone',
] as const;

/** What became of a decision. */
export type NextActionStatus = (typeof nextActionStatuses)[number];

/** Why a suggestion that waits cannot be accepted: its policy was turned off, or the campaign whose policy it is, is over. */
export const suggestionObstacles = ['turned_off', 'campaign_over'] as const;

/** Days after which a suggestion that nobody looked at goes. */
export const suggestionDays = 7;

/** A decision as the API gives it. */
export const NextAction = z.object({
  id: Id,
  person: z.object({ id: Id, name: z.string(), email: z.string().nullable() }),
  campaign: z.object({ id: Id, name: z.string() }).nullable(),
  kind: ActionKind,
  /** The label of the offer; "Wait" or "Leave alone" if it is not from an offer. */
  label: z.string(),
  status: z.enum(nextActionStatuses),
  statusReason: z.string().nullable(),
  /** Why a suggestion cannot be accepted now; null: nothing is in its way, or it is none any more. */
  obstacle: z.enum(suggestionObstacles).nullable(),
  /** The chance of an answer, 0 to 1, and what that is expected to be worth, in whole units of the tenant's currency. */
  chance: z.number(),
  worth: z.number(),
  reasons: z.array(z.string()),
  /** How likely this choice was among all that could be chosen. */
  probability: z.number(),
  isExploring: z.boolean(),
  isHeldOut: z.boolean(),
  /** Other actions, with the rule that left each out. */
  rejected: z.array(z.object({ label: z.string(), code: z.string(), why: z.string() })),
  decidedAt: z.iso.datetime(),
  /** Who accepted or rejected it; null: nobody had to, or nobody has. */
  decidedBy: z.string().nullable(),
  actedAt: z.iso.datetime().nullable(),
  /** Until when a rejected one is not proposed again. */
  notBefore: z.iso.datetime().nullable(),
  /** Whether the person answered within the time in which that counts; null: it is not over. */
  reached: z.boolean().nullable(),
  policyVersion: Id,
  contextHash: z.string(),
});

/** A decision as the API gives it. */
export type NextAction = z.infer<typeof NextAction>;

/** Something that is offered, as it is set. */
export const Offer = z.strictObject({
  id: Id.optional(),
  kind: z.enum(['send_email', 'send_content', 'add_to_drip', 'create_task', 'change_cadence']),
  label: z.string().trim().min(1).max(120),
  chance: z.number().min(0).max(1).default(0.1),
  value: z.number().min(0).max(1e9).default(100),
  lever: z.number().min(0).max(100).default(1),
  targetId: Id.nullable().default(null),
  isActive: z.boolean().default(true),
});

/** Something that is offered, as it is set. */
export type Offer = z.infer<typeof Offer>;

/** A policy with what it offers, as it is set. */
export const PolicyInput = PolicySettings.extend({
  hours: PolicyHours.nullable(),
  offers: z.array(Offer).max(40),
}).strict();

/** A policy with what it offers, as it is set. */
export type PolicyInput = z.infer<typeof PolicyInput>;

/** Why a suggestion is not wanted. */
export const RejectInput = z.strictObject({ reason: z.string().trim().max(500).default('') });
