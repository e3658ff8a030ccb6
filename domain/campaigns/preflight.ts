import { z } from 'zod';
import { MessageContent } from '../content/content.ts';
import { DripEntry } from '../drips/definition.ts';
import { Id } from '../ids.ts';

/** The kinds of parts of a campaign that send, and tests of these. */
export const CampaignPart = z.object({ kind: z.enum(['broadcast', 'drip', 'nurture', 'experiment']), id: Id });

/** A part of a campaign. */
export type CampaignPart = z.infer<typeof CampaignPart>;

/** Something that pre-flight found. A blocking one must be mended before the campaign can be submitted. */
export const Finding = z.object({
  severity: z.enum(['blocking', 'warning']),
  code: z.string(),
  message: z.string(),
  /** Which part of the campaign or message it is about, e.g. `broadcast`, `subject`, `body line 12`. */
  where: z.string(),
  /** The broadcast, drip, nurture programme or test that it is about; none where it is about a sender or all of the campaign. */
  part: CampaignPart.optional(),
  /** The block of the message that it is about, if it is about one. */
  blockId: z.string().optional(),
});

/** A finding. */
export type Finding = z.infer<typeof Finding>;

const Sample = z.object({ personId: Id, name: z.string(), email: z.string().nullable() });

/** Who gets something as things are now, who does not and why, and how long it takes. */
const Reach = z.object({
  audienceSize: z.int(),
  recipients: z.int(),
  leftOut: z.record(z.string(), z.object({ count: z.int(), samples: z.array(Sample) })),
  /** People who are in several of the lists, or come in by several ways; each gets one message. */
  duplicates: z.int(),
  samples: z.array(Sample),
  estimatedSeconds: z.int().nullable(),
});

/** Who gets something as things are now. */
export type Reach = z.infer<typeof Reach>;

/** One of several messages as it was checked, with what is wrong with it; the findings are also among those of the campaign. */
const message = {
  name: z.string(),
  content: MessageContent,
  messageBytes: z.int().nullable(),
  findings: z.array(Finding),
};

/** The pre-flight of a campaign: who gets it, who does not and why, what is wrong, how long it takes. */
export const Preflight = z.object({
  canSubmit: z.boolean(),
  findings: z.array(Finding),
  broadcasts: z.array(
    Reach.extend({
      broadcastId: Id,
      name: z.string(),
      /** The message as it was checked. */
      content: MessageContent,
      /** What one message weighs as it goes over the wire. */
      messageBytes: z.int().nullable(),
      /** Mailboxes of the seed list that get a copy too; they are counted nowhere. */
      seeds: z.int(),
    }),
  ),
  /** `audienceSize` and the rest are of those who would come in now; the time is that of one message to each. */
  drips: z.array(
    Reach.extend({
      dripId: Id,
      name: z.string(),
      steps: z.int(),
      /** The ways in, with how many people each would bring now; null: nobody can say. */
      entries: z.array(z.object({ entry: DripEntry, people: z.int().nullable() })),
      messages: z.array(z.object({ step: z.string(), ...message })),
    }),
  ),
  /** `audienceSize` and the rest are of the members and of those who would come in by themselves now, by what the next cast means for them. */
  nurtures: z.array(
    Reach.extend({
      nurtureId: Id,
      name: z.string(),
      streams: z.int(),
      members: z.int(),
      /** The ways in, with how many people each would bring now; null: nobody can say. */
      entries: z.array(z.object({ entry: DripEntry, stream: z.string(), people: z.int().nullable() })),
      nextCastAt: z.iso.datetime().nullable(),
      /** The zone whose clock its casts go by. */
      zone: z.string(),
      messages: z.array(z.object({ itemId: Id, ...message })),
    }),
  ),
  /** A/B tests with each variant's message; how many people they have and would need. */
  experiments: z.array(
    z.object({
      experimentId: Id,
      name: z.string(),
      sourceName: z.string(),
      /** Null for a drip's step: nobody can say how many come by. */
      testPeople: z.int().nullable(),
      neededPeople: z.int(),
      messages: z.array(z.object({ label: z.string(), ...message })),
    }),
  ),
});

/** A pre-flight. */
export type Preflight = z.infer<typeof Preflight>;
