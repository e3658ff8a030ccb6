import { z } from 'zod';
import { Day } from '../calendar/moment.ts';
import { Id } from '../ids.ts';
import { Currency } from '../money.ts';

/** A rate as a decimal text such as "1.08": exact, as it was written. */
export const Rate = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,10})?$/, 'must be a number such as 1.08, with at most ten decimals')
  .refine((text) => Number(text) > 0, { error: 'must be more than 0' });

/** A rate as it is given: one unit of `currency` in units of the organisation's currency, from a day until the next rate. */
export const RateInput = z.strictObject({ currency: Currency, validFrom: Day, rate: Rate });

/** A rate as it is given. */
export type RateInput = z.infer<typeof RateInput>;

/** A rate as the API shows it. */
export const ExchangeRate = z.object({
  id: Id,
  currency: Currency,
  /** The organisation's currency. */
  intoCurrency: Currency,
  validFrom: Day,
  rate: z.string(),
  /** How it came in: `api` or `import`. */
  source: z.string(),
  updatedAt: z.iso.datetime(),
});

/** A rate as the API shows it. */
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** Most rates of one request or file. */
export const mostRates = 5000;

/** What became of one rate: its place in the request (from 0) or the row of the file as a spreadsheet counts (from 1). */
export const RateResult = z.object({
  row: z.int(),
  currency: z.string(),
  validFrom: z.string(),
  result: z.enum(['added', 'changed', 'unchanged', 'rejected']),
  /** Why it was rejected, and how to mend it. */
  message: z.string().optional(),
});

/** What became of one rate. */
export type RateResult = z.infer<typeof RateResult>;

/** A row that is good or says what is wrong with it. */
export type RateRow = { row: number; input: RateInput } | { row: number; rejected: RateResult };

/** Checks one row: what it says, or why it is rejected. A currency has no rate into itself. */
export function readRate(row: number, values: Record<string, unknown>, into: string): RateRow {
  const parsed = RateInput.safeParse(values);
  const [issue] = parsed.success ? [] : parsed.error.issues;
  if (parsed.success && parsed.data.currency !== into) return { row, input: parsed.data };
  const message = issue
    ? `${issue.path.join('.') || 'row'}: ${issue.message}`
    : `currency: ${into} is the organisation's own currency and needs no rate`;
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 40) : '');
  return {
    row,
    rejected: { row, currency: text(values.currency), validFrom: text(values.validFrom), result: 'rejected', message },
  };
}
