import { type DateOrder, readAttribute } from '../attributes/value.ts';
import type { AttributeType, SlottedAttribute } from '../attributes/attribute.ts';
import { DomainError } from '../errors.ts';
import { suggestEmail } from '../people/email-hint.ts';
import { parseEmail } from '../people/email.ts';
import { isLanguage, zoneNamed } from '../people/locale.ts';
import { personKinds, textFields, type TextField } from '../people/person.ts';
import { type Cell, cellsBy, labelOf, readerOf } from './cell-source.ts';
import { attributeKey, type CoreField, type ImportMapping, type MappedField } from './mapping.ts';

/** Something to say about a value: the column or field it is about, a sentence, and the value itself. */
export interface Remark {
  field: string;
  reason: string;
  value: string;
}

/** A row ready to be staged: a value per column of the plan (null: nothing given), its keys, its consent. */
export interface PersonRow {
  email: string | null;
  emailKey: string | null;
  externalId: string | null;
  consent: boolean;
  values: (string | null)[];
}

/** What a row turned out to be; a row with an error is not imported. */
export interface RowResult {
  person: PersonRow | null;
  errors: Remark[];
  warnings: Remark[];
}

/** A column that the rows of an import fill: of `people` by its name, or of `person_attributes` by its slot. */
export interface PlanColumn {
  table: 'people' | 'attributes';
  column: string;
  type: AttributeType | 'uuid';
  /** Where rows say a name, and the column holds the id of what it names. */
  names?: NamedKind;
  /** How remarks call it. */
  label: string;
}

/** What rows may name, besides people. */
export type NamedKind = 'account' | 'owner' | 'campaign';

/** How the rows of one file are read: the columns they fill, and the reading itself. */
export interface RowPlan {
  columns: PlanColumn[];
  read: (cells: string[]) => RowResult;
}

interface PlannedField {
  label: string;
  source: (cell: Cell) => string;
  place: number;
  read: (text: string) => { value: string } | { problem: string };
}

/** Compiles a checked mapping for a file with these columns; every attribute that it names must exist. */
export function planRows(
  mapping: ImportMapping,
  columns: readonly string[],
  attributes: readonly SlottedAttribute[],
): RowPlan {
  const cellsOf = cellsBy(columns);
  const planColumns: PlanColumn[] = [];
  const email = mapping.fields.find((field) => field.to === 'email');
  const externalId = mapping.fields.find((field) => field.to === 'externalId');
  const fields = mapping.fields
    .filter((field) => field !== email && field !== externalId)
    .map((field): PlannedField => {
      const { column, read } = planField(field, attributes, mapping.dateOrder);
      const label = labelOf(field);
      const place = planColumns.push({ ...column, label }) - 1;
      return { label, source: readerOf(field), place, read };
    });
  const keys = { key: mapping.key, email: keySource(email), externalId: keySource(externalId) };
  const consent = mapping.consent && { column: mapping.consent.column, equals: fold(mapping.consent.equals) };
  const read = (cells: string[]): RowResult => {
    const cell = cellsOf(cells);
    const result = readKeys(keys, cell);
    const values: (string | null)[] = new Array(planColumns.length).fill(null);
    for (const field of fields) readInto(values, field, cell, result.errors);
    const person = {
      ...result.person,
      values,
      consent: consent !== null && fold(cell(consent.column)) === consent.equals,
    };
    return { person: result.errors.length === 0 ? person : null, errors: result.errors, warnings: result.warnings };
  };
  return { columns: planColumns, read };
}

function readInto(values: (string | null)[], field: PlannedField, cell: Cell, errors: Remark[]): void {
  const text = field.source(cell).trim();
  if (text === '') return;
  const read = text.includes('\0') ? { problem: 'holds a character that cannot be stored' } : field.read(text);
  if ('value' in read) values[field.place] = read.value;
  else errors.push({ field: field.label, reason: read.problem, value: text });
}

interface KeySource {
  label: string;
  source: (cell: Cell) => string;
}

function keySource(field: MappedField | undefined): KeySource | null {
  return field ? { label: labelOf(field), source: readerOf(field) } : null;
}

const emailProblems = {
  empty: 'is empty',
  malformed: 'is not an e-mail address',
  too_long: 'is too long for an e-mail address',
  domain_invalid: 'has a domain that no mail can be sent to',
} as const;

function readKeys(
  keys: { key: 'email' | 'externalId'; email: KeySource | null; externalId: KeySource | null },
  cell: Cell,
) {
  const errors: Remark[] = [];
  const warnings: Remark[] = [];
  const externalId = keys.externalId?.source(cell).trim() || null;
  if (keys.externalId && keys.key === 'externalId' && !externalId) {
    errors.push({ field: keys.externalId.label, reason: 'is empty', value: '' });
  } else if (keys.externalId && externalId && (externalId.length > 200 || externalId.includes('\0'))) {
    errors.push({
      field: keys.externalId.label,
      reason: 'is longer than 200 characters or cannot be stored',
      value: externalId,
    });
  }
  const text = keys.email?.source(cell).trim() ?? '';
  const person = { email: null as string | null, emailKey: null as string | null, externalId };
  if (keys.email && (text !== '' || keys.key === 'email')) {
    const parsed = parseEmail(text);
    if ('key' in parsed) {
      Object.assign(person, { email: parsed.email, emailKey: parsed.key });
      const meant = suggestEmail(parsed.key);
      if (meant)
        warnings.push({ field: keys.email.label, reason: `looks mistyped; did you mean ${meant}?`, value: text });
    } else errors.push({ field: keys.email.label, reason: emailProblems[parsed.problem], value: text });
  }
  return { person, errors, warnings };
}

function planField(
  field: MappedField,
  attributes: readonly SlottedAttribute[],
  order: DateOrder,
): { column: Omit<PlanColumn, 'label'>; read: PlannedField['read'] } {
  const key = attributeKey(field.to);
  if (key === null) return planCoreField(field.to as CoreField, order);
  const attribute = attributes.find((candidate) => candidate.key === key);
  if (!attribute) {
    throw new DomainError('invalid', `There is no attribute "${key}". Give its type, and it will be made.`);
  }
  const read = (text: string) => {
    const result = readAttribute(attribute.type, text, order);
    return 'value' in result ? { value: String(result.value) } : result;
  };
  return { column: { table: 'attributes', column: attribute.slot, type: attribute.type }, read };
}

const namedColumns = {
  account: { column: 'account_id', type: 'uuid', names: 'account' },
  owner: { column: 'owner_id', type: 'text', names: 'owner' },
  sourceCampaign: { column: 'source_campaign_id', type: 'uuid', names: 'campaign' },
} as const satisfies Partial<Record<CoreField, Omit<PlanColumn, 'table' | 'label'>>>;

function planCoreField(
  field: CoreField,
  order: DateOrder,
): { column: Omit<PlanColumn, 'label'>; read: PlannedField['read'] } {
  const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (field in namedColumns) {
    const named = namedColumns[field as keyof typeof namedColumns];
    const read = (text: string) => (text.length > 400 ? { problem: 'is longer than 400 characters' } : { value: text });
    return { column: { table: 'people', ...named }, read };
  }
  if (field === 'leadCreatedAt' || field === 'mqlAt' || field === 'convertedAt') {
    const read = (text: string) => {
      const result = readAttribute('date', text, order);
      return 'value' in result ? { value: String(result.value) } : result;
    };
    return { column: { table: 'people', column, type: 'date' }, read };
  }
  return { column: { table: 'people', column, type: 'text' }, read: (text) => readCoreField(field, text) };
}

function readCoreField(field: CoreField, text: string): { value: string } | { problem: string } {
  switch (field) {
    case 'kind': {
      const kind = personKinds.find((candidate) => candidate === text.toLowerCase());
      return kind ? { value: kind } : { problem: 'is neither lead nor contact' };
    }
    case 'language': {
      const tag = text.replace('_', '-');
      return isLanguage(tag) ? { value: tag } : { problem: 'is not a language tag such as de or pt-BR' };
    }
    case 'timeZone': {
      const zone = zoneNamed(text);
      return zone ? { value: zone } : { problem: 'is not an IANA time zone such as Europe/Berlin' };
    }
    default: {
      const longest = textFields[field as TextField];
      return text.length > longest ? { problem: `is longer than ${longest} characters` } : { value: text };
    }
  }
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}
