import type { BackToDraft } from '../../../domain/campaigns/campaign.ts';
import { dateTime } from '../lib/format.ts';

/** Why a campaign is a draft again: what happened and when, and below it what was said or what was changed (empty: nothing more). */
export function backWords(
  { why, byName, comment, at }: BackToDraft,
  timeZone: string,
): { title: string; text: string } {
  const when = dateTime(at, timeZone);
  switch (why) {
    case 'sentBack':
      return { title: `${byName ?? 'An approver'} sent it back on ${when}`, text: comment && `“${comment}”` };
    case 'changed':
      return { title: `A change${byName ? ` by ${byName}` : ''} on ${when} took its approval back`, text: comment };
    case 'notStarted':
      return { title: `It did not start on ${when}, and needs a new approval`, text: comment };
  }
}

/** The same of a request for approval, where what it gave was taken back later. */
export function voidedWords(
  voided: { at: string; byName: string | null; because: string },
  timeZone: string,
): { title: string; text: string } {
  const why = voided.byName === null ? 'notStarted' : 'changed';
  return backWords({ why, byName: voided.byName, comment: voided.because, at: voided.at }, timeZone);
}
