import type { ConditionAnswers } from '../templates/conditions.ts';
import type { MergeItems } from './recommended-block.ts';

/** What the merge fields of a message are filled from: one person, and what is the same for all. Attributes by their key. */
export interface MergeData {
  person: {
    firstName: string | null;
    lastName: string | null;
    email: string | null;
    company: string | null;
    jobTitle: string | null;
    phone: string | null;
    street: string | null;
    city: string | null;
    region: string | null;
    postalCode: string | null;
    country: string | null;
    attributes: Record<string, string | number | boolean | null>;
  };
  tenant: { name: string; postalAddress: string };
  campaign: { name: string };
  /** What is recommended to them, if the message uses it. */
  content?: MergeItems | undefined;
  /** Which conditions of a message of blocks hold for them. */
  conditions?: ConditionAnswers | undefined;
}

/** A merge field that may be used, for the editor's picker and for the checks. */
export interface MergeField {
  path: string;
  label: string;
  /** Empty for some people, so that the message should say what stands in. */
  mayBeEmpty: boolean;
}

const person = (key: keyof MergeData['person'], label: string): MergeField => ({
  path: `person.${key}`,
  label,
  mayBeEmpty: key !== 'email',
});

/** The merge fields every tenant has; `mergeFields` adds the tenant's own attributes. */
export const standardMergeFields: readonly MergeField[] = [
  person('firstName', 'First name'),
  person('lastName', 'Last name'),
  person('email', 'E-mail address'),
  person('company', 'Company'),
  person('jobTitle', 'Job title'),
  person('phone', 'Phone'),
  person('street', 'Street'),
  person('city', 'City'),
  person('region', 'Region'),
  person('postalCode', 'Postal code'),
  person('country', 'Country'),
  { path: 'tenant.name', label: 'Our name', mayBeEmpty: false },
  { path: 'tenant.postalAddress', label: 'Our postal address', mayBeEmpty: false },
  { path: 'campaign.name', label: 'Campaign name', mayBeEmpty: false },
  { path: 'unsubscribeUrl', label: 'Unsubscribe link', mayBeEmpty: false },
  { path: 'preferencesUrl', label: 'Preference centre link', mayBeEmpty: false },
];

/** The link that confirms a sign-up; in no other message does it mean anything. */
export const confirmField: MergeField = { path: 'confirmUrl', label: 'Confirmation link', mayBeEmpty: false };

/** All merge fields of a tenant. */
export function mergeFields(attributes: readonly { key: string; label: string }[]): MergeField[] {
  const own = attributes.map(({ key, label }) => ({ path: `person.attributes.${key}`, label, mayBeEmpty: true }));
  return [...standardMergeFields, ...own];
}

/** Someone who does not exist, to show a message and to try it out with. */
export const samplePerson: MergeData['person'] = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.test',
  company: 'Analytical Engines',
  jobTitle: 'Mathematician',
  phone: '+44 20 7946 0000',
  street: '12 St James’s Square',
  city: 'London',
  region: 'Greater London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
  attributes: {},
};
