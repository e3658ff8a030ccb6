import { z } from 'zod';

const known = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 currency code, upper case. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'must be a three-letter ISO 4217 code such as EUR', abort: true })
  .refine((code) => known.has(code), { error: 'is no currency of ISO 4217' });

/** An amount in integer minor units (cents) with its currency; never a float. */
export const Money = z.strictObject({ amountMinor: z.int(), currency: Currency });

/** An amount for something that has a currency of its own: without a currency, the amount is in that one. */
export const GivenMoney = Money.partial({ currency: true });

/** An amount as it is told. */
export type GivenMoney = z.infer<typeof GivenMoney>;

/** `{ amountMinor: 1200000, currency: 'EUR' }` is €12,000.00. */
export type Money = z.infer<typeof Money>;
