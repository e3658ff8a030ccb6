import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { Currency } from '../money.ts';
import { columnProblems, FormatChoice } from './mapping.ts';

/** What a column of a file of opportunities may fill. */
export const opportunityFields = [
  'externalId',
  'name',
  'stage',
  'state',
  'isWon',
  'isClosed',
  'amount',
  'currency',
  'openedAt',
  'closeDate',
  'occurredAt',
  'accountExternalId',
  'accountName',
  'owner',
  'leadSource',
  'primaryCampaign',
  'contactEmails',
  'contactExternalIds',
  'contactRole',
  'isPrimaryContact',
] as const;

/** One of `opportunityFields`. */
export type OpportunityField = (typeof opportunityFields)[number];

const Source = z.string().min(1).max(500);
const Target = z.enum(opportunityFields);

/** One value of an opportunity: from a `column`, or from a `template` over columns. */
const MappedOpportunityField = z.union([
  z.strictObject({ column: Source, to: Target }),
  z.strictObject({ template: Source, to: Target }),
]);

/** One mapped value of an opportunity. */
export type MappedOpportunityField = z.infer<typeof MappedOpportunityField>;

/**
 * What becomes of the columns of a file of opportunities, which are told apart by their id in the other system. Empty cells leave what is
 * there; people are added to those who have a part, and nobody loses theirs.
 */
export const OpportunityMapping = z.strictObject({
  fields: z.array(MappedOpportunityField).min(1).max(60),
  /** Of amounts that name none; null: the organisation's own. */
  currency: Currency.nullable().default(null),
  /** What parts the decimals of an amount: 1,200.50 or 1.200,50. */
  decimals: z.enum(['point', 'comma']).default('point'),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).default('ymd'),
  /** Where a row names an account, owner, campaign or person that is not known: the name is left out and said, or the row is rejected. */
  unknown: z.enum(['leaveOut', 'reject']).default('leaveOut'),
  format: FormatChoice.default({}),
});

/** What becomes of the columns of a file of opportunities. */
export type OpportunityMapping = z.infer<typeof OpportunityMapping>;

/** Such a mapping as a caller writes it, without what has a default. */
export type OpportunityMappingInput = z.input<typeof OpportunityMapping>;

/** Refuses a mapping that names a column the file lacks, fills a field twice or leaves the id without a value. */
export function checkOpportunityMapping(mapping: OpportunityMapping, columns: readonly string[]): void {
  const problems = columnProblems(mapping.fields, columns);
  if (!mapping.fields.some(({ to }) => to === 'externalId')) {
    const message = 'No column fills externalId, which opportunities are told apart by.';
    problems.push({ path: 'mapping.fields', code: 'key_missing', message });
  }
  if (problems.length > 0)
    throw new DomainError('invalid', 'The mapping does not fit the file. Nothing was imported.', problems);
}
