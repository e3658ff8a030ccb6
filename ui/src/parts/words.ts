import type { AtEnd } from '../../../domain/parts/end.ts';
import { dateTime, zoneName } from '../lib/format.ts';

/** What people call a part in a sentence. */
export const partNames = { drip: 'drip', nurture: 'programme' } as const;

/** How a part may end for who is in it. */
export const endChoices: Record<keyof typeof partNames, { value: AtEnd; label: string; hint: string }[]> = {
  drip: [
    { value: 'finish', label: 'They finish', hint: 'Who is in it goes on to the end of their way' },
    { value: 'stop', label: 'They leave', hint: 'Mail that is queued is taken back' },
  ],
  nurture: [
    { value: 'finish', label: 'What is on the road arrives', hint: 'Nothing further is cast' },
    { value: 'stop', label: 'What is on the road is taken back', hint: 'As far as it is still queued' },
  ],
};

/** What a part's own end date means, in a sentence; empty where it has none or is over. */
export function endWords(
  kind: keyof typeof partNames,
  { status, endAt, atEnd }: { status: string; endAt: string | null; atEnd: AtEnd },
  { timeZone, now }: { timeZone: string; now: Date },
): string {
  if (endAt === null || status === 'completed' || status === 'cancelled') return '';
  const when = `${dateTime(endAt, timeZone, now)} ${zoneName(timeZone)}`;
  const isPast = Date.parse(endAt) <= now.getTime();
  if (kind === 'drip') {
    const then = atEnd === 'stop' ? 'whoever is in it then leaves' : 'whoever is in it then finishes';
    return isPast ? '' : `Nobody new comes in after ${when}; ${then}.`;
  }
  return isPast ? `Its end date, ${when}, has come.` : `It ends on ${when}.`;
}
