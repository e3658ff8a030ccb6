import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAttribute, listAttributes } from '../../db/queries/attributes.ts';
import { listColleagues } from '../../db/queries/tenants/colleagues.ts';
import { applyBatch, refreshTenantStatistics, type BatchOutcome } from '../../db/queries/imports/batches.ts';
import { learnNames } from '../../db/queries/imports/names.ts';
import type { MergeInput } from '../../db/queries/imports/merge.ts';
import { applyContent } from '../../db/queries/imports/content.ts';
import { applyOpportunities } from '../../db/queries/imports/opportunities.ts';
import { findImport, findResumePoint, markImport } from '../../db/queries/imports/imports.ts';
import type { SlottedAttribute } from '../../domain/attributes/attribute.ts';
import { DomainError } from '../../domain/errors.ts';
import { makeBatch, type Batch } from '../../domain/imports/batch.ts';
import type { CsvRow } from '../../domain/imports/csv-reader.ts';
import { checkContentMapping } from '../../domain/imports/content-mapping.ts';
import { readContentRows } from '../../domain/imports/content-rows.ts';
import type {
  ContentImport,
  FileFormat,
  Import,
  OpportunityImport,
  PeopleImport,
  ResumePoint,
} from '../../domain/imports/import.ts';
import { checkMapping } from '../../domain/imports/mapping.ts';
import { namesIn, placeIds } from '../../domain/imports/names.ts';
import { checkOpportunityMapping } from '../../domain/imports/opportunity-mapping.ts';
import { readOpportunityRows } from '../../domain/imports/opportunity-rows.ts';
import { imagineSlots, missingAttributes } from '../../domain/imports/plan.ts';
import { planRows } from '../../domain/imports/row-plan.ts';
import { campaignWorkflowId, editedSignal, type CampaignRef } from '../../workflows/campaigns/messages.ts';
import type { ImportRef } from '../../workflows/imports/import-people.ts';
import type { ActivityDeps } from '../deps.ts';

/** Rows of people that are merged in one transaction. */
export const importBatchRows = 5_000;

/** Rows of content that are taken in in one transaction. */
const contentBatchRows = 500;

/** Rows of opportunities that are heard in one transaction. */
export const opportunityBatchRows = 500;

/** What imports are done with. */
export type ImportDeps = Pick<ActivityDeps, 'database' | 'importer' | 'directory' | 'temporal' | 'log'>;

/** Where rows begin and end in their file. */
export interface BatchPlace {
  from: ResumePoint;
  to: ResumePoint;
}

/** Merges rows that were read. */
export type Merge = (place: BatchPlace) => Promise<BatchOutcome>;

/** How the rows of a file are taken in: how many at a time, how they are read, and how what was read is merged. */
export interface Taking {
  groupSize: number;
  read: (rows: CsvRow[]) => Merge;
}

/** An import that goes on: its file, from where, and how. */
export interface ImportJob {
  format: FileFormat;
  fileId: string;
  from: ResumePoint;
  taking: Taking;
}

/** Begins an import, or goes on with it; null where it was cancelled or has ended. */
export async function begin(deps: ImportDeps, { tenantId, importId }: ImportRef): Promise<ImportJob | null> {
  return withTenant(deps.database.db, tenantId, async (db) => {
    await markImport(db, importId, { from: ['queued'], to: 'running' });
    const found = await findImport(db, importId);
    if (found?.status !== 'running') return null;
    if (!found.fileId) throw new DomainError('not_found', 'The uploaded file is no longer kept. Upload it again.');
    const taking = await takingOf(deps, { tenantId, db, found });
    const start: ResumePoint = { byte: found.format.bom, row: 0 };
    const from = (await findResumePoint(db, importId)) ?? start;
    return { format: found.format, fileId: found.fileId, from, taking };
  });
}

async function takingOf(deps: ImportDeps, { found, ...rest }: Beginning<Import>): Promise<Taking> {
  switch (found.entity) {
    case 'people':
      return takePeople(deps, { ...rest, found });
    case 'opportunities':
      return takeOpportunities(deps, { ...rest, found });
    case 'content':
      return takeContent(deps, { ...rest, found });
  }
}

interface Beginning<Found> {
  tenantId: string;
  db: TenantDb;
  found: Found;
}

async function takePeople(
  { database, importer, directory }: ImportDeps,
  { tenantId, db, found }: Beginning<PeopleImport>,
): Promise<Taking> {
  const { mapping, format, dryRun } = found;
  checkMapping(mapping, format.columns);
  const attributes: SlottedAttribute[] = await listAttributes(db);
  const missing = missingAttributes(mapping, attributes);
  if (dryRun) attributes.push(...imagineSlots(missing, attributes));
  else for (const input of missing) attributes.push(await insertAttribute(db, input));
  const plan = planRows(mapping, format.columns, attributes);
  const { key, kind, listId, consent } = mapping;
  const grant = consent && { source: consent.source, basis: consent.basis };
  const merge: MergeInput = { importId: found.id, columns: plan.columns, key, kind, listId, consent: grant };
  const hasNames = plan.columns.some(({ names }) => names !== undefined);
  const owner = hasNames ? await listColleagues(directory.db, tenantId) : new Map<string, string | null>();
  const known = { account: new Map(), campaign: new Map(), owner };
  const named = async (batch: Batch): Promise<Batch> => {
    const names = namesIn(batch, plan.columns);
    await withTenant(database.db, tenantId, (db) => learnNames(db, names, known));
    return placeIds(batch, plan.columns, { known, unknown: mapping.unknown ?? 'reject' });
  };
  let batches = 0;
  return {
    groupSize: importBatchRows,
    read: (rows) => {
      const batch = makeBatch({ key, width: format.columns.length, plan }, rows);
      return async (place) => {
        if (batches++ < 2) await refreshTenantStatistics(importer);
        const placed = { tenantId, merge, dryRun, batch: hasNames ? await named(batch) : batch, ...place };
        return applyBatch(importer, placed);
      };
    },
  };
}

async function takeOpportunities(
  { database, directory }: ImportDeps,
  { tenantId, db, found }: Beginning<OpportunityImport>,
): Promise<Taking> {
  const { mapping, format, dryRun, id: importId } = found;
  checkOpportunityMapping(mapping, format.columns);
  const { currency, timeZone } = await db
    .selectFrom('tenants')
    .select(['currency', 'timeZone'])
    .executeTakeFirstOrThrow();
  const plan = { mapping, columns: format.columns, currency: mapping.currency ?? currency };
  const owners = await listColleagues(directory.db, tenantId);
  const isLenient = mapping.unknown === 'leaveOut';
  return {
    groupSize: opportunityBatchRows,
    read: (rows) => {
      const batch = readOpportunityRows(plan, rows);
      return (place) => {
        const context = { timeZone, owners, isLenient, nowIso: new Date().toISOString() };
        return applyOpportunities(database.db, tenantId, { importId, mapping, dryRun, batch, context, ...place });
      };
    },
  };
}

/** Tells a campaign's workflow that its row has changed. One that cannot hear it reads the row before it acts, all the same. */
async function tellCampaign(temporal: ImportDeps['temporal'], ref: CampaignRef): Promise<void> {
  await temporal.workflow
    .getHandle(campaignWorkflowId(ref))
    .signal(editedSignal)
    .catch(() => {});
}

function takeContent({ database, temporal }: ImportDeps, { tenantId, found }: Beginning<ContentImport>): Taking {
  const { mapping, format, dryRun, id: importId } = found;
  checkContentMapping(mapping, format.columns);
  return {
    groupSize: contentBatchRows,
    read: (rows) => {
      const batch = readContentRows(mapping, format.columns, rows);
      return async (place) => {
        const placed = { importId, mapping, dryRun, batch, ...place };
        const { outcome, voided } = await applyContent(database.db, tenantId, placed);
        await Promise.all(voided.map((campaignId) => tellCampaign(temporal, { tenantId, campaignId })));
        return outcome;
      };
    },
  };
}
