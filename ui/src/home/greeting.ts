import type { Overview } from '../../../domain/overview/overview.ts';
import { count, plural } from '../lib/format.ts';

/** The state of the organisation in a sentence: what runs, what waits, how many can be reached. */
export function greeting(overview: Overview): string {
  if (overview.people === 0) return 'Nobody is here yet. Bring people in first; then write to them.';
  const parts = [
    overview.goingOut > 0
      ? `${plural(overview.goingOut, 'campaign is', 'campaigns are')} going out`
      : 'Nothing is going out right now',
    overview.waitingApprovals > 0 ? `${plural(overview.waitingApprovals, 'waits', 'wait')} for approval` : '',
  ].filter(Boolean);
  return `${parts.join(', ')}. ${count(overview.reachable)} of ${plural(overview.people, 'person', 'people')} may get marketing; ${plural(overview.sentLast30Days, 'message', 'messages')} went out in 30 days.`;
}
