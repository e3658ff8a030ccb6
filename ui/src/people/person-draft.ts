import type { Attribute } from '../../../domain/attributes/attribute.ts';
import type { Person, PersonInput } from '../../../domain/people/person.ts';

/** The plain fields of a person, in the order of the form. */
export const personTexts = [
  { field: 'firstName', label: 'First name' },
  { field: 'lastName', label: 'Last name' },
  { field: 'email', label: 'E-mail' },
  { field: 'phone', label: 'Phone' },
  { field: 'company', label: 'Company' },
  { field: 'jobTitle', label: 'Job title' },
  { field: 'street', label: 'Street' },
  { field: 'city', label: 'City' },
  { field: 'region', label: 'Region' },
  { field: 'postalCode', label: 'Postal code' },
  { field: 'country', label: 'Country' },
  { field: 'language', label: 'Language' },
  { field: 'timeZone', label: 'Time zone' },
  { field: 'leadSource', label: 'Lead source' },
  { field: 'externalId', label: 'Id in another system' },
] as const satisfies readonly { field: keyof PersonInput; label: string }[];

type TextField = (typeof personTexts)[number]['field'];

/** A person as it stands in the controls; every value a text. */
export interface PersonDraft {
  kind: 'lead' | 'contact';
  /** A user of the organisation; empty: nobody. */
  ownerId: string;
  account: { id: string; name: string } | null;
  texts: Partial<Record<TextField, string>>;
  attributes: Record<string, string>;
}

/** Empty controls. */
export const emptyPerson = (): PersonDraft => ({ kind: 'lead', ownerId: '', account: null, texts: {}, attributes: {} });

/** The controls as they show a person; `accountName`: what their account is called. */
export function draftOf(person: Person, accountName = 'Their account'): PersonDraft {
  return {
    kind: person.kind,
    ownerId: person.ownerId ?? '',
    account: person.accountId ? { id: person.accountId, name: accountName } : null,
    texts: Object.fromEntries(personTexts.map(({ field }) => [field, person[field] ?? ''])),
    attributes: Object.fromEntries(
      Object.entries(person.attributes).map(([key, value]) => [key, attributeText(value)]),
    ),
  };
}

/** What the controls say, as the API takes it: what is empty is null; of the attributes only what was touched. */
export function inputFrom(draft: PersonDraft, attributes: readonly Pick<Attribute, 'key' | 'type'>[]): PersonInput {
  const texts = Object.fromEntries(
    personTexts.flatMap(({ field }) =>
      draft.texts[field] === undefined ? [] : [[field, draft.texts[field]?.trim() || null]],
    ),
  );
  const own = attributes.flatMap(({ key, type }) => {
    const text = draft.attributes[key]?.trim();
    return text === undefined ? [] : [[key, text === '' ? null : valueOf(type, text)] as const];
  });
  const ties = { ownerId: draft.ownerId || null, accountId: draft.account?.id ?? null };
  return { kind: draft.kind, ...ties, ...texts, ...(own.length > 0 ? { attributes: Object.fromEntries(own) } : {}) };
}

function valueOf(type: Attribute['type'], text: string): string | number | boolean {
  if (type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

/** The value of an own attribute as controls and comparisons show it; empty where there is none. */
export function attributeText(value: Person['attributes'][string] | undefined): string {
  if (value === null || value === undefined) return '';
  // A date comes as the moment of its midnight; the control wants the day.
  if (typeof value === 'string') return value.replace(/^(\d{4}-\d\d-\d\d)T00:00:00(\.000)?Z$/, '$1');
  return String(value);
}
