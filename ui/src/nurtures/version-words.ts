import type { NurtureVersionPreview } from '../../../domain/nurtures/version.ts';
import { planned, plural } from '../lib/format.ts';

/** Where the next cast moves by a new version, and for how many; empty where it does not. */
export function castMoveWords(
  { castAt, inNurture }: Pick<NurtureVersionPreview, 'castAt' | 'inNurture'>,
  zones: { before: string; after: string },
): string {
  const { before, after } = castAt;
  if (before === after) return '';
  if (after === null) return 'There is no further cast then.';
  const to = planned(after, zones.after);
  const whom = inNurture === 1 ? 'them' : `all ${inNurture}`;
  return before === null
    ? `The next cast is ${to} then.`
    : `The next cast moves from ${planned(before, zones.before)} to ${to} for ${whom}.`;
}

/** What becomes of the items that stood in a stream that goes and in no other; empty where there are none. */
export function looseItemWords(items: number): string {
  if (items === 0) return '';
  return `${plural(items, 'item stands', 'items stand')} in no other stream: nobody gets ${items === 1 ? 'it' : 'them'} then, unless you put ${items === 1 ? 'it' : 'them'} into one`;
}
