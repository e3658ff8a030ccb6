import type { AttributeType } from '../attributes/attribute.ts';
import { consentStates } from '../consent/consent.ts';
import { personKinds } from '../people/person.ts';
import { grades } from '../scoring/grade.ts';
import { suppressionReasons } from '../suppressions/suppression.ts';
import type { FieldTest } from './field-test.ts';
import { opsOfType } from './ops.ts';

/** A field that a condition may look at: its path in a rule, what it is called, its type, and its values where only some exist. */
export interface RuleField {
  field: string;
  label: string;
  type: AttributeType;
  choices?: readonly string[];
}

const text = (field: string, label: string, choices?: readonly string[]): RuleField => ({
  field,
  label,
  type: 'text',
  ...(choices ? { choices } : {}),
});
const date = (field: string, label: string): RuleField => ({ field, label, type: 'date' });

/** The fields that every tenant has. */
export const standardFields: readonly RuleField[] = [
  text('person.kind', 'Lead or contact', personKinds),
  text('person.firstName', 'First name'),
  text('person.lastName', 'Last name'),
  text('person.email', 'E-mail address'),
  text('person.emailDomain', 'E-mail domain'),
  text('person.emailStatus', 'E-mail status', ['unverified', 'ok', 'invalid', 'bounced']),
  text('person.phone', 'Phone'),
  text('person.jobTitle', 'Job title'),
  text('person.company', 'Company'),
  text('person.street', 'Street'),
  text('person.city', 'City'),
  text('person.region', 'Region'),
  text('person.postalCode', 'Postal code'),
  text('person.country', 'Country'),
  text('person.language', 'Language'),
  text('person.timeZone', 'Time zone'),
  text('person.leadSource', 'Lead source'),
  text('person.externalId', 'External id'),
  text('person.ownerId', 'Owner'),
  text('person.consent', 'Consent', consentStates),
  date('person.consentAt', 'Consent given or withdrawn on'),
  text('person.suppressed', 'Suppressed because of', suppressionReasons),
  { field: 'person.score', label: 'Lead score', type: 'number' },
  text('person.grade', 'Grade', grades),
  date('person.createdAt', 'Added on'),
  date('person.convertedAt', 'Converted to contact on'),
  text('account.name', 'Account name'),
  text('account.domain', 'Account domain'),
  text('account.industry', 'Industry'),
  text('account.country', 'Account country'),
  { field: 'account.employees', label: 'Employees', type: 'number' },
];

/** The fields of a tenant: the standard ones and its own attributes. */
export function fieldsWith(
  attributes: readonly { key: string; label: string; type: AttributeType }[],
): Map<string, RuleField> {
  const own = attributes.map(({ key, label, type }) => ({ field: `attributes.${key}`, label, type }));
  return new Map([...standardFields, ...own].map((field) => [field.field, field]));
}

/** The type that a condition's field is compared as; null where the field is gone or has another type now, and so has no values. */
export function typeIn(
  fields: ReadonlyMap<string, RuleField>,
  condition: { field: string; test: FieldTest },
): AttributeType | null {
  const type = fields.get(condition.field)?.type;
  return type !== undefined && opsOfType[type].includes(condition.test.op) ? type : null;
}
