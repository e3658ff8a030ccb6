import { z } from 'zod';

/** An ISO 4217 currency code, upper case. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code such as EUR');

/** An amount in integer minor units (cents) with its currency; never a float. */
export const Money = z.strictObject({ amountMinor: z.int(), currency: Currency });

/** `{ amountMinor: 1200000, currency: 'EUR' }` is €12,000.00. */
export type Money = z.infer<typeof Money>;
