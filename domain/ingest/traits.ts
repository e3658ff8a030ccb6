import { cleanText } from './clean-text.ts';
import type { SlottedAttribute } from '../attributes/attribute.ts';
import { whyNotOfType } from '../attributes/fits.ts';
import { parseEmail } from '../people/email.ts';
import { isLanguage, zoneNamed } from '../people/locale.ts';
import { textFields, type PersonInput, type TextField } from '../people/person.ts';

/** What traits say of a person, and which of them were left out and why. */
export interface ReadTraits {
  email: string | null;
  emailKey: string | null;
  fields: PersonInput;
  attributes: NonNullable<PersonInput['attributes']>;
  consent: 'granted' | 'denied' | null;
  problems: string[];
}

/** Our fields by what Segment and others call them. */
const fieldNames: Record<string, TextField> = {
  firstName: 'firstName',
  first_name: 'firstName',
  lastName: 'lastName',
  last_name: 'lastName',
  phone: 'phone',
  title: 'jobTitle',
  jobTitle: 'jobTitle',
  job_title: 'jobTitle',
  leadSource: 'leadSource',
  lead_source: 'leadSource',
};

const addressNames: Record<string, TextField> = {
  street: 'street',
  city: 'city',
  state: 'region',
  region: 'region',
  postalCode: 'postalCode',
  zip: 'postalCode',
  country: 'country',
};

/** What is a person's own field and so no attribute. */
const handled = new Set([
  ...Object.keys(fieldNames),
  ...Object.keys(addressNames),
  ...['email', 'name', 'company', 'address', 'language', 'locale', 'timezone', 'timeZone'],
]);

/**
 * Reads the traits of an identify. Known names become fields, names of the tenant's attributes become their values; everything else is
 * not kept. `consentTrait` is the one trait that speaks of consent, and only if it says so in as many words.
 */
export function readTraits(
  traits: Record<string, unknown>,
  { attributes, consentTrait }: { attributes: readonly SlottedAttribute[]; consentTrait: string | null },
): ReadTraits {
  const read: ReadTraits = { email: null, emailKey: null, fields: {}, attributes: {}, consent: null, problems: [] };
  readEmail(traits.email, read);
  readName(traits, read);
  for (const [name, field] of Object.entries(fieldNames)) readText(read, { name, field, value: traits[name] });
  const address = typeof traits.address === 'object' && traits.address !== null ? traits.address : {};
  for (const [name, field] of Object.entries(addressNames)) {
    readText(read, { name, field, value: (address as Record<string, unknown>)[name] ?? traits[name] });
  }
  const company = traits.company;
  const companyName = typeof company === 'object' && company !== null ? (company as { name?: unknown }).name : company;
  readText(read, { name: 'company', field: 'company', value: companyName });
  readLocale(traits, read);
  readAttributes(traits, read, attributes);
  read.consent = consentTrait === null ? null : readConsent(traits[consentTrait], consentTrait, read);
  return read;
}

function readEmail(value: unknown, read: ReadTraits): void {
  if (value === undefined || value === null || value === '') return;
  const parsed = typeof value === 'string' && value.length <= 400 ? parseEmail(value) : { problem: 'malformed' };
  if ('problem' in parsed) read.problems.push('email is not an address that can be sent to');
  else Object.assign(read, { email: parsed.email, emailKey: parsed.key });
}

/** A whole name is split at its last space where the parts are not given. */
function readName(traits: Record<string, unknown>, read: ReadTraits): void {
  if (typeof traits.name !== 'string' || traits.firstName || traits.lastName || traits.first_name || traits.last_name)
    return;
  const words = traits.name.trim().split(/\s+/);
  const last = words.length > 1 ? words.pop() : undefined;
  readText(read, { name: 'name', field: 'firstName', value: words.join(' ') });
  readText(read, { name: 'name', field: 'lastName', value: last });
}

function readText(read: ReadTraits, { name, field, value }: { name: string; field: TextField; value: unknown }): void {
  if (value === undefined || value === null || value === '') return;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') read.problems.push(`${name} is not a text`);
  else if (text.trim().length > textFields[field])
    read.problems.push(`${name} is longer than ${textFields[field]} characters`);
  else if (text.trim() !== '') read.fields[field] = text.trim();
}

function readLocale(traits: Record<string, unknown>, read: ReadTraits): void {
  const language = traits.language ?? traits.locale;
  if (typeof language === 'string' && language !== '') {
    if (isLanguage(language)) read.fields.language = language;
    else read.problems.push('language is not a tag such as de or pt-BR');
  }
  const zone = traits.timezone ?? traits.timeZone;
  if (typeof zone === 'string' && zone !== '') {
    const name = zoneNamed(zone);
    if (name) read.fields.timeZone = name;
    else read.problems.push('timezone is not an IANA name such as Europe/Berlin');
  }
}

function readAttributes(
  traits: Record<string, unknown>,
  read: ReadTraits,
  attributes: readonly SlottedAttribute[],
): void {
  for (const { key, type } of attributes) {
    if (handled.has(key) || !Object.hasOwn(traits, key)) continue;
    const value = traits[key];
    if (value === undefined) continue;
    if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
      read.problems.push(`${key} is no single value`);
      continue;
    }
    const single = value as string | number | boolean | null;
    const why = whyNotOfType(type, single);
    if (why) read.problems.push(`${key} does not fit the attribute: ${why}`);
    else read.attributes[key] = typeof single === 'string' ? cleanText(single, 4000) : single;
  }
}

function readConsent(value: unknown, name: string, read: ReadTraits): 'granted' | 'denied' | null {
  if (value === undefined || value === null) return null;
  if (value === true || value === 'granted') return 'granted';
  if (value === false || value === 'denied') return 'denied';
  read.problems.push(`${name} must be true or false to say something of consent`);
  return null;
}
