import type { Performance, PerformanceFigures } from '../../../domain/campaigns/performance.ts';
import type { NoFigure } from '../../../domain/costs/figures.ts';
import { reasonWords } from '../../../domain/costs/reasons.ts';
import { varianceWords } from '../costs/words.ts';
import { count, money, none, perCent, plural } from '../lib/format.ts';

/** A figure as it is shown: what it says, and why it says "n/a". */
interface Shown {
  text: string;
  why: string;
}

/** A figure of a campaign: its own, and summed with all below it. */
export interface PerformanceRow {
  label: string;
  /** How it is computed. */
  how: string;
  own: Shown;
  rolled: Shown;
}

type Read = (figures: PerformanceFigures) => Shown;

const number =
  (of: (figures: PerformanceFigures) => number): Read =>
  (figures) => ({ text: count(of(figures)), why: '' });

const because = (reason: NoFigure | null): string => (reason ? reasonWords[reason] : '');

const rate =
  (
    name: 'responseRate' | 'successRate' | 'leadGenerationRate' | 'mqlRate' | 'deliveryRate' | 'openRate' | 'clickRate',
  ): Read =>
  ({ [name]: { percent, reason } }) => ({
    text: percent === null ? none : perCent(percent.toFixed(1)),
    why: because(reason),
  });

const amount =
  (name: 'budget' | 'costPerResponse' | 'costPerLead'): Read =>
  ({ [name]: { value, reason } }) => ({ text: money(value), why: because(reason) });

const lines =
  (name: 'planned' | 'committed' | 'actual'): Read =>
  ({ [name]: { value, withoutRate } }) => ({
    text: money(value),
    why: withoutRate > 0 ? `${plural(withoutRate, 'line has', 'lines have')} no exchange rate and is not in it.` : '',
  });

const leadsPerWeek: Read = ({ leadsPerWeek: { value, reason } }) => ({
  text: value === null ? none : value.toFixed(1),
  why: because(reason),
});

const variance: Read = (figures) => ({
  text: varianceWords(figures.variance),
  why: because(figures.variance.reason),
});

const groups: { title: string; rows: [label: string, how: string, read: Read][] }[] = [
  {
    title: 'People',
    rows: [
      ['Members', '', number(({ members }) => members)],
      ['Responded', 'Members in a status that counts as a response', number(({ responses }) => responses)],
      ['Response rate', 'Responded ÷ members', rate('responseRate')],
      ['Success', 'Members in a status that counts as success', number(({ successes }) => successes)],
      ['Success rate', 'Success ÷ members', rate('successRate')],
      [
        'Leads acquired',
        'Leads that it brought: as recorded with the lead, else by the first touch',
        number(({ leads }) => leads),
      ],
      ['Lead generation rate', 'Leads acquired ÷ members', rate('leadGenerationRate')],
      ['Qualified leads', 'Marketing found them worth a call', number(({ mqls }) => mqls)],
      ['MQL rate', 'Qualified ÷ leads acquired', rate('mqlRate')],
      ['Leads a week', 'Since it started', leadsPerWeek],
    ],
  },
  {
    title: 'Messages',
    rows: [
      ['Sent', 'Accepted by the receiving mail server', number(({ sent }) => sent)],
      ['Delivered', 'Sent − hard bounces', number(({ delivered }) => delivered)],
      ['Delivery rate', 'Delivered ÷ sent', rate('deliveryRate')],
      ['Opened (people)', 'With an open that is not a machine’s', number(({ opens }) => opens.people)],
      ['Open rate', 'Opened (people) ÷ delivered', rate('openRate')],
      ['Opens by people', '', number(({ opens }) => opens.human)],
      ['Opens by machines', 'Mail programs that fetch everything', number(({ opens }) => opens.machine)],
      ['Clicked (people)', 'With a click that is a human’s', number(({ clicks }) => clicks.people)],
      ['Click rate', 'Clicked (people) ÷ delivered', rate('clickRate')],
      ['Clicks by people', '', number(({ clicks }) => clicks.human)],
      ['Clicks by machines', 'Scanners that follow every link', number(({ clicks }) => clicks.machine)],
      ['Unclassified clicks', '', number(({ clicks }) => clicks.unknown)],
      ['Hard bounces', 'The address does not exist', number(({ bounces }) => bounces.hard)],
      ['Soft bounces', 'Full, away or slow', number(({ bounces }) => bounces.soft)],
      ['Refused', 'By a rule of the receiver', number(({ bounces }) => bounces.policy)],
      ['Failed', 'Permanently refused while it was sent', number(({ failed }) => failed)],
      ['Left out', 'Suppressed, without consent, over the cap', number(({ skipped }) => skipped)],
      ['Uncertain', 'They may or may not have arrived', number(({ uncertain }) => uncertain)],
      ['Unsubscribed', '', number(({ unsubscribes }) => unsubscribes)],
      ['Complaints', '', number(({ complaints }) => complaints)],
      ['Replies', '', number(({ replies }) => replies)],
    ],
  },
  {
    title: 'Money',
    rows: [
      ['Budget', '', amount('budget')],
      ['Planned', 'Lines that are planned', lines('planned')],
      ['Committed', 'Ordered, not paid', lines('committed')],
      ['Spent', 'Paid, less refunds', lines('actual')],
      ['Variance', 'Spent − budget, and its share of the budget', variance],
      ['Cost per response', 'Spent ÷ responded', amount('costPerResponse')],
      ['Cost per lead', 'Spent ÷ leads acquired', amount('costPerLead')],
    ],
  },
];

/** Every figure in the order in which it is shown; one more is one more line above. */
export function performanceGroups({ own, rolledUp }: Performance): { title: string; rows: PerformanceRow[] }[] {
  return groups.map(({ title, rows }) => ({
    title,
    rows: rows.map(([label, how, read]) => ({ label, how, own: read(own), rolled: read(rolledUp) })),
  }));
}

/** The performance in one sentence: leads and their rate, then what was spent and what for. */
export function performanceSentence({ own, rolledUp, campaigns }: Performance): string {
  const of = campaigns > 0 ? rolledUp : own;
  const { percent } = of.leadGenerationRate;
  const share = percent === null ? '' : ` (${percent.toFixed(1)} %)`;
  const came = `${campaigns > 0 ? `With ${plural(campaigns, 'campaign', 'campaigns')} below it: ` : ''}${plural(of.leads, 'lead', 'leads')} acquired of ${plural(of.members, 'member', 'members')}${share}, ${count(of.responses)} responded.`;
  if (of.actual.lines === 0) return `${came} Nothing was spent yet.`;
  const each = of.costPerResponse.value ? ` A response cost ${money(of.costPerResponse.value)}.` : '';
  const words = varianceWords(of.variance);
  const against = of.variance.value ? `, ${words.startsWith('On') ? 'on budget' : words}` : '';
  return `${came} ${money(of.actual.value)} spent${against}.${each}`;
}
