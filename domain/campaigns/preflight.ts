import { z } from 'zod';
import { Id } from '../ids.ts';

/** Something that pre-flight found. A blocking one must be mended before the campaign can be submitted. */
export const Finding = z.object({
  severity: z.enum(['blocking', 'warning']),
  code: z.string(),
  message: z.string(),
  /** Which part of the campaign or message it is about, e.g. `broadcast`, `subject`, `body line 12`. */
  where: z.string(),
});

/** A finding. */
export type Finding = z.infer<typeof Finding>;

const Sample = z.object({ personId: Id, name: z.string(), email: z.string().nullable() });

/** The pre-flight of a campaign: who gets it, who does not and why, what is wrong, how long it takes. */
export const Preflight = z.object({
  canSubmit: z.boolean(),
  findings: z.array(Finding),
  broadcasts: z.array(
    z.object({
      broadcastId: Id,
      name: z.string(),
      audienceSize: z.int(),
      recipients: z.int(),
      leftOut: z.record(z.string(), z.object({ count: z.int(), samples: z.array(Sample) })),
      /** People who are in several of the lists; each gets one message. */
      duplicates: z.int(),
      samples: z.array(Sample),
      /** What one message weighs as it goes over the wire. */
      messageBytes: z.int().nullable(),
      estimatedSeconds: z.int().nullable(),
    }),
  ),
  nurtures: z.array(
    z.object({
      nurtureId: Id,
      name: z.string(),
      streams: z.int(),
      members: z.int(),
      messages: z.array(z.object({ itemId: Id, name: z.string(), messageBytes: z.int().nullable() })),
    }),
  ),
  drips: z.array(
    z.object({
      dripId: Id,
      name: z.string(),
      steps: z.int(),
      messages: z.array(z.object({ step: z.string(), name: z.string(), messageBytes: z.int().nullable() })),
    }),
  ),
});

/** A pre-flight. */
export type Preflight = z.infer<typeof Preflight>;
