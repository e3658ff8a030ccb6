import { currencyDigits } from '../money-text.ts';

/**
 * An amount in minor units of one currency in minor units of another, at `rate` units of the other for one unit, given as a
 * decimal text so that nothing is lost to a float. Half a minor unit is rounded away from zero: a refund gives back what was paid.
 */
export function convertMinor(amountMinor: number, rate: string, pair: { from: string; into: string }): number {
  const [whole = '0', decimals = ''] = rate.split('.');
  const shift = currencyDigits(pair.into) - currencyDigits(pair.from) - decimals.length;
  const scaled = BigInt(Math.abs(amountMinor)) * BigInt(whole + decimals);
  const minor = shift >= 0 ? scaled * 10n ** BigInt(shift) : divideHalfUp(scaled, 10n ** BigInt(-shift));
  return Math.sign(amountMinor) * Number(minor);
}

function divideHalfUp(value: bigint, by: bigint): bigint {
  return (2n * value + by) / (2n * by);
}
