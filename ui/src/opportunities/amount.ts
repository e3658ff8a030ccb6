import type { Money } from '../../../domain/money.ts';
import { currencyDigits } from '../../../domain/money-text.ts';
import { parseAmount } from '../campaigns/plan.ts';
import { Problem } from '../lib/problem.ts';

/** An amount as it is typed, in minor units; refused under `path` where it is none. */
export function amountMinorOf(text: string, currency: string, path: string): number {
  const isCode = /^[A-Z]{3}$/.test(currency);
  const minor = isCode ? parseAmount(text.trim(), currency) : undefined;
  if (minor !== undefined && minor !== null) return minor;
  const message = isCode ? 'is not an amount such as 1,200.50' : 'needs a currency first';
  const sentence = 'Some fields are not right yet. Nothing was saved.';
  throw new Problem(400, 'invalid', sentence, [{ path, code: 'invalid', message }]);
}

/** An amount as it is typed: 1200050 cents → "12000.50". */
export function typedAmount({ amountMinor, currency }: Money): string {
  const digits = currencyDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}
