import { z } from 'zod';
import { Id } from '../ids.ts';

/**
 * What a branch, a goal or an exit asks of a person. What people did with this drip's own messages is asked here; the rest is
 * asked by lists.
 */
export const Condition = z.discriminatedUnion('kind', [
  z.object({
    /** What the person did with the message of a step of this drip, in this enrolment. Machines do not count. */
    kind: z.literal('step'),
    step: z.string().max(40),
    did: z.enum(['sent', 'opened', 'clicked']),
  }),
  z.object({ kind: z.literal('list'), listId: Id, is: z.enum(['on', 'off']).default('on') }),
]);

/** What a branch, a goal or an exit asks of a person. */
export type Condition = z.infer<typeof Condition>;
