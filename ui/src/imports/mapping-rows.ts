import { attributeKey, type CoreField, type MappedField } from '../../../domain/imports/mapping.ts';
import type { AttributeType } from '../../../domain/attributes/attribute.ts';
import type { ContentField } from '../../../domain/imports/content-mapping.ts';
import type { OpportunityField } from '../../../domain/imports/opportunity-mapping.ts';
import { keyFromLabel } from '../../../domain/attributes/attribute.ts';

/** What becomes of one column of the file, as it stands in the mapping table. */
export interface MappingRow {
  column: string;
  /** '' leaves the column out; a core field; `attributes.<key>`; or `new` for an attribute that is made. */
  to: string;
  newType: AttributeType;
}

/** A value that is made from several columns. */
export interface TemplateRow {
  template: string;
  to: string;
}

/** The fields of a person in the words of the table. */
export const fieldLabels: Record<CoreField, string> = {
  email: 'E-mail',
  externalId: 'Id in another system',
  kind: 'Kind (lead or contact)',
  language: 'Language',
  timeZone: 'Time zone',
  leadCreatedAt: 'Lead since',
  mqlAt: 'Marketing-qualified since',
  convertedAt: 'Converted on',
  account: 'Account, by id, domain or name',
  owner: 'Owner, by e-mail or name',
  sourceCampaign: 'Campaign that brought them',
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  jobTitle: 'Job title',
  company: 'Company',
  street: 'Street',
  city: 'City',
  region: 'Region',
  postalCode: 'Postal code',
  country: 'Country',
  leadSource: 'Lead source',
};

/** The fields of an opportunity in the words of the table. */
export const opportunityLabels: Record<OpportunityField, string> = {
  externalId: 'Id in the other system',
  name: 'Name',
  stage: 'Stage',
  state: 'State (open, won or lost)',
  isWon: 'Is it won',
  isClosed: 'Is it closed',
  amount: 'Amount',
  currency: 'Currency',
  openedAt: 'Created',
  closeDate: 'Close date',
  occurredAt: 'As it was on',
  accountExternalId: 'Account, by its id',
  accountName: 'Account, by its name',
  owner: 'Owner, by e-mail or name',
  leadSource: 'Lead source',
  primaryCampaign: 'Campaign that it came from',
  contactEmails: 'People in it, by e-mail',
  contactExternalIds: 'People in it, by their ids',
  contactRole: 'Their role',
  isPrimaryContact: 'Is it the main contact',
};

/** The fields of an item of content in the words of the table. */
export const contentLabels: Record<ContentField, string> = {
  url: 'Address',
  title: 'Title',
  description: 'Description',
  format: 'Format (article, video …)',
  topics: 'Topics, separated by ; or ,',
  language: 'Language (two letters)',
  imageUrl: 'Address of a picture',
  validFrom: 'Recommended from',
  validUntil: 'Recommended until',
};

type AnyField = { column: string; to: string; type?: AttributeType } | { template: string; to: string };

/** The rows of the table for a suggested mapping: one for each column of the file, in its order. */
export function rowsFrom(
  columns: readonly string[],
  mapping: { fields: readonly AnyField[] },
  knownKeys: readonly string[],
): { rows: MappingRow[]; templates: TemplateRow[] } {
  const { fields } = mapping;
  const rows = columns.map((column): MappingRow => {
    const field = fields.find((entry) => 'column' in entry && entry.column === column);
    if (!field) return { column, to: '', newType: 'text' };
    const key = attributeKey(field.to);
    const isNew = key !== null && !knownKeys.includes(key);
    return { column, to: isNew ? 'new' : field.to, newType: ('type' in field && field.type) || 'text' };
  });
  const templates = fields.flatMap((field) =>
    'template' in field ? [{ template: field.template, to: field.to }] : [],
  );
  return { rows, templates };
}

// As long as a label may be; surveys have whole questions for names. A character is not cut in its middle.
const labelOf = (column: string): string => column.slice(0, 200).replace(/[\ud800-\udbff]$/, '');

/** The mapping that the table says. */
export function fieldsFrom(rows: readonly MappingRow[], templates: readonly TemplateRow[]): MappedField[] {
  const used = new Set<string>();
  const fields = rows.flatMap((row): MappedField[] => {
    if (row.to === '') return [];
    if (row.to !== 'new') return [{ column: row.column, to: row.to }];
    let key = keyFromLabel(row.column);
    for (let number = 2; used.has(key); number++) key = `${keyFromLabel(row.column).slice(0, 56)}${number}`;
    used.add(key);
    return [{ column: row.column, to: `attributes.${key}`, type: row.newType, label: labelOf(row.column) }];
  });
  return [
    ...fields,
    ...templates
      .filter(({ template, to }) => template.trim() !== '' && to !== '')
      .map(({ template, to }) => ({ template, to })),
  ];
}

/** What is wrong with the table before it is sent: a field filled twice, or no value for the key. */
export function mappingProblems(
  rows: readonly MappingRow[],
  templates: readonly TemplateRow[],
  { key, labels, what }: { key: string; labels: Readonly<Record<string, string>>; what: string },
): string[] {
  const targets = fieldsFrom(rows, templates).map(({ to }) => to);
  const twice = [...new Set(targets.filter((to, index) => targets.indexOf(to) !== index))];
  return [
    ...twice.map((to) => `${labels[to] ?? to} is filled twice.`),
    ...(targets.includes(key as never) ? [] : [`Nothing fills ${labels[key]}, by which ${what} are identified.`]),
  ];
}
