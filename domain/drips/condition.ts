import { z } from 'zod';
import { Rule } from '../segments/rule.ts';

/** What a branch, a goal or an exit asks of a person: a rule of segments, or what they did with a message of this drip. */
export const Condition = z.discriminatedUnion('kind', [
  /** What the person did with the message of a step of this drip, in this enrolment. Machines do not count. */
  z.strictObject({ kind: z.literal('step'), step: z.string().max(40), did: z.enum(['sent', 'opened', 'clicked']) }),
  z.strictObject({ kind: z.literal('rule'), rule: Rule }),
]);

/** What a branch, a goal or an exit asks of a person. */
export type Condition = z.infer<typeof Condition>;
