import type { SuccessMetric, SuccessPeriod } from '../../../domain/overview/success.ts';
import { areExact, date, money, none, perCent } from '../lib/format.ts';
import { percent } from '../roi/sentence.ts';

/** What a metric is counted in: a fraction that is shown as per cent, one of a return, which has a sign, or minor units of a currency. */
export type MetricUnit = 'share' | 'return' | { currency: string };

/** The spans that are offered. */
export const successPeriodWords: Record<SuccessPeriod, string> = {
  last30: '30 days',
  last90: '90 days',
  last365: 'A year',
};

/** "31 Aug 2026 to 28 Nov 2026". */
export const spanWords = ({ from, to }: { from: string; to: string }): string =>
  `${date(from, 'UTC')} to ${date(to, 'UTC')}`;

/** "7.5 %", "+75.44 %" or "€9,000"; n/a where there is none. */
export function metricWords(value: number | null, unit: MetricUnit): string {
  if (value === null) return none;
  if (unit === 'return') return percent(value * 100);
  return unit === 'share' ? perCent(rounded(value * 100)) : money({ amountMinor: Math.round(value), ...unit });
}

/** Whether one of several contributions is no whole amount: then all of them are shown `exact`. */
export function areExactContributions(all: readonly number[], unit: MetricUnit): boolean {
  return typeof unit !== 'string' && areExact(all.map((by) => ({ amountMinor: Math.round(by), ...unit })));
}

/** "+12.3 points" or "−€900": what somebody did to a metric. */
export function contributionWords(by: number, unit: MetricUnit, exact = false): string {
  const sign = by < 0 ? '−' : '+';
  const size = Math.abs(by);
  return typeof unit === 'string'
    ? `${sign}${rounded(size * 100)} ${rounded(size * 100) === '1' ? 'point' : 'points'}`
    : `${sign}${money({ amountMinor: Math.round(size), ...unit }, exact)}`;
}

/** "▲ 12.3 points: 63.1 % in the 90 days before"; of a stock, `then` says when it was so. */
export function changeWords(
  { value, before }: Pick<SuccessMetric, 'value' | 'before'>,
  unit: MetricUnit,
  then: string,
): string {
  if (value === null) return before === null ? '' : `${metricWords(before, unit)} ${then}`;
  if (before === null) return `Nothing to compare with ${then}`;
  if (metricWords(value, unit) === metricWords(before, unit)) return `As ${then}`;
  const by = contributionWords(Math.abs(value - before), unit).slice(1);
  return `${value > before ? '▲' : '▼'} ${by}: ${metricWords(before, unit)} ${then}`;
}

const rounded = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: Math.abs(value) < 1 ? 2 : 1 });
