import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { GivenMoney, Money } from '../money.ts';

/** How sure a cost is: meant, ordered, or paid. */
export const CostKind = z.enum(['planned', 'committed', 'actual']);

/** One of the kinds of a cost. */
export type CostKind = z.infer<typeof CostKind>;

const fields = {
  kind: CostKind,
  /** When it is or was spent; its rate is that of this day. */
  date: Day,
  vendor: z.string().trim().max(200),
  note: z.string().trim().max(2000),
  /** In any currency; where none is named that of the campaign, or the one that the line has. */
  amount: GivenMoney.extend({ amountMinor: z.int().refine((amount) => amount !== 0, { error: 'must not be 0' }) }),
};

/** A new line of a campaign's costs. */
export const NewCost = z.strictObject({
  ...fields,
  vendor: fields.vendor.default(''),
  note: fields.note.default(''),
});

/** A new line as parsed. */
export type NewCost = z.infer<typeof NewCost>;

/** What may be changed on a line; what is left out stays. */
export const CostChange = z.strictObject(fields).partial();

/** A change as parsed. */
export type CostChange = z.infer<typeof CostChange>;

/** Something to know about a line that was taken all the same. */
export const CostWarning = z.object({ code: z.enum(['over_budget', 'no_rate']), message: z.string() });

/** Something to know about a line. */
export type CostWarning = z.infer<typeof CostWarning>;

/** A line of a campaign's costs as the API shows it. */
export const Cost = z.object({
  id: Id,
  campaignId: Id,
  kind: CostKind,
  date: Day,
  vendor: z.string(),
  note: z.string(),
  amount: Money,
  /** Its worth in the organisation's currency at the rate of its date; null: there is no rate for it yet. */
  value: Money.nullable(),
  /** The rate that was taken, as a decimal text. */
  rate: z.string().nullable(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** A line of a campaign's costs. */
export type Cost = z.infer<typeof Cost>;

/** Most lines that a campaign has: they are read and put in order as one. */
export const mostCosts = 1000;
