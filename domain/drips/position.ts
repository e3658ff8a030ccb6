import { z } from 'zod';
import { Id } from '../ids.ts';
import { StepKey } from './steps.ts';

/** Where an enrolment stands: taken in but not moved yet, in a step, held by a person, or over. */
export const PositionState = z.enum(['enrolled', 'active', 'paused', 'completed', 'exited', 'failed']);

/** One of the states of a position. */
export type PositionState = z.infer<typeof PositionState>;

/** The states in which a person is in the drip. */
export const openStates = ['enrolled', 'active', 'paused'] as const satisfies readonly PositionState[];

/** Why somebody is not in the drip any more; the codes are stable. */
export const leaveReasons = [
  'finished',
  'goal',
  'unsubscribed',
  'hard_bounce',
  'complaint',
  'replied',
  'condition',
  'exit_step',
  'no_date',
  'call_failed',
  'by_hand',
  'step_removed',
  'erased',
  'merged',
  'stopped',
  'ended',
] as const;

/** One of `leaveReasons`. */
export type LeaveReason = (typeof leaveReasons)[number];

/** A reason as a person reads it. */
export const leaveReasonWords: Record<LeaveReason, string> = {
  finished: 'came to the end',
  goal: 'reached the goal',
  unsubscribed: 'unsubscribed',
  hard_bounce: 'mail came back for good',
  complaint: 'complained',
  replied: 'replied',
  condition: 'the exit rule came true',
  exit_step: 'came to an exit',
  no_date: 'has no date to wait for',
  call_failed: 'the webhook could not be called',
  by_hand: 'taken out by hand',
  step_removed: 'the step was removed',
  erased: 'was erased',
  merged: 'went on as another record of the same person',
  stopped: 'the drip was stopped',
  ended: 'the drip came to its end date',
};

/** One enrolment of one person as the API shows it. */
export const DripPosition = z.object({
  id: Id,
  personId: Id,
  personName: z.string(),
  email: z.string().nullable(),
  state: PositionState,
  /** The step that the person stands at; null before the first. */
  step: StepKey.nullable(),
  stepName: z.string(),
  /** Since when they stand there. */
  since: z.iso.datetime(),
  /** When they go on; null where that depends on something else, or never. */
  dueAt: z.iso.datetime().nullable(),
  /** What the person waits for. */
  waitsFor: z.enum(['time', 'message', 'window', 'webhook', 'nothing']),
  /** The version of the drip that they follow. */
  version: z.int(),
  reason: z.string().nullable(),
  /** The whole of it in a sentence. */
  sentence: z.string(),
  enrolledAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});

/** One enrolment of one person as the API shows it. */
export type DripPosition = z.infer<typeof DripPosition>;

/** A journey of a person: a position with the drip and the campaign that it belongs to, and what happened on the way. */
export const Journey = DripPosition.extend({
  campaignId: Id,
  campaignName: z.string(),
  dripId: Id,
  dripName: z.string(),
  /** What comes next, in a sentence. */
  next: z.string(),
  moves: z.array(
    z.object({
      at: z.iso.datetime(),
      step: StepKey.nullable(),
      stepName: z.string(),
      outcome: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});

/** A journey of a person. */
export type Journey = z.infer<typeof Journey>;
