import { plural } from '../lib/format.ts';
import type { Tone } from '../lib/primitives/badge.svelte';
import type { Effect, ListedTask, NextAction, Policy } from './calls.ts';

/** What each kind of action does, as a verb. */
export const kindWords: Record<NextAction['kind'], string> = {
  send_email: 'Send an e-mail',
  send_content: 'Send something to read',
  add_to_drip: 'Add to a drip',
  create_task: 'Hand to the owner',
  change_cadence: 'Pause a programme',
  wait: 'Wait',
  stop: 'Leave alone',
};

/** The kinds that can be offered, as choices. */
export const offerKinds = ['send_email', 'send_content', 'add_to_drip', 'create_task', 'change_cadence'] as const;

/** What became of a decision, and how it looks. */
export const statusWords: Record<NextAction['status'], { label: string; tone: Tone }> = {
  suggested: { label: 'Suggested', tone: 'accent' },
  accepted: { label: 'Under way', tone: 'info' },
  done: { label: 'Done', tone: 'good' },
  rejected: { label: 'Rejected', tone: 'neutral' },
  expired: { label: 'Expired', tone: 'neutral' },
  withdrawn: { label: 'Taken back', tone: 'warn' },
  left_alone: { label: 'Nothing done', tone: 'neutral' },
};

/** Who decides, in a sentence. */
export const modeWords: Record<Policy['mode'], { label: string; hint: string }> = {
  off: { label: 'Off', hint: 'Nothing is proposed and nobody is looked at' },
  suggest: { label: 'Suggest', hint: 'A person accepts or rejects each suggestion' },
  bulk: { label: 'Approve in bulk', hint: 'Suggestions wait in the queue, many are accepted at once' },
  automatic: { label: 'Automatic, within limits', hint: 'Done without a person: so many a day, in these hours' },
};

/** A share as a per cent. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10}\u00a0%`;

/** What a decision was expected to bring, in one line; `currency` is the organisation's. */
export const worthWords = ({ chance, worth }: Pick<NextAction, 'chance' | 'worth'>, currency: string): string =>
  `Expected: ${percent(chance)} answer, which is worth ${Math.round(worth)}\u00a0${currency} a person`;

/** What the two figures of a suggestion mean. */
export const figuresMean = (horizonDays: number): string =>
  `Chance: of 100 people like this, so many click, answer or fill in a form within ${plural(horizonDays, 'day', 'days')}. Expected worth: that chance times what one answer is worth by the settings, less for messages that they had this week.`;

/** What an empty list of suggestions says to do next; `mayDecide`: the reader may change who decides. */
export function emptyQueueWords(mode: Policy['mode'] | undefined, mayDecide: boolean): { title: string; text: string } {
  if (mode !== 'off')
    return {
      title: 'No suggestion waits',
      text: 'People are looked at when they click, answer or fill in a form. What they do next shows up here.',
    };
  const who = mayDecide ? 'Say who decides and what may be done' : 'A manager says who decides and what may be done';
  return { title: 'Next actions are off', text: `${who}; people are looked at when they do something.` };
}

/** What a page about suggestions says first. */
export function queueSentence(
  policy: Policy | undefined,
  shown: { rows: number; hasMore: boolean } | undefined,
): string {
  if (!policy || !shown) return '';
  if (policy.mode === 'off') return 'Next actions are off: nobody is looked at. Settings say who decides.';
  const by = policy.decides.kind === 'rule' ? 'a rule' : `what was learned (version ${policy.decides.number})`;
  const waits =
    shown.rows === 0
      ? 'No suggestion waits.'
      : `${shown.hasMore ? 'More than ' : ''}${plural(shown.rows, 'suggestion waits', 'suggestions wait')}, the most worth first.`;
  const who = policy.mode === 'automatic' ? ' What the limits allow is done by itself.' : '';
  return `${waits}${who} Chosen by ${by}.`;
}

/** What acting brought, in a sentence that promises nothing. */
export function effectSentence({ acted, heldOut, difference, verdict }: Effect): string {
  if (verdict === 'too_few' || !difference)
    return `Too few to tell yet whether acting helps: it takes 30 people for whom something could be done and 30 who were left alone on purpose, of whom it is known whether they answered; so far there are ${acted.people} and ${heldOut.people}.`;
  const points = Math.abs(Math.round(difference.mean * 1000) / 10);
  const rates = `${percent(acted.rate ?? 0)} of ${acted.people} answered, against ${percent(heldOut.rate ?? 0)} of ${heldOut.people} who were left alone on purpose`;
  const [low, high] = difference.interval.map((end) => String(Math.round(end * 1000) / 10).replace('-', '−'));
  if (verdict === 'no_difference')
    return `${rates}. That may be chance: the difference is between ${low} and ${high} points.`;
  return `${rates}: ${points} points ${verdict === 'better' ? 'more' : 'fewer'}, beyond chance (between ${low} and ${high}).`;
}

type Evaluation = Effect['evaluations'][number];

/** What a weekly evaluation found, in words. */
export function evaluationWords({ why, decisions, figures }: Evaluation): string {
  const best = (figures as { bestConstant?: { label?: string } }).bestConstant?.label;
  switch (why) {
    case 'too_little':
      return `${plural(decisions, 'decision is', 'decisions are')} too few to learn from: 400 with 40 answers are needed.`;
    case 'constant_wins':
      return `Doing the same for everybody wins${best ? ` (“${best}”)` : ''}: what was learned is not better than that, beyond chance. Nothing changed.`;
    case 'incumbent_wins':
      return 'What was learned is not better than what decides now, beyond chance. Nothing changed.';
    case 'better':
      return 'What was learned is worth more than what decided, and than the same for everybody: it decides now.';
  }
}

/** Whether a task should have been done by now. */
export const isOverdue = ({ status, dueAt }: Pick<ListedTask, 'status' | 'dueAt'>, now: number): boolean =>
  status === 'open' && dueAt !== null && Date.parse(dueAt) < now;
