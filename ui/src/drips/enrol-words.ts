import { mostAtOnce } from '../../../domain/intakes/intake.ts';
import { count, plural } from '../lib/format.ts';

/** What became of people who were let in. */
export interface Enrolled {
  enrolled: number;
  alreadyIn: number;
  notAgain: number;
}

/** Says what became of one person (by name) or of the people of a list or segment. */
export function enrolledWords({ enrolled, alreadyIn, notAgain }: Enrolled, name: string | null): string {
  if (name !== null) {
    if (enrolled > 0) return `${name} is in the drip`;
    return alreadyIn > 0
      ? `${name} is in it already`
      : `${name} has been in it, and may not come in again yet (${count(notAgain)})`;
  }
  const parts = [plural(enrolled, 'person came in', 'people came in')];
  if (alreadyIn > 0) parts.push(`${plural(alreadyIn, 'is', 'are')} in it already`);
  if (notAgain > 0) parts.push(`${plural(notAgain, 'has', 'have')} been in it and may not come again yet`);
  return parts.join(', ');
}

/** Says how many people of a list or segment would be let in, before it is done; `people` is null where nobody has counted them. */
export function groupWords(people: number | null, again: boolean): string {
  if (people === null) return 'It was not counted yet; whoever is in it at this moment comes in.';
  const rest = again
    ? 'Whoever is in the drip now stays where they are.'
    : 'Whoever is or has been in the drip stays out, as its rule says.';
  const many = people > mostAtOnce ? ' They come in some thousands at a time.' : '';
  return `${plural(people, 'person', 'people')} when it was last counted. ${rest}${many}`;
}
