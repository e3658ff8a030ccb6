import { Currency } from '../money.ts';
import { currencyDigits } from '../money-text.ts';

/** An amount read from a cell, in minor units, with the currency that it names itself; or why it is none. */
export type ReadAmount = { amountMinor: number; currency: string } | { problem: string };

const symbols: Record<string, string> = { '€': 'EUR', '£': 'GBP' };

/**
 * Reads an amount such as "12,000.00", "EUR 12.000,00" or "€12000". What stands before or behind it as a code or an unmistakable symbol is
 * its currency, else it is `currency`. Decimals beyond those of the currency are rounded half up.
 */
export function readAmount(text: string, currency: string, decimals: 'point' | 'comma'): ReadAmount {
  const code = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text)?.[0];
  const symbol = Object.keys(symbols).find((one) => text.includes(one));
  const own = code ?? (symbol ? symbols[symbol]! : currency);
  if (!Currency.safeParse(own).success) return { problem: `is in ${own}, which is no currency` };
  const plain = text.replace(code ?? '', '').replaceAll(/[\p{Sc}\s']/gu, '');
  if (/^\(.+\)$|^[-−]/.test(plain)) return { problem: 'is less than nothing' };
  const [group, point] = decimals === 'point' ? [',', '.'] : ['.', ','];
  const shape = new RegExp(`^(\\d{1,3}(?:\\${group}\\d{3})+|\\d+)(?:\\${point}(\\d*))?$`);
  const match = shape.exec(plain);
  if (!match) return { problem: 'is not an amount' };
  const whole = (match[1] ?? '').replaceAll(group, '');
  const digits = currencyDigits(own);
  const fraction = (match[2] ?? '').padEnd(digits + 1, '0');
  const rounded = BigInt(whole + fraction.slice(0, digits)) + (Number(fraction[digits]) >= 5 ? 1n : 0n);
  const amountMinor = Number(rounded);
  return Number.isSafeInteger(amountMinor) ? { amountMinor, currency: own } : { problem: 'is too large' };
}

/** Which way amounts are written, by some of them: with a comma before the decimals only where one says so. */
export function guessDecimals(values: readonly string[]): 'point' | 'comma' {
  return values.some((value) => /\d\.\d{3},\d|^\D*\d+,\d{1,2}\D*$|\d\.\d{3}\.\d{3}/.test(value)) ? 'comma' : 'point';
}
