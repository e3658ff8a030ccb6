import { sql } from 'kysely';
import type { RowRemark } from '../../../domain/imports/batch.ts';
import { labelOf } from '../../../domain/imports/cell-source.ts';
import type { ResumePoint } from '../../../domain/imports/import.ts';
import type { OpportunityMapping } from '../../../domain/imports/opportunity-mapping.ts';
import type { OpportunityBatch, OpportunityRow } from '../../../domain/imports/opportunity-rows.ts';
import { wordOf, type FieldRemark, type RowContext, type RowWord } from '../../../domain/imports/opportunity-word.ts';
import type { FieldError } from '../../../domain/errors.ts';
import { foldStage, type OpportunityState } from '../../../domain/opportunities/stage.ts';
import { parseEmail } from '../../../domain/people/email.ts';
import type { Db, TenantDb } from '../../connection.ts';
import type { BatchOutcome } from './batches.ts';
import { findMet, insertMet } from './keys.ts';
import { applyStep } from './step.ts';
import { hearOpportunities, type OpportunityOutcome } from '../opportunities/words.ts';

/** Rows of opportunities with where they begin and end in the file. */
export interface PlacedOpportunities {
  importId: string;
  mapping: OpportunityMapping;
  dryRun: boolean;
  batch: OpportunityBatch;
  context: Omit<RowContext, 'outcomes'>;
  from: ResumePoint;
  to: ResumePoint;
}

/**
 * Hears the rows of a batch. A dry run hears them too, and takes back what came of it.
 */
export async function applyOpportunities(
  app: Db,
  tenantId: string,
  placed: PlacedOpportunities,
): Promise<BatchOutcome> {
  const { importId, batch, from, to } = placed;
  return applyStep(app, { tenantId, importId, from, to }, async (db) => {
    const heard = await hearRows(db, placed);
    const counts = await countHeard(db, importId, heard);
    const remarks = [...batch.remarks, ...heard.flatMap((one) => remarksOf(one, placed.mapping))];
    return { ...counts, rows: batch.rows, rejected: counts.rejected + batch.rejected, remarks };
  });
}

interface HeardRow {
  row: OpportunityRow;
  said: RowWord;
  /** Null where the row names somebody unknown and is rejected for it. */
  outcome: OpportunityOutcome | null;
}

async function hearRows(db: TenantDb, { batch, context, dryRun }: PlacedOpportunities): Promise<HeardRow[]> {
  const stages = await db.selectFrom('opportunityStages').select(['name', 'outcome']).execute();
  const outcomes = new Map(stages.map(({ name, outcome }) => [foldStage(name), outcome as OpportunityState]));
  const rows = batch.read.map((row) => ({ row, said: wordOf(row, { ...context, outcomes }) }));
  const isHeard = ({ said }: { said: RowWord }) => context.isLenient || said.unknown.length === 0;
  if (dryRun) await sql`savepoint before_rows`.execute(db);
  const words = rows.filter(isHeard).map(({ said }) => said.word);
  const answers = await hearOpportunities(db, words, context.nowIso);
  if (dryRun) await sql`rollback to savepoint before_rows`.execute(db);
  let next = 0;
  return rows.map((one) => ({ ...one, outcome: isHeard(one) ? (answers[next++] ?? null) : null }));
}

/** Counts what the rows amount to; of several of one opportunity the first counts, also over batches. */
async function countHeard(db: TenantDb, importId: string, heard: readonly HeardRow[]) {
  const counts = { created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, warnings: 0 };
  const taken = heard.filter(({ outcome }) => isTaken(outcome));
  const met = await findMet(
    db,
    importId,
    taken.map(({ row }) => row.externalId),
  );
  for (const { row, outcome } of taken) {
    if (met.has(row.externalId)) counts.duplicate++;
    else if (outcome?.result === 'added') counts.created++;
    else if (outcome?.result === 'changed') counts.updated++;
    else counts.unchanged++;
    met.add(row.externalId);
  }
  counts.rejected = heard.length - taken.length;
  counts.warnings = taken.flatMap(saidOf).length;
  const keys = taken.map(({ row }) => ({ key: row.externalId, row: row.row }));
  await insertMet(db, importId, keys);
  return counts;
}

/** What is to be said of a row, by its fields. */
function saidOf({ row, said, outcome }: HeardRow): FieldRemark[] {
  const problems = (outcome?.problems ?? []).map((problem) => remarkOf(problem, row));
  return [...(isTaken(outcome) ? said.hints : []), ...said.unknown, ...problems];
}

/** Of several remarks about one field, such as two people who are not known, each is kept under a number. */
function remarksOf(heard: HeardRow, mapping: OpportunityMapping): RowRemark[] {
  const severity = isTaken(heard.outcome) ? 'warning' : 'error';
  const times = new Map<string, number>();
  return saidOf(heard).map(({ field, reason, value }) => {
    const source = mapping.fields.find(({ to }) => to === field);
    const label = source ? labelOf(source) : field;
    const time = (times.get(label) ?? 0) + 1;
    times.set(label, time);
    const parsed = parseEmail(value);
    const emailKey = 'key' in parsed ? parsed.key : null;
    return { row: heard.row.row, field: time > 1 ? `${label} (${time})` : label, severity, reason, value, emailKey };
  });
}

function isTaken(outcome: OpportunityOutcome | null): boolean {
  return outcome !== null && outcome.result !== 'refused';
}

const fieldOfPath: Record<string, FieldRemark['field']> = {
  closedAt: 'closeDate',
  accountExternalId: 'accountExternalId',
  primaryCampaign: 'primaryCampaign',
  occurredAt: 'occurredAt',
  state: 'stage',
};

/** Says what the opportunity could not hear, by the field of the row and with what stood there. */
function remarkOf({ path, message }: FieldError, { input, externalId }: OpportunityRow): FieldRemark {
  const part = /^contactRoles\.(\d+)\.(email|externalId)$/.exec(path);
  if (part) {
    const role = input.contactRoles?.[Number(part[1])];
    return part[2] === 'email'
      ? { field: 'contactEmails', reason: message, value: role?.email ?? '' }
      : { field: 'contactExternalIds', reason: message, value: role?.externalId ?? '' };
  }
  const field = fieldOfPath[path] ?? 'externalId';
  const values = {
    accountExternalId: input.accountExternalId,
    primaryCampaign: input.primaryCampaign,
    stage: input.stage,
  };
  return { field, reason: message, value: (values as Record<string, string | undefined>)[field] ?? externalId };
}
