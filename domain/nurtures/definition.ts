import { z } from 'zod';
import { DripEntry } from '../drips/definition.ts';
import { Rule } from '../segments/rule.ts';
import { CastSchedule } from './schedule.ts';

/** The name of a stream within its nurture programme; it never changes. */
export const StreamKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be 1 to 40 letters, digits, _ or -')
  .meta({ example: 'main' });

const Stream = z.strictObject({ key: StreamKey, name: z.string().trim().min(1).max(120) });

/**
 * People of a stream (null: of any other) of whom the rule is true go to another one before the cast, or leave the programme (null). The
 * first that fits counts.
 */
const Transition = z.strictObject({ from: StreamKey.nullable(), to: StreamKey.nullable(), rule: Rule });

/** A way in, as a drip has them, and the stream that people come into by it; null: the first one. */
export const NurtureEntry = z.strictObject({ by: DripEntry, stream: StreamKey.nullable().default(null) });

/** A way into a nurture programme. */
export type NurtureEntry = z.infer<typeof NurtureEntry>;

/** A nurture programme's rules: when it casts, its streams, who comes in by themselves, and how people change streams. */
export const NurtureDefinition = z
  .strictObject({
    schedule: CastSchedule.default({ weekdays: [2], at: '09:00', zone: 'UTC' }),
    /** People come into the first one unless another is named. */
    streams: z
      .array(Stream)
      .min(1, 'a nurture programme needs a stream')
      .max(20)
      .default([{ key: 'main', name: 'Main' }]),
    transitions: z.array(Transition).max(20).default([]),
    entries: z.array(NurtureEntry).max(10).default([]),
    /** Whether who has left it alone comes in again where they come anew; they get what they have not had. */
    comeAgain: z.boolean().default(false),
  })
  .superRefine(({ streams, transitions, entries }, context) => {
    const keys = streams.map(({ key }) => key);
    for (const [index, { stream }] of entries.entries()) {
      if (stream === null || keys.includes(stream)) continue;
      context.addIssue({ code: 'custom', path: ['entries', index, 'stream'], message: `there is no stream ${stream}` });
    }
    for (const [index, key] of keys.entries()) {
      if (keys.indexOf(key) !== index) {
        context.addIssue({ code: 'custom', path: ['streams', index, 'key'], message: 'there is a stream of this key' });
      }
    }
    for (const [index, { from, to }] of transitions.entries()) {
      const path = ['transitions', index];
      if (from !== null && !keys.includes(from)) {
        context.addIssue({ code: 'custom', path: [...path, 'from'], message: `there is no stream ${from}` });
      }
      if (to === null) continue;
      if (!keys.includes(to)) {
        context.addIssue({ code: 'custom', path: [...path, 'to'], message: `there is no stream ${to}` });
      } else if (from === to) {
        context.addIssue({ code: 'custom', path: [...path, 'to'], message: 'must be another stream' });
      }
    }
  });

/** A nurture programme's rules. */
export type NurtureDefinition = z.infer<typeof NurtureDefinition>;
