import type { Experiment, ExperimentVariant } from '../../../domain/experiments/experiment.ts';
import { perCent, plural, share } from '../lib/format.ts';

/** The states of a test as they are called. */
export const statusLabels: Record<Experiment['status'], string> = {
  draft: 'Draft',
  testing: 'Testing',
  choosing: 'Waits for a choice',
  decided: 'Decided',
  cancelled: 'Cancelled',
};

/** What a test can be decided by. */
export const metricOptions: readonly { value: Experiment['metric']; label: string }[] = [
  { value: 'clicks', label: 'Clicks of people' },
  { value: 'opens', label: 'Opens' },
  { value: 'replies', label: 'Answers' },
  { value: 'conversions', label: 'Conversions' },
  { value: 'revenue', label: 'Revenue' },
];

/** A metric as a column is called by it. */
export const metricLabels: Record<Experiment['metric'], string> = {
  clicks: 'Clicked',
  opens: 'Opened',
  replies: 'Answered',
  conversions: 'Converted',
  revenue: 'Revenue per person',
};

/** What a variant has of its own, in a few words. */
export function changesWords({
  label,
  changes,
  delayMinutes,
}: Pick<ExperimentVariant, 'label' | 'changes' | 'delayMinutes'>): string {
  if (label === 'A') return 'The message as it is';
  const own = [
    changes.subject !== undefined && `Subject “${changes.subject}”`,
    changes.preheader !== undefined && 'its own preheader',
    (changes.body !== undefined || changes.blocks !== undefined) && 'its own content',
    (changes.senderId !== undefined || changes.replyTo !== undefined) && 'its own sender',
    delayMinutes > 0 && `goes ${delayWords(delayMinutes)} later`,
  ].filter((part) => part !== false);
  return own.length === 0 ? 'The same as A' : own.join(', ');
}

/** 90 → "1.5 h". */
export function delayWords(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2880 ? `${Number((minutes / 60).toFixed(1))} h` : `${Number((minutes / 1440).toFixed(1))} days`;
}

/** A relative difference with its sign: 0.25 → "+25 %". */
export function signed(lift: number): string {
  const percent = lift * 100;
  const digits = Math.abs(percent) < 10 ? 1 : 0;
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toFixed(digits)}\u00a0%`;
}

/** A lift with its interval, or why there is none. */
export function liftWords({ label, lift }: Pick<ExperimentVariant, 'label' | 'lift'>): string {
  if (label === 'A') return 'is compared with';
  if (!lift) return 'n/a';
  // The interval is one of a straight line; nothing falls by more than all of it.
  const low = Math.max(lift.low, Math.min(-1, lift.lift));
  return `${signed(lift.lift)} (${signed(low)} to ${signed(lift.high)})`;
}

/** What counts as revenue, and what of it cannot be counted. */
export function revenueNote({ currency, withoutRate }: NonNullable<Experiment['revenue']>): string {
  const counted =
    `Revenue is what people won with us after their message: opportunities that they have a part in, in ${currency}, less what was ` +
    'given back; one of several people of the test counts in equal parts.';
  if (withoutRate === 0) return counted;
  return `${counted} ${plural(withoutRate, 'opportunity counts', 'opportunities count')} for nothing, because there is no rate for the currency.`;
}

/** Whether so little has come in that it tells little. */
export const isFew = ({
  total,
  buyers,
  delivered,
}: Pick<ExperimentVariant, 'total' | 'buyers' | 'delivered'>): boolean => delivered > 0 && (buyers ?? total) < 20;

/** A chance as "61 %", with what is nearly certain said so. */
export function chance(value: number | null): string {
  if (value === null) return 'n/a';
  if (value > 0.999) return `>\u00a0${perCent('99.9')}`;
  return share(value, 1) ?? 'n/a';
}

/**
 * Why a winner may stand beside limits that still include no difference; null where they do not. Looks that were planned may
 * conclude from less than limits that must hold at every moment.
 */
export function limitsNote({
  status,
  outcome,
  sentVariant,
  looksTaken,
  variants,
}: Pick<Experiment, 'status' | 'outcome' | 'sentVariant' | 'looksTaken' | 'variants'>): string | null {
  const isFound = outcome === 'winner' || status === 'choosing';
  const found = status === 'choosing' ? looksTaken.at(-1)?.winner : sentVariant;
  const winner = variants.find(({ label }) => label === found);
  const against = winner?.label === 'A' ? variants.filter(({ label }) => label !== 'A') : winner ? [winner] : [];
  const reachesNone = against.some(({ lift }) => lift !== null && lift.low <= 0 && lift.high >= 0);
  if (!isFound || !winner || !reachesNone) return null;
  return (
    `${winner.label} won at a look that was planned before the start (see the picture below). The limits here are wider, because ` +
    'they hold at any moment anybody looks, so they may still include “no difference”. Both are right; the planned look decides.'
  );
}
