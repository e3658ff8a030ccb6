import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import type { Drip } from '../../../domain/drips/drip.ts';
import type { Nurture } from '../../../domain/nurtures/nurture.ts';
import { peopleInside } from '../drips/words.ts';
import { plural } from '../lib/format.ts';
import { waiting } from './words.ts';

/** Whom the end of campaigns touches: messages that still wait, people in their drips, members of their nurture programmes. */
export interface Touched {
  campaigns: number;
  /** How many of the campaigns have sent nothing yet. */
  unsent: number;
  waiting: number;
  inDrips: number;
  inNurtures: number;
}

/** The end of no campaign. */
export const nobody: Touched = { campaigns: 0, unsent: 0, waiting: 0, inDrips: 0, inNurtures: 0 };

/** Counts whom the end of a campaign touches, those too who wait in what has not begun. What is over touches nobody any more. */
export function touchedBy(
  { figures }: Pick<Campaign, 'figures'>,
  drips: readonly Pick<Drip, 'status' | 'people'>[],
  nurtures: readonly Pick<Nurture, 'status' | 'members'>[],
): Touched {
  const isOpen = ({ status }: { status: Drip['status'] }): boolean => status !== 'completed' && status !== 'cancelled';
  return {
    campaigns: 1,
    unsent: figures.frozen === 0 ? 1 : 0,
    waiting: waiting(figures),
    inDrips: drips.filter(isOpen).reduce((sum, drip) => sum + peopleInside(drip), 0),
    inNurtures: nurtures.filter(isOpen).reduce((sum, { members }) => sum + members.normal + members.paused, 0),
  };
}

/** Two together; whoever is touched by both counts twice. */
export function addTouched(a: Touched, b: Touched): Touched {
  return {
    campaigns: a.campaigns + b.campaigns,
    unsent: a.unsent + b.unsent,
    waiting: a.waiting + b.waiting,
    inDrips: a.inDrips + b.inDrips,
    inNurtures: a.inNurtures + b.inNurtures,
  };
}

/** How many that is. A message that waits is most likely one to somebody in a drip or programme, so that they are counted once. */
export function countTouched({ waiting, inDrips, inNurtures }: Touched): number {
  return Math.max(waiting, inDrips + inNurtures);
}

/** What is typed before campaigns are cancelled: never nothing, for whoever waits for their start is not known before it. */
export function countCancelled(touched: Touched): number {
  return Math.max(touched.campaigns, countTouched(touched));
}

/** What ends for whom, in sentences. */
export function touchedWords(touched: Touched): string {
  const { campaigns, unsent, waiting, inDrips, inNurtures } = touched;
  const its = campaigns === 1 ? 'its' : 'their';
  const parts = [
    unsent === 0 ? '' : unsentWords(touched),
    waiting > 0 ? `${plural(waiting, 'message still waits', 'messages still wait')} and will not go.` : '',
    inDrips > 0
      ? `${plural(inDrips, 'person stands', 'people stand')} in ${its} drips and will get no further step.`
      : '',
    inNurtures > 0
      ? `${plural(inNurtures, 'member', 'members')} of ${its} nurture programmes will get nothing more.`
      : '',
  ].filter(Boolean);
  return parts.join(' ') || `Nobody waits for anything of ${campaigns === 1 ? 'it' : 'them'}.`;
}

function unsentWords({ campaigns, unsent }: Touched): string {
  if (campaigns === 1) return 'Nothing has gone out yet, and nothing will.';
  return `Nothing has gone out yet of ${unsent === campaigns ? 'any of them' : `${unsent} of the ${campaigns}`}, and nothing will.`;
}
