import { z } from 'zod';
import { AttributeKey, AttributeType } from '../attributes/attribute.ts';
import { LawfulBasis } from '../consent/consent.ts';
import { DomainError, type FieldError } from '../errors.ts';
import { Id } from '../ids.ts';
import { PersonKind, textFields, type TextField } from '../people/person.ts';
import { type CellSource, sourceColumns } from './cell-source.ts';
import { delimiters } from './csv-format.ts';
import { encodings } from './encoding.ts';

const textFieldNames = Object.keys(textFields) as TextField[];

/** The fields of a person that a column may fill. */
export const coreFields = [
  'email',
  'externalId',
  'kind',
  'language',
  'timeZone',
  'leadCreatedAt',
  'mqlAt',
  'convertedAt',
  'account',
  'owner',
  'sourceCampaign',
  ...textFieldNames,
] as const;

/** One of `coreFields`. */
export type CoreField = (typeof coreFields)[number];

const attributeTarget = /^attributes\.(.+)$/;

/** Where a value goes: a field of a person, or `attributes.<key>`. */
const Target = z.union([
  z.enum(coreFields),
  z
    .string()
    .regex(attributeTarget)
    .refine((target) => AttributeKey.safeParse(attributeKey(target)).success, {
      error: 'is not a key of an attribute',
    }),
]);

const Source = z.string().min(1).max(500);

/**
 * One value: from a `column`, or from a `template` over columns such as `lead-{{ Lead Number }}@example.test`. An attribute that
 * does not exist yet is made where `type` is given.
 */
const MappedField = z.union([
  z.strictObject({ column: Source, to: Target, type: AttributeType.optional(), label: z.string().max(200).optional() }),
  z.strictObject({
    template: Source,
    to: Target,
    type: AttributeType.optional(),
    label: z.string().max(200).optional(),
  }),
]);

/** One mapped value. */
export type MappedField = z.infer<typeof MappedField>;

/** Consent is granted where the column equals the value, and nowhere else. */
export const ConsentRule = z.strictObject({
  column: Source,
  equals: z.string().max(200),
  source: z.string().trim().min(1).max(200).default('import'),
  basis: LawfulBasis.default('consent'),
});

/** How a file is to be read, where it should not be read as detected. */
export const FormatChoice = z.strictObject({
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  header: z.boolean().optional(),
});

/** What becomes of a file's columns. Columns that are not named are left out; empty cells leave what is there. */
export const ImportMapping = z.strictObject({
  key: z.enum(['email', 'externalId']).default('email'),
  fields: z.array(MappedField).min(1).max(300),
  consent: ConsentRule.nullable().default(null),
  /** The kind of people that are new; those who are known keep theirs. */
  kind: PersonKind.default('lead'),
  /** A list that everyone in the file is put on. */
  listId: Id.nullable().default(null),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).default('ymd'),
  /** Where a row names an account, an owner or a campaign that is not known: it is rejected, or the name is left out and said. */
  unknown: z.enum(['reject', 'leaveOut']).default('reject'),
  format: FormatChoice.default({}),
});

/** What becomes of a file's columns. */
export type ImportMapping = z.infer<typeof ImportMapping>;

/** A mapping as a caller writes it, without what has a default. */
export type ImportMappingInput = z.input<typeof ImportMapping>;

/** The attribute's key in `attributes.<key>`, or null where the target is a field of a person. */
export function attributeKey(target: string): string | null {
  return attributeTarget.exec(target)?.[1] ?? null;
}

/** Refuses a mapping that names a column the file lacks, fills a field twice or leaves the key without a value. */
export function checkMapping(mapping: ImportMapping, columns: readonly string[]): void {
  const known = new Set(columns);
  const problems = columnProblems(mapping.fields, columns);
  if (mapping.consent && !known.has(mapping.consent.column)) {
    problems.push(
      problem('mapping.consent.column', 'unknown_column', `The file has no column "${mapping.consent.column}".`),
    );
  }
  if (!mapping.fields.some(({ to }) => to === mapping.key)) {
    problems.push(
      problem('mapping.key', 'key_missing', `No column fills ${mapping.key}, which people are told apart by.`),
    );
  }
  if (problems.length > 0)
    throw new DomainError('invalid', 'The mapping does not fit the file. Nothing was imported.', problems);
}

/** What is wrong with mapped values: a column that the file lacks, a field that is filled twice. */
export function columnProblems(
  fields: readonly (CellSource & { to: string })[],
  columns: readonly string[],
): FieldError[] {
  const known = new Set(columns);
  const problems: FieldError[] = [];
  const targets = new Set<string>();
  fields.forEach((field, index) => {
    const path = `mapping.fields.${index}`;
    for (const column of sourceColumns(field)) {
      if (!known.has(column))
        problems.push(problem(`${path}.column`, 'unknown_column', `The file has no column "${column}".`));
    }
    if (targets.has(field.to)) problems.push(problem(`${path}.to`, 'filled_twice', `Two columns fill ${field.to}.`));
    targets.add(field.to);
  });
  return problems;
}

function problem(path: string, code: string, message: string): FieldError {
  return { path, code, message };
}
