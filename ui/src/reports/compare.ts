import { currencyDigits } from '../../../domain/money-text.ts';
import type { FunnelReport, FunnelStage } from '../../../domain/reports/funnel.ts';
import type { ReturnReport } from '../../../domain/roi/roi.ts';
import { count, money, none, share } from '../lib/format.ts';
import { href } from '../lib/paths.ts';
import { percent, type Figures } from '../roi/sentence.ts';
import { noReturn, rate } from '../roi/words.ts';
import { stageHref } from './funnel-links.ts';

/** So many campaigns stand side by side at most. */
export const mostCompared = 6;

/** A campaign with all that is compared. */
export interface ComparedCampaign {
  campaignId: string;
  name: string;
  counts: Record<FunnelStage, number>;
  figures: Figures;
}

const nothing: Record<FunnelStage, number> = {
  ...{ sent: 0, delivered: 0, opened: 0, clicked: 0, responded: 0, lead: 0, opportunity: 0, won: 0 },
};

/** The ids in the address, each once. */
export function chosenOf(text: string): string[] {
  return [...new Set(text.split(',').filter((id) => /^[0-9a-f-]{36}$/i.test(id)))].slice(0, mostCompared);
}

/** The campaigns that are compared: those that are chosen, else the first of those that did most, among a kind where one is given. */
export function compared({
  funnel,
  returns,
  chosen,
  among,
}: {
  funnel: FunnelReport;
  returns: ReturnReport;
  chosen: readonly string[];
  among: ReadonlySet<string> | null;
}): ComparedCampaign[] {
  const counts = new Map(funnel.campaigns.map((one) => [one.campaignId, one]));
  const figures = new Map(returns.campaigns.map((one) => [one.campaignId, one]));
  const known = [...counts.keys(), ...[...figures.keys()].filter((id) => !counts.has(id))];
  const ids = chosen.length > 0 ? chosen : known.filter((id) => among === null || among.has(id)).slice(0, mostCompared);
  return ids.map((campaignId) => ({
    campaignId,
    name: counts.get(campaignId)?.name ?? figures.get(campaignId)?.name ?? 'A campaign that did nothing on these days',
    counts: counts.get(campaignId)?.values ?? nothing,
    figures: figures.get(campaignId) ?? noReturn(returns.basis.currency),
  }));
}

/** A figure of the comparison: its value, how it is said, and where it is opened. */
export interface CompareFigure {
  id: string;
  label: string;
  value: (one: ComparedCampaign) => number | null;
  /** Whether the value is an amount, which counts the minor units of its currency. */
  isAmount?: true;
  words: (one: ComparedCampaign) => string;
  /** The highest is the best, or the lowest; null: neither. */
  best: 'high' | 'low' | null;
  open: (one: ComparedCampaign, days: { from?: string; to?: string }) => string | null;
}

const part = (id: FunnelStage, label: string, of: FunnelStage): CompareFigure => ({
  id,
  label,
  value: ({ counts }) => (counts[of] > 0 ? (counts[id] / counts[of]) * 100 : null),
  words: ({ counts }) => share(counts[id], counts[of]) ?? none,
  best: 'high',
  open: ({ campaignId }, { from = '', to = '' }) => stageHref(id, { from, to }, campaignId),
});
const number = (id: FunnelStage, label: string): CompareFigure => ({
  id,
  label,
  value: ({ counts }) => counts[id],
  words: ({ counts }) => count(counts[id]),
  best: null,
  open: ({ campaignId }, { from = '', to = '' }) => stageHref(id, { from, to }, campaignId),
});
const amount = (
  id: 'revenue' | 'pipeline' | 'cost' | 'costPerLead' | 'costPerResponse',
  label: string,
  best: CompareFigure['best'],
): CompareFigure => ({
  id,
  label,
  value: ({ figures }) => figures[id]?.amountMinor ?? null,
  isAmount: true,
  words: ({ figures }) => money(figures[id]),
  best,
  open: ({ campaignId }, days) =>
    id === 'revenue' || id === 'pipeline'
      ? href('attributionLedger', {}, { ...days, measure: id, campaignId })
      : href('campaign', { id: campaignId }, { tab: 'budget' }),
});
const earned: CompareFigure['open'] = ({ campaignId }, days) =>
  href('campaign', { id: campaignId }, { tab: 'report', ...days });

/** What is compared, in its order. */
export const compareFigures: readonly CompareFigure[] = [
  {
    ...{ id: 'roi', label: 'ROI (%)', best: 'high', open: earned },
    value: ({ figures }) => figures.roiPercent,
    words: ({ figures }) => percent(figures.roiPercent),
  },
  amount('revenue', 'Revenue credited', 'high'),
  amount('pipeline', 'Pipeline credited', 'high'),
  amount('cost', 'Cost', null),
  number('sent', 'Sent'),
  part('delivered', 'Delivered (% of sent)', 'sent'),
  part('opened', 'Opened by people (% of delivered)', 'delivered'),
  part('clicked', 'Clicked by people (% of delivered)', 'delivered'),
  number('responded', 'Responses'),
  number('lead', 'Leads'),
  {
    ...{ id: 'leadRate', label: 'Lead generation (% of members)', best: 'high', open: earned },
    value: ({ figures }) => (figures.leadRate === null ? null : figures.leadRate * 100),
    words: ({ figures }) => rate(figures.leadRate),
  },
  amount('costPerLead', 'Cost per lead', 'low'),
  amount('costPerResponse', 'Cost per response', 'low'),
  number('opportunity', 'Opportunities touched'),
  number('won', 'Of them won'),
];

/** A figure as a spreadsheet can go on with it: its name with its currency, and for each campaign a number or nothing. */
export function savedRow(
  { label, value, isAmount }: CompareFigure,
  columns: readonly ComparedCampaign[],
): [string, ...(number | null)[]] {
  const currency = columns[0]?.figures.revenue.currency ?? 'EUR';
  const unit = isAmount ? 10 ** currencyDigits(currency) : 1;
  const values = columns.map(value).map((number) => (number === null ? null : number / unit));
  return [isAmount ? `${label} (${currency})` : label, ...values];
}

/** Which of the campaigns are best by a figure; none where all are the same or fewer than two have it. */
export function bestOf(figure: CompareFigure, columns: readonly ComparedCampaign[]): ReadonlySet<string> {
  const known = columns.flatMap((one) => {
    const value = figure.value(one);
    return value === null ? [] : [{ id: one.campaignId, value }];
  });
  if (figure.best === null || new Set(known.map(({ value }) => value)).size < 2) return new Set();
  const values = known.map(({ value }) => value);
  const best = figure.best === 'high' ? Math.max(...values) : Math.min(...values);
  return new Set(known.filter(({ value }) => value === best).map(({ id }) => id));
}
