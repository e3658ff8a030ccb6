import type { Money } from '../../../domain/money.ts';
import { currencyDigits } from '../../../domain/money-text.ts';

/** An amount as it is typed: 1200050 cents → "12000.50". */
export function typedAmount({ amountMinor, currency }: Money): string {
  const digits = currencyDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

/** "1,200.50" in minor units, null for an empty text, undefined for something else than an amount. */
export function parseAmount(text: string, currency: string): number | null | undefined {
  const plain = text.replaceAll(/[\s_']/g, '');
  if (plain === '') return null;
  const digits = currencyDigits(currency);
  // The last separator with one or two digits behind it is the decimal one; the others group.
  const match = (digits > 2 ? thousandths.exec(plain) : null) ?? /^(\d+(?:[.,]\d{3})*)(?:[.,](\d{1,2}))?$/.exec(plain);
  const [, whole, decimals = ''] = match ?? [];
  if (whole === undefined || decimals.length > digits) return undefined;
  const minor = Number(whole.replaceAll(/[.,]/g, '') + decimals.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** Of a currency with three decimals: a point with three digits behind it groups only where it stands there more than once. */
const thousandths = /^(\d+(?:,\d{3})*)\.(\d{3})$/;
