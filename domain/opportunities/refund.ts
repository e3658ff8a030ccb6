import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { GivenMoney, Money } from '../money.ts';

/** A refund as it is given: a positive amount with its day, in the currency of the opportunity if none is given. */
export const NewRefund = z.strictObject({
  amount: GivenMoney.extend({ amountMinor: z.int().min(1) }),
  date: Day,
  /** The id of another system; the same once more is the same refund. */
  externalId: z.string().trim().min(1).max(200).optional(),
  note: z.string().trim().max(500).default(''),
});

/** Money that was given back, as it is told. */
export type NewRefund = z.infer<typeof NewRefund>;

/** A refund as the API shows it. */
export const Refund = z.object({
  id: Id,
  externalId: z.string().nullable(),
  date: Day,
  amount: Money,
  /** In the organisation's currency at the rate of its day; null where there is none. */
  value: Money.nullable(),
  note: z.string(),
  createdAt: z.iso.datetime(),
});

/** A refund as the API shows it. */
export type Refund = z.infer<typeof Refund>;
