import { leftOutWords, type LeftOutReason } from '../../../domain/broadcasts/audience.ts';
import type { NurtureJourney } from '../../../domain/nurtures/journey.ts';

const became: Partial<Record<string, string>> = {
  sent: 'was sent',
  skipped: 'was left out and is offered again',
  failed: 'could not be delivered',
  uncertain: 'may have arrived',
  cancelled: 'was taken back',
};

/** What became of a message, and why where that is known: "Guide: was left out and is offered again (no consent)". */
export function messageLine({ itemName, status, reason }: NurtureJourney['messages'][number]): string {
  // What a topic kept from somebody counts as had.
  const what = reason === 'topic_opt_out' ? 'was left out' : (became[status] ?? 'is on its way');
  const why = reason === null ? '' : ` (${leftOutWords[reason as LeftOutReason] ?? reason.replaceAll('_', ' ')})`;
  return `${itemName}: ${what}${why}`;
}
