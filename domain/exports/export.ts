import { z } from 'zod';
import { Id } from '../ids.ts';
import { jobStatuses } from '../imports/import.ts';
import { PeopleFilter } from '../people/filter.ts';

/** The columns of an export of people that are there without asking, in their order. */
export const personColumns = [
  'id',
  'kind',
  'externalId',
  'email',
  'firstName',
  'lastName',
  'phone',
  'jobTitle',
  'company',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'language',
  'timeZone',
  'leadSource',
  'consent',
  'consentAt',
  'suppressed',
  'createdAt',
  'updatedAt',
] as const;

/** How long the link to the file with everything on one person works, in days; the token's own lifetime is the same. */
export const downloadDays = 7;

/** What to export: people who match the filter, with these columns (`attributes.<key>` for attributes); none: all. */
export const ExportInput = z.strictObject({
  entity: z.literal('people').default('people'),
  filter: PeopleFilter.default({}),
  columns: z
    .array(z.union([z.enum(personColumns), z.string().regex(/^attributes\.[a-z][a-zA-Z0-9_]{0,59}$/)]))
    .max(200)
    .default([]),
});

/** What to export. */
export type ExportInput = z.infer<typeof ExportInput>;

/** An export as the API shows it; `fileName` is null until it is complete or when the file was deleted. */
export const Export = z.object({
  id: Id,
  /** people: a table of many; person: everything on one. */
  entity: z.enum(['people', 'person']),
  personId: Id.nullable(),
  filter: PeopleFilter,
  columns: z.array(z.string()),
  status: z.enum(jobStatuses),
  failure: z.string().nullable(),
  fileName: z.string().nullable(),
  fileBytes: z.number().int().nullable(),
  progress: z.object({ rowsWritten: z.number().int(), rowsTotal: z.number().int().nullable() }),
  createdBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

/** An export as the API shows it. */
export type Export = z.infer<typeof Export>;
