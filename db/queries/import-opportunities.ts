import { sql } from 'kysely';
import type { RowRemark } from '../../domain/imports/batch.ts';
import { labelOf } from '../../domain/imports/cell-source.ts';
import type { ResumePoint } from '../../domain/imports/import.ts';
import type { OpportunityMapping } from '../../domain/imports/opportunity-mapping.ts';
import type { OpportunityBatch, OpportunityRow } from '../../domain/imports/opportunity-rows.ts';
import { wordOf, type FieldRemark, type RowContext, type RowWord } from '../../domain/imports/opportunity-word.ts';
import type { FieldError } from '../../domain/errors.ts';
import { foldStage, type OpportunityState } from '../../domain/opportunities/stage.ts';
import { parseEmail } from '../../domain/people/email.ts';
import { withTenant, type Db, type TenantDb } from '../connection.ts';
import { isRace, type BatchOutcome } from './import-batches.ts';
import { writeRemarks } from './import-remarks.ts';
import { hearOpportunities, type OpportunityOutcome } from './opportunity-words.ts';

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
 * Hears the rows of a batch, writes its remarks, adds its counts and moves the resume point, all in one transaction: a worker that dies
 * has either done the batch or not begun it. A dry run hears them too, and takes back what came of it.
 */
export async function applyOpportunities(
  app: Db,
  tenantId: string,
  placed: PlacedOpportunities,
): Promise<BatchOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withTenant(app, tenantId, (db) => applyOnce(db, placed));
    } catch (error) {
      if (attempt >= 5 || !isRace(error)) throw error;
    }
  }
}

async function applyOnce(db: TenantDb, placed: PlacedOpportunities): Promise<BatchOutcome> {
  const { importId, batch, from, to } = placed;
  const held = await db
    .selectFrom('imports')
    .select(['status', 'resumeAt'])
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirst();
  if (held?.status !== 'running') return 'cancelled';
  const resumeAt = held.resumeAt as ResumePoint | null;
  if ((resumeAt?.byte ?? from.byte) !== from.byte) return 'overtaken';
  const heard = await hearRows(db, placed);
  await writeRemarks(db, importId, [...batch.remarks, ...heard.flatMap((one) => remarksOf(one, placed.mapping))]);
  const counts = await countHeard(db, importId, heard);
  const add = (column: string, count: number) => sql<number>`${sql.ref(column)} + ${count}`;
  await db
    .updateTable('imports')
    .set({
      rowsRead: add('rows_read', batch.rows),
      rowsCreated: add('rows_created', counts.created),
      rowsUpdated: add('rows_updated', counts.updated),
      rowsUnchanged: add('rows_unchanged', counts.unchanged),
      rowsDuplicate: add('rows_duplicate', counts.duplicate),
      rowsRejected: add('rows_rejected', counts.rejected + batch.rejected),
      warnings: add('warnings', counts.warnings),
      bytesRead: to.byte,
      resumeAt: JSON.parse(JSON.stringify(to)),
    })
    .where('id', '=', importId)
    .execute();
  return 'applied';
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
  await sql`
    insert into import_keys (import_id, kind, key_hash, owner_hash, row_number)
    select ${importId}::uuid, 'externalId', hashtextextended(w.key, 0), hashtextextended(w.key, 0), w.row_number::bigint
    from unnest(${sql.val(taken.map(({ row }) => row.externalId))}::text[],
      ${sql.val(taken.map(({ row }) => String(row.row)))}::text[]) as w (key, row_number)
    on conflict do nothing`.execute(db);
  return counts;
}

async function findMet(db: TenantDb, importId: string, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select w.key from unnest(${sql.val([...new Set(keys)])}::text[]) as w (key)
    join import_keys k on k.tenant_id = current_tenant() and k.import_id = ${importId}::uuid and k.kind = 'externalId'
      and k.key_hash = hashtextextended(w.key, 0)`.execute(db);
  return new Set(rows.map(({ key }) => key));
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
