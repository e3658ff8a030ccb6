import type { Overview } from '../../../domain/overview/overview.ts';
import { plural } from '../lib/format.ts';
import { goingOutWords, reachableWords } from './overview-words.ts';

/** The state of the organisation in a sentence: what runs, what waits, how many can be reached. */
export function greeting(overview: Overview): string {
  if (overview.people === 0) return 'Nobody is here yet. Bring people in first; then write to them.';
  return `${goingOutWords(overview)} ${reachableWords(overview)}; ${plural(overview.sentLast30Days, 'message', 'messages')} went out in 30 days.`;
}
