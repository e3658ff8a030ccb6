import { parseAmount } from '../lib/amount.ts';
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
