import { z } from 'zod';
import { Id } from '../ids.ts';
import { delimiters } from './csv-format.ts';
import { encodings } from './encoding.ts';
import { ContentMapping } from './content-mapping.ts';
import { ImportMapping } from './mapping.ts';
import { OpportunityMapping } from './opportunity-mapping.ts';

/** The most bytes that an uploaded file may have. */
export const maxFileBytes = 500 * 1024 * 1024;

/** How long an uploaded or exported file is kept, in days. */
export const fileRetentionDays = 30;

/** How a file is read. */
export const FileFormat = z.object({
  encoding: z.enum(encodings),
  bom: z.number().int(),
  delimiter: z.enum(delimiters),
  header: z.boolean(),
  columns: z.array(z.string()),
});

/** How a file is read. */
export type FileFormat = z.infer<typeof FileFormat>;

/** The states that long work on a file goes through. */
export const jobStatuses = ['queued', 'running', 'completed', 'failed', 'cancelling', 'cancelled'] as const;

/** One of `jobStatuses`. */
export type JobStatus = (typeof jobStatuses)[number];

/** Where an import goes on: the byte of the file and the rows before it. */
export interface ResumePoint {
  byte: number;
  row: number;
}

/** What a file may hold. */
export const importEntities = ['people', 'opportunities', 'content'] as const;

/** One of `importEntities`. */
export type ImportEntity = (typeof importEntities)[number];

/** The counts of an import: read = created + updated + unchanged + duplicate + rejected. */
export const ImportProgress = z.object({
  bytesRead: z.number().int(),
  bytesTotal: z.number().int(),
  rowsRead: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  withoutConsent: z.number().int(),
  suppressed: z.number().int(),
  warnings: z.number().int(),
  rowsPerSecond: z.number().nullable(),
});

const ImportFacts = z.object({
  id: Id,
  fileId: Id.nullable(),
  fileName: z.string(),
  status: z.enum(jobStatuses),
  dryRun: z.boolean(),
  failure: z.string().nullable(),
  format: FileFormat,
  listId: Id.nullable(),
  progress: ImportProgress,
  createdBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

/** An import of people as the API shows it. */
export const PeopleImport = ImportFacts.extend({ entity: z.literal('people'), mapping: ImportMapping });

/** An import of opportunities as the API shows it. */
export const OpportunityImport = ImportFacts.extend({
  entity: z.literal('opportunities'),
  mapping: OpportunityMapping,
});

/** An import of content as the API shows it. */
export const ContentImport = ImportFacts.extend({ entity: z.literal('content'), mapping: ContentMapping });

/** An import of people as the API shows it. */
export type PeopleImport = z.infer<typeof PeopleImport>;

/** An import of opportunities as the API shows it. */
export type OpportunityImport = z.infer<typeof OpportunityImport>;

/** An import of content as the API shows it. */
export type ContentImport = z.infer<typeof ContentImport>;

/** An import as the API shows it. */
export type Import = PeopleImport | OpportunityImport | ContentImport;

/** One remark about a row: an error kept it out, a warning did not. */
export const ImportRemark = z.object({
  row: z.number().int(),
  field: z.string(),
  severity: z.enum(['error', 'warning']),
  reason: z.string(),
  value: z.string().nullable(),
  /** What to do about it; empty where the reason says it all. */
  mend: z.string(),
});
