import type { Opportunity, OpportunitySummary } from '../../../domain/opportunities/opportunity.ts';
import type { OpportunityState } from '../../../domain/opportunities/stage.ts';
import { count, date, money, perCent, plural, toLocalInput } from '../lib/format.ts';
import type { Tone } from '../lib/primitives/badge.svelte';

/** How a state is called, and how it looks. */
export const stateLooks: Record<OpportunityState, { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'info' },
  won: { label: 'Won', tone: 'good' },
  lost: { label: 'Lost', tone: 'neutral' },
};

/** What a list of opportunities comes to, in a sentence. */
export function summarySentence({ open, won, lost, refunded }: OpportunitySummary): string {
  const closed = won.count + lost.count;
  if (open.count + closed === 0) return 'What sales hope to earn and what they earned.';
  const rate = closed === 0 ? '' : ` ${perCent(Math.round((won.count / closed) * 100))} of what was closed was won.`;
  const back = refunded.amountMinor > 0 ? `, ${money(refunded)} of it given back` : '';
  const hoped = `${plural(open.count, 'open opportunity', 'open opportunities')} worth ${money(open.value)}`;
  return `${hoped}; ${count(won.count)} won for ${money(won.value)}${back}.${rate}`;
}

/** Whether the day on which it should have closed is over, by the organisation's clock. */
export function isOverdue(expectedCloseOn: string, timeZone: string, now = new Date()): boolean {
  return expectedCloseOn < toLocalInput(now, timeZone).slice(0, 10);
}

/** What there is to say of one opportunity, in a sentence. */
export function opportunitySentence(one: Opportunity, timeZone: string, now = new Date()): string {
  const { state, stage, openedAt, closedAt, expectedCloseOn, refunded } = one;
  const worth = money(one.value ?? one.amount);
  const opened = date(openedAt, timeZone);
  if (state === 'open') {
    const was = expectedCloseOn && isOverdue(expectedCloseOn, timeZone, now) ? 'was ' : '';
    const expected = expectedCloseOn ? `, ${was}expected to close on ${date(expectedCloseOn, 'UTC')}` : '';
    return `In ${stage}, opened on ${opened}, worth ${worth}${expected}.`;
  }
  const days = closedAt ? Math.max(1, Math.round((Date.parse(closedAt) - Date.parse(openedAt)) / 86_400_000)) : null;
  const after = days === null ? '' : `, ${plural(days, 'day', 'days')} after it was opened`;
  const back = refunded.amountMinor > 0 ? ` ${money(refunded)} was given back.` : '';
  const verb = state === 'won' ? `Won ${worth}` : `Lost ${worth}`;
  return `${verb} on ${closedAt ? date(closedAt, timeZone) : opened}${after}.${back}`;
}
