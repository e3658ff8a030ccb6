import { z } from 'zod';
import { Id } from '../ids.ts';
import { StepKey } from './steps.ts';

/** What became of the call of a webhook; `cancelled`: its person left or was led past the step before it was made. */
export const CallStatus = z.enum(['waiting', 'done', 'failed', 'cancelled']);

/** A call that a step makes for one person. */
export const DripCall = z.object({
  /** The target knows the call by it, however often it is tried. */
  id: Id,
  step: StepKey,
  url: z.string(),
  personId: Id,
  personName: z.string(),
  status: CallStatus,
  attempts: z.int(),
  /** When it is tried next; null if it is over. */
  nextTryAt: z.iso.datetime().nullable(),
  responseStatus: z.int().nullable(),
  /** Why the last attempt did not do, as a code and in words. */
  problem: z.string().nullable(),
  problemWords: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

/** A call that a step makes for one person. */
export type DripCall = z.infer<typeof DripCall>;
