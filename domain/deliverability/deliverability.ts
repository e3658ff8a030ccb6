import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { pauseCauses } from './pause.ts';
import { factorKeys } from './score.ts';

const count = z.int().min(0);

/** What became of mail; of everything that was sent in a span, whenever it came back. */
export const Figures = z.object({
  /** Given to receivers, whether or not they took it. */
  tried: count,
  sent: count,
  /** Sent, and nothing came back that says otherwise. */
  delivered: count,
  /** Put off by a receiver and tried again, each time counted. */
  deferred: count,
  hardBounces: count,
  softBounces: count,
  policyBlocks: count,
  complaints: count,
  /** Opened or clicked by a human at least once. */
  opened: count,
  clicked: count,
  unsubscribed: count,
});

/** What a score is made of. */
const Factors = z.array(
  z.object({
    key: z.enum(factorKeys),
    most: z.number(),
    points: z.number().nullable().describe('null where too little is known; it does not count then'),
    share: z.number().nullable().describe('What the points rest on, 0 to 1'),
  }),
);

/** What became of mail to one provider, by its own domains and those that it hosts, or to the domain of one organisation. */
const Receiver = z.object({
  key: z.string(),
  name: z.string(),
  domains: z.int(),
  score: z.int().nullable(),
  figures: Figures,
});

/** How mail fares, as the API shows it. */
export const Deliverability = z.object({
  days: z.int(),
  from: Day,
  to: Day,
  timeZone: z.string(),
  /** 0 to 100; null where too little was sent to say. */
  score: z.int().nullable(),
  factors: Factors,
  figures: Figures,
  /** The same of the days before, to compare with. */
  before: z.object({ score: z.int().nullable(), figures: Figures }),
  /** Each domain that mail is sent from, the one with the most mail first. */
  senders: z.array(
    z.object({
      domain: z.string(),
      isSigned: z.boolean(),
      score: z.int().nullable(),
      /** By the last day, week and month, since somebody let it go on. */
      verdict: z.object({
        kind: z.enum(['fine', 'warn', 'pause']),
        cause: z.enum(pauseCauses).nullable(),
        part: count,
        whole: count,
        days: z.int(),
      }),
      figures: Figures,
    }),
  ),
  /** Who receives it, those with the most mail first. */
  receivers: z.array(Receiver),
  /** Receivers that are not listed, taken together. */
  others: z.object({ receivers: z.int(), figures: Figures }),
  series: z.array(z.object({ day: Day, figures: Figures })),
  /** When it was last judged whether anything must be paused; null: it was not yet. */
  lookedAt: z.iso.datetime().nullable(),
});

/** How mail fares, as the API shows it. */
export type Deliverability = z.infer<typeof Deliverability>;
