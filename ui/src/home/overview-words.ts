import type { Overview } from '../../../domain/overview/overview.ts';
import { count, plural } from '../lib/format.ts';

/** "2 campaigns are going out, 1 waits for approval." */
export function goingOutWords({ goingOut, waitingApprovals }: Overview): string {
  const going =
    goingOut > 0 ? `${plural(goingOut, 'campaign is', 'campaigns are')} going out` : 'Nothing is going out right now';
  return `${going}${waitingApprovals > 0 ? `, ${plural(waitingApprovals, 'waits', 'wait')} for approval` : ''}.`;
}

/** "6,740 of 7,392 people may get marketing" */
export const reachableWords = ({ reachable, people }: Overview): string =>
  `${count(reachable)} of ${plural(people, 'person', 'people')} may get marketing`;
