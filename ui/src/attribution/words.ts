import type { EntryReason } from '../../../domain/attribution/entries.ts';
import type { InfluencedOpportunity } from '../../../domain/attribution/influence.ts';
import type { Model } from '../../../domain/attribution/model.ts';
import type { Basis, CreditReport, Grouping, LedgerRow } from '../../../domain/attribution/report.ts';
import { count, money, plural, relative } from '../lib/format.ts';

/** The models by their names. */
export const modelWords: Record<Model, string> = {
  first: 'First touch',
  last: 'Last touch',
  last_non_direct: 'Last non-direct',
  linear: 'Linear',
  time_decay: 'Time decay',
  position: 'Position 40/20/40',
  w_shaped: 'W-shaped',
  custom: 'Own weights',
  markov: 'Markov',
  shapley: 'Shapley',
};

/** How each model shares an amount out. */
export const modelHow: Record<Model, string> = {
  first: 'All of it to the first touch.',
  last: 'All of it to the last touch.',
  last_non_direct: 'All of it to the last touch that something led to.',
  linear: 'The same to each touch.',
  time_decay: 'Half as much for each half-life further back.',
  position: '40 % each to the first and the last touch, 20 % to those between.',
  w_shaped:
    '30 % each to the first touch, the one before the lead and the one before the opportunity; 10 % to the others.',
  custom: 'By the weights that the organisation has set.',
  markov: 'By how many wins would be lost without each channel.',
  shapley: 'The same to each channel on the way, however often it appears.',
};

/** By what credits are added up. */
export const groupWords: Record<Grouping, string> = {
  campaign: 'Campaign',
  parent: 'Topmost campaign',
  channel: 'Channel',
  source: 'Source',
};

/** Why a row of the ledger was written. */
export const reasonWords: Record<EntryReason, string> = {
  opened: 'Opportunity opened',
  won: 'Won',
  lost: 'Lost',
  reopened: 'Reopened',
  deleted: 'Deleted',
  refunded: 'Refund',
  amount_changed: 'Amount changed',
  touches_changed: 'Touches changed',
  refitted: 'Model fitted again',
};

/** What a row of the ledger is. */
export const kindWords: Record<LedgerRow['kind'], string> = {
  credit: 'Credit',
  reversal: 'Reversal',
  refund: 'Refund',
};

/** What somebody did. */
export const touchWords: Record<InfluencedOpportunity['touches'][number]['kind'], string> = {
  click: 'clicked',
  reply: 'answered',
  form: 'submitted a form',
  page_view: 'visited',
  open: 'opened',
  response: 'responded',
};

/** What the report says in one sentence. */
export function creditSentence({ revenue, pipeline, basis }: CreditReport): string {
  if (basis.opportunities === 0) return 'No opportunities have come in yet.';
  const won = `Campaigns earned ${money(revenue.credited)} of ${money(revenue.total)} won`;
  return `${won}, and are part of ${money(pipeline.credited)} of ${money(pipeline.total)} that is open.`;
}

/** What the figures go by and how fresh they are. */
export function basisWords(basis: Omit<Basis, 'model' | 'fit'> & Partial<Pick<Basis, 'model' | 'fit'>>): string[] {
  const { model, fit, lastWrittenAt, setAside, withoutRate } = basis;
  const waiting = basis.waiting - setAside;
  return [
    ...(model ? [`${modelWords[model]} model: ${modelHow[model]}`] : []),
    ...(model === 'markov'
      ? [
          fit
            ? `Fit ${fit.version} from ${plural(fit.paths, 'path', 'paths')}, ${relative(fit.fittedAt)}.`
            : 'Not fitted yet: all channels count the same.',
        ]
      : []),
    `Touches count from ${plural(basis.lookBackDays, 'day', 'days')} before an opportunity is opened until it is closed${basis.countOpensAsTouch ? ', opens too' : ''}.`,
    `Won by close date, open by the day it was opened; in ${basis.currency}.`,
    waiting > 0
      ? `${count(waiting)} ${waiting === 1 ? 'opportunity is' : 'opportunities are'} still to be credited.`
      : lastWrittenAt
        ? `Up to date; last written ${relative(lastWrittenAt)}.`
        : 'Nothing has been credited yet.',
    ...(setAside > 0
      ? [
          `${plural(setAside, 'opportunity', 'opportunities')} could not be credited; ${setAside === 1 ? 'it is' : 'they are'} tried again within a day.`,
        ]
      : []),
    ...(withoutRate > 0
      ? [
          `${plural(withoutRate, 'opportunity has', 'opportunities have')} no exchange rate and ${withoutRate === 1 ? 'is' : 'are'} left out.`,
        ]
      : []),
  ];
}
