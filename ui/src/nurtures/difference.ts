import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import { compareDefinitions } from '../../../domain/nurtures/version.ts';
import { scheduleWords } from './words.ts';

/** What a version does differently from the one before it. */
export function differenceWords(before: NurtureDefinition, after: NurtureDefinition): string {
  const { added, renamed, removed, ...other } = compareDefinitions(before, after);
  const named = (streams: readonly { name: string }[]): string => streams.map(({ name }) => `“${name}”`).join(', ');
  const parts = [
    other.hasOtherSchedule
      ? `It casts ${scheduleWords(after.schedule)} instead of ${scheduleWords(before.schedule)}.`
      : '',
    added.length > 0 ? `New: ${named(added)}.` : '',
    renamed.length > 0 ? `Renamed: ${named(renamed)}.` : '',
    removed.length > 0 ? `Removed: ${named(removed)}.` : '',
    other.hasOtherEntries ? 'Changed: who comes in.' : '',
    other.hasOtherTransitions ? 'Changed: who changes streams or leaves.' : '',
  ];
  return parts.filter(Boolean).join(' ') || 'The same as the one before it.';
}
