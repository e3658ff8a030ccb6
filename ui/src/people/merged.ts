import type { Person } from '../../../domain/people/person.ts';
import { personTexts } from './person-draft.ts';

/** One line of the comparison of two records: what each says, and what the one that stays will say. */
interface MergedLine {
  label: string;
  kept: string;
  other: string;
  result: string;
}

/** The texts that the kept record has or, where it lacks them, takes over; the same rule that the server merges by. */
const texts = personTexts.filter(({ field }) => field !== 'email' && field !== 'externalId');

/**
 * What becomes of two records of one person, line by line: what `kept` lacks comes from `other`, a contact and an opt-out win.
 * Lines where both are silent are left out; `day` writes a moment as a day.
 */
export function mergedLines(kept: Person, other: Person, day: (iso: string) => string): MergedLine[] {
  const filled = [
    { field: 'email', label: 'E-mail' } as const,
    ...texts,
    { field: 'externalId', label: 'Id in another system' } as const,
  ];
  const lines = filled.map(({ field, label }) => ({
    label,
    kept: kept[field] ?? '',
    other: other[field] ?? '',
    result: kept[field] ?? other[field] ?? '',
  }));
  return [
    {
      label: 'Kind',
      ...words(kept.kind, other.kind, [kept.kind, other.kind].includes('contact') ? 'contact' : 'lead'),
    },
    ...lines.filter(({ kept, other }) => kept !== '' || other !== ''),
    { label: 'Consent', ...words(kept.consent, other.consent, strictest(kept, other)) },
    {
      label: 'Known since',
      kept: day(kept.createdAt),
      other: day(other.createdAt),
      result: day(kept.createdAt < other.createdAt ? kept.createdAt : other.createdAt),
    },
  ];
}

function strictest(kept: Person, other: Person): Person['consent'] {
  const both = [kept.consent, other.consent];
  return both.includes('denied') ? 'denied' : both.includes('granted') ? 'granted' : 'unknown';
}

const words = (kept: string, other: string, result: string) => ({ kept, other, result });
