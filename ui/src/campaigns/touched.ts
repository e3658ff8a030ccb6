import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import type { Drip } from '../../../domain/drips/drip.ts';
import type { Nurture } from '../../../domain/nurtures/nurture.ts';
import { peopleInside } from '../drips/words.ts';
import { plural } from '../lib/format.ts';
import { waiting } from './words.ts';

/** Whom the end of a campaign touches: messages that still wait, people in its drips, members of its nurture programmes. */
export interface Touched {
  waiting: number;
  inDrips: number;
  inNurtures: number;
}

/** Counts whom the end of a campaign touches. What is over touches nobody any more. */
export function touchedBy(
  { figures }: Pick<Campaign, 'figures'>,
  drips: readonly Pick<Drip, 'status' | 'people'>[],
  nurtures: readonly Pick<Nurture, 'status' | 'members'>[],
): Touched {
  const goesOn = ({ status }: { status: string }): boolean => status === 'running' || status === 'paused';
  return {
    waiting: waiting(figures),
    inDrips: drips.filter(goesOn).reduce((sum, drip) => sum + peopleInside(drip), 0),
    inNurtures: nurtures.filter(goesOn).reduce((sum, { members }) => sum + members.normal + members.paused, 0),
  };
}

/** How many that is. A message that waits is most likely one to somebody in a drip or programme, so that they are counted once. */
export function countTouched({ waiting, inDrips, inNurtures }: Touched): number {
  return Math.max(waiting, inDrips + inNurtures);
}

/** What ends for whom, in sentences. */
export function touchedWords({ waiting, inDrips, inNurtures }: Touched): string {
  const parts = [
    waiting > 0 ? `${plural(waiting, 'message still waits', 'messages still wait')} and will not go.` : '',
    inDrips > 0 ? `${plural(inDrips, 'person stands', 'people stand')} in its drips and will get no further step.` : '',
    inNurtures > 0 ? `${plural(inNurtures, 'member', 'members')} of its nurture programmes will get nothing more.` : '',
  ].filter(Boolean);
  return parts.join(' ') || 'Nobody waits for anything of it.';
}
