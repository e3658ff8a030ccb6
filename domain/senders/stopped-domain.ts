import { z } from 'zod';
import { pauseCauses } from '../deliverability/pause.ts';
import { Id } from '../ids.ts';

/**
 * Why mail of a domain waits: a receiver takes nothing of it until it is authenticated, its signing key does not open, or too much of it
 * comes back or is called spam.
 */
export const StopCause = z.enum(['refused', 'key', ...pauseCauses]);

/** Why mail of a domain waits. */
export type StopCause = z.infer<typeof StopCause>;

/** A domain of senders whose mail waits, as the API shows it. */
export const StoppedDomain = z.object({
  id: Id,
  domain: z.string(),
  cause: StopCause,
  /** The codes of the refusal, such as `smtp_550_5.7.515`, or a share such as `30/9800`; null if there is neither. */
  code: z.string().nullable(),
  since: z.iso.datetime(),
});

/** A domain of senders whose mail waits, as the API shows it. */
export type StoppedDomain = z.infer<typeof StoppedDomain>;

/** Mail that cannot be sent as things stand is tried again after this long (seconds). */
export const unpreparedSeconds = 300;
