import type { Money } from './money.ts';

// Apart from the schema, so that pages that only write amounts do without the schema library.

/** How many decimals a currency's amounts have, e.g. 2 for EUR and 0 for JPY. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "1,400.00 EUR", for sentences of the API. */
export function moneyText({ amountMinor, currency }: Money): string {
  const digits = currencyDigits(currency);
  const amount = amountMinor / 10 ** digits;
  return `${amount.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}
