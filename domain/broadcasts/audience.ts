import { z } from 'zod';
import { Id } from '../ids.ts';

/** Whom a broadcast goes to: everyone, or the people of some lists and segments; in both cases without those of the excluded ones. */
export const Audience = z.strictObject({
  everyone: z.boolean().default(false),
  listIds: z.array(Id).max(100).default([]),
  segmentIds: z.array(Id).max(20).default([]),
  excludeListIds: z.array(Id).max(100).default([]),
  excludeSegmentIds: z.array(Id).max(20).default([]),
});

/** An audience as parsed. */
export type Audience = z.infer<typeof Audience>;

/** An audience that names nobody yet. */
export const emptyAudience: Audience = {
  everyone: false,
  listIds: [],
  segmentIds: [],
  excludeListIds: [],
  excludeSegmentIds: [],
};

/** Whether the audience names anyone at all. */
export function isEmptyAudience(audience: Audience): boolean {
  return !audience.everyone && audience.listIds.length === 0 && audience.segmentIds.length === 0;
}

/** Why a person of the audience gets no message; the codes are stable and appear in counts and on the message. */
export const leftOutReasons = [
  'no_address',
  'invalid_address',
  'no_consent',
  'opted_out',
  'topic_opt_out',
  'suppressed',
  'mail_pause',
  'own_frequency',
  'frequency_cap',
  'hold_out',
] as const;

/** One of `leftOutReasons`. */
export type LeftOutReason = (typeof leftOutReasons)[number];

/** A reason in the words that a campaign manager reads. */
export const leftOutWords: Record<LeftOutReason, string> = {
  no_address: 'no e-mail address',
  invalid_address: 'address is not valid or bounced',
  no_consent: 'no consent',
  opted_out: 'opted out',
  topic_opt_out: 'opted out of the topic',
  suppressed: 'suppressed',
  mail_pause: 'asked for a pause',
  own_frequency: 'asked for mail less often',
  frequency_cap: 'had enough messages lately',
  hold_out: 'held out of an A/B test',
};
