import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { columnProblems, FormatChoice } from './mapping.ts';

/** What a column of a file of content may fill. */
export const contentFields = [
  'url',
  'title',
  'description',
  'format',
  'topics',
  'language',
  'imageUrl',
  'validFrom',
  'validUntil',
] as const;

/** One of `contentFields`. */
export type ContentField = (typeof contentFields)[number];

const Source = z.string().min(1).max(500);
const Target = z.enum(contentFields);

/** One value of an item: from a `column`, or from a `template` over columns. */
const MappedContentField = z.union([
  z.strictObject({ column: Source, to: Target }),
  z.strictObject({ template: Source, to: Target }),
]);

/** One mapped value of an item. */
export type MappedContentField = z.infer<typeof MappedContentField>;

/** What becomes of the columns of a file of content, whose items are told apart by their address. Empty cells leave what is there. */
export const ContentMapping = z.strictObject({
  fields: z.array(MappedContentField).min(1).max(60),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).default('ymd'),
  format: FormatChoice.default({}),
});

/** What becomes of the columns of a file of content. */
export type ContentMapping = z.infer<typeof ContentMapping>;

/** Such a mapping as a caller writes it, without what has a default. */
export type ContentMappingInput = z.input<typeof ContentMapping>;

/** Refuses a mapping that names a column the file lacks, fills a field twice or leaves the address without a value. */
export function checkContentMapping(mapping: ContentMapping, columns: readonly string[]): void {
  const problems = columnProblems(mapping.fields, columns);
  if (!mapping.fields.some(({ to }) => to === 'url')) {
    const message = 'No column fills url, the address that content is told apart by.';
    problems.push({ path: 'mapping.fields', code: 'key_missing', message });
  }
  if (problems.length > 0)
    throw new DomainError('invalid', 'The mapping does not fit the file. Nothing was imported.', problems);
}
