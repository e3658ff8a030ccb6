import type { Overview } from '../../../domain/overview/overview.ts';
import { count, plural } from '../lib/format.ts';

/** What a page says of it at its head: a space until it is known, and something plain where it cannot be read. */
export const headWords = (
  { data, isError }: { data: Overview | undefined; isError: boolean },
  words: (overview: Overview) => string,
  plain: string,
): string => (data ? words(data) : isError ? plain : '\u00a0');

/** "2 campaigns are going out, 1 approval waits." Also of versions and items of what goes out already an approval may be waited for. */
export function goingOutWords({ goingOut, waitingApprovals }: Overview): string {
  const going =
    goingOut > 0 ? `${plural(goingOut, 'campaign is', 'campaigns are')} going out` : 'Nothing is going out right now';
  return `${going}${waitingApprovals > 0 ? `, ${plural(waitingApprovals, 'approval waits', 'approvals wait')}` : ''}.`;
}

/** "6,740 of 7,392 people may get marketing" */
export const reachableWords = ({ reachable, people }: Overview): string =>
  people === 0
    ? 'Nobody is here yet'
    : `${count(reachable)} of ${plural(people, 'person', 'people')} may get marketing`;
