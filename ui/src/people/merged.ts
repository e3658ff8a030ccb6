import type { Attribute } from '../../../domain/attributes/attribute.ts';
import { filledFields, type FilledField } from '../../../domain/people/merge.ts';
import type { Person } from '../../../domain/people/person.ts';
import { attributeText, personTexts } from './person-draft.ts';

/** One line of the comparison of two records: what each says, and what the one that stays will say. */
interface MergedLine {
  label: string;
  kept: string;
  other: string;
  result: string;
}

/** How values that are no plain texts are written: moments as days, ids as the names behind them where these are known. */
interface Writing {
  day: (iso: string) => string;
  account: (id: string) => string | undefined;
  owner: (id: string) => string | undefined;
  attributes: readonly Pick<Attribute, 'key' | 'label'>[];
}

type PlainText = (typeof personTexts)[number]['field'];
const labels: Record<FilledField | PlainText, string> = {
  ...(Object.fromEntries(personTexts.map(({ field, label }) => [field, label])) as Record<PlainText, string>),
  accountId: 'Account',
  ownerId: 'Owner',
  convertedAt: 'A contact since',
};

/**
 * What becomes of two records of one person, line by line: what `kept` lacks comes from `other`, by the list that the server
 * merges by; a contact and an opt-out win. Lines where both are silent are left out.
 */
export function mergedLines(kept: Person, other: Person, writing: Writing): MergedLine[] {
  const filled = (['email', ...filledFields, 'externalId'] as const).map((field) =>
    filledLine(labels[field], writtenOf(field, kept, writing), writtenOf(field, other, writing)),
  );
  const own = writing.attributes.map(({ key, label }) =>
    filledLine(label, attributeText(kept.attributes[key]), attributeText(other.attributes[key])),
  );
  return [
    {
      label: 'Kind',
      ...words(kept.kind, other.kind, [kept.kind, other.kind].includes('contact') ? 'contact' : 'lead'),
    },
    ...[...filled, ...own].filter(({ result }) => result !== ''),
    { label: 'Consent', ...words(kept.consent, other.consent, strictest(kept, other)) },
    {
      label: 'Known since',
      kept: writing.day(kept.createdAt),
      other: writing.day(other.createdAt),
      result: writing.day(kept.createdAt < other.createdAt ? kept.createdAt : other.createdAt),
    },
  ];
}

function writtenOf(field: FilledField | 'email' | 'externalId', person: Person, writing: Writing): string {
  const value = person[field];
  if (!value) return '';
  if (field === 'accountId') return writing.account(value) ?? 'Their account';
  if (field === 'ownerId') return writing.owner(value) ?? 'A colleague';
  return field === 'convertedAt' ? writing.day(value) : value;
}

const filledLine = (label: string, kept: string, other: string): MergedLine => ({
  label,
  ...words(kept, other, kept || other),
});

function strictest(kept: Person, other: Person): Person['consent'] {
  const both = [kept.consent, other.consent];
  return both.includes('denied') ? 'denied' : both.includes('granted') ? 'granted' : 'unknown';
}

const words = (kept: string, other: string, result: string) => ({ kept, other, result });
