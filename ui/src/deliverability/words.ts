import type { Deliverability } from '../../../domain/deliverability/deliverability.ts';
import type { FactorKey } from '../../../domain/deliverability/score.ts';
import { scoreWord } from '../../../domain/deliverability/score.ts';
import { count, none, perCent } from '../lib/format.ts';

/** A share as it matters here: complaints are told apart by hundredths of a percent. */
export function exactShare(part: number, whole: number): string {
  if (whole <= 0) return none;
  const percent = (part / whole) * 100;
  const digits = percent < 1 ? percent.toFixed(2) : percent < 10 ? percent.toFixed(1) : Math.round(percent);
  return perCent(percent === 0 ? 0 : digits);
}

/** What a factor is called, what its share is a share of, and what is wanted. */
export const factorWords: Record<FactorKey, { label: string; of: string; wanted: string }> = {
  complaints: { label: 'Complaints', of: 'of what was delivered', wanted: 'below 0.1 %; at 0.3 % mail is paused' },
  hardBounces: { label: 'Unknown addresses', of: 'of what was tried', wanted: 'below 2 %; at 5 % mail is paused' },
  policyBlocks: { label: 'Blocked', of: 'of what was tried', wanted: 'none; at 10 % mail is paused' },
  deferrals: { label: 'Put off', of: 'of what was tried', wanted: 'below 2 %' },
  engagement: { label: 'Read', of: 'of what was delivered', wanted: '20 % and more opened by people' },
  authentication: { label: 'Signed', of: 'of what was sent', wanted: 'all of it signed with DKIM' },
};

/** What the page says first. */
export function sentenceOf(
  { figures, score, before, days, senders }: Deliverability,
  stopped: readonly string[],
): string {
  const span = days === 1 ? 'in the last day' : `in the last ${days} days`;
  if (stopped.length > 0) return `Mail from ${stopped.join(', ')} is stopped. See why below, fix it, and let it go on.`;
  if (figures.tried === 0) return `Nothing was sent ${span}, so there is nothing to judge.`;
  const arrived = `${exactShare(figures.delivered, figures.tried)} of ${count(figures.tried)} messages arrived ${span}`;
  const spam = `${exactShare(figures.complaints, figures.delivered)} were called spam`;
  const warned = senders.filter(({ verdict }) => verdict.kind !== 'fine').map(({ domain }) => domain);
  if (warned.length > 0) return `${arrived}, ${spam}. ${warned.join(', ')} is close to being paused.`;
  if (score === null) return `${arrived}, ${spam}: too few to give a score.`;
  const moved =
    before.score === null || before.score === score
      ? ''
      : `, ${before.score < score ? 'up from' : 'down from'} ${before.score}`;
  return `${arrived}, ${spam}. The score is ${score} of 100${moved}: ${scoreWord(score)}.`;
}
