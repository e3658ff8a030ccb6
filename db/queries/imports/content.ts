import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { mostItems, type ContentItemInput } from '../../../domain/content-items/content-item.ts';
import { repeated, type RowRemark } from '../../../domain/imports/batch.ts';
import { labelOf } from '../../../domain/imports/cell-source.ts';
import type { ContentMapping } from '../../../domain/imports/content-mapping.ts';
import { mergeContent, type ContentBatch } from '../../../domain/imports/content-rows.ts';
import { systemActor } from '../../../domain/policy/actor.ts';
import type { Db, TenantDb } from '../../connection.ts';
import { countContentItems, toContentItem, writtenOf } from '../content-items/content-items.ts';
import type { BatchOutcome } from './batches.ts';
import { findMet, insertMet } from './keys.ts';
import { voidingOutdated } from '../approvals/void-approvals.ts';
import { applyStep, type ImportStep, type StepResult } from './step.ts';

/** Rows of content with where they begin and end in the file. */
export interface PlacedContent extends ImportStep {
  mapping: ContentMapping;
  dryRun: boolean;
  batch: ContentBatch;
}

/**
 * Takes in the rows of a batch: what has a known address is changed, the rest is new. A dry run only counts. Tells how it went, and which
 * campaigns lost their approval by it.
 */
export async function applyContent(
  app: Db,
  tenantId: string,
  { batch, mapping, dryRun, ...step }: PlacedContent,
): Promise<{ outcome: BatchOutcome; voided: string[] }> {
  let voided: string[] = [];
  const outcome = await applyStep(app, { tenantId, ...step }, async (db) => {
    voided = [];
    const urls = batch.read.map(({ facts }) => facts.url);
    const known = await listByAddress(db, urls, { isHeld: !dryRun });
    const met = await findMet(
      db,
      step.importId,
      [...known.values()].map(({ key }) => key),
    );
    const room = await findRoom(db, step.importId, { dryRun });
    const result = takeRows(batch, { mapping, known, met, dryRun, room });
    if (!dryRun) {
      const items = [...result.items.values()];
      const there = new Set([...known.values()].map(({ id }) => id));
      const write = () => writeItems(db, items);
      const cause = { actor: systemActor(tenantId, 'An import'), through: 'Content was imported.' };
      // What is new stands in no message yet, and to see what messages show takes long where there are many.
      if (items.some(({ id }) => there.has(id))) ({ voided } = await voidingOutdated(db, cause, write));
      else await write();
    }
    await insertMet(db, step.importId, result.keys);
    return result.counts;
  });
  return { outcome, voided };
}

/** How many more items there may be. What a dry run would have made before is not there. */
async function findRoom(db: TenantDb, importId: string, { dryRun }: { dryRun: boolean }): Promise<number> {
  const room = mostItems - (await countContentItems(db));
  if (!dryRun) return room;
  const { rowsCreated } = await db
    .selectFrom('imports')
    .select('rowsCreated')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow();
  return room - rowsCreated;
}

/** What is known by the address of a row: how the address is told apart, and the item that has it. */
interface Known {
  key: string;
  id: string | null;
  item: ContentItemInput | null;
}

/** Locked, so that nobody edits them before they are written: what is overwritten is exactly what was read here. */
async function listByAddress(
  db: TenantDb,
  urls: readonly string[],
  { isHeld }: { isHeld: boolean },
): Promise<Map<string, Known>> {
  if (urls.length === 0) return new Map();
  const { rows: keys } = await sql<{ url: string; key: string }>`
    select url, content_url_key(url) as key from unnest(${sql.val([...new Set(urls)])}::text[]) as given (url)`.execute(
    db,
  );
  const rows = await db
    .selectFrom('contentItems')
    .selectAll()
    .where('archivedAt', 'is', null)
    .where('urlKey', 'in', [...new Set(keys.map(({ key }) => key))])
    .orderBy('id')
    .$if(isHeld, (query) => query.forNoKeyUpdate())
    .execute();
  const items = new Map(rows.map((row) => [row.urlKey, toContentItem(row)]));
  return new Map(
    keys.map(({ url, key }) => {
      const item = items.get(key);
      return [url, { key, id: item?.id ?? null, item: item ? writtenOf(item) : null }];
    }),
  );
}

/** An item as it is to be written. */
interface TakenItem {
  id: string;
  item: ContentItemInput;
}

interface Taking {
  mapping: ContentMapping;
  known: ReadonlyMap<string, Known>;
  /** Keys that earlier rows of the file had. */
  met: ReadonlySet<string>;
  dryRun: boolean;
  /** New items that there may be. */
  room: number;
}

/** Takes row after row, so that a later row of the same address adds to the earlier one. */
function takeRows(batch: ContentBatch, { mapping, known, met, dryRun, room }: Taking) {
  const counts: StepResult = {
    ...{ rows: batch.rows, created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: batch.rejected, warnings: 0 },
    remarks: [],
  };
  const remarks: RowRemark[] = [...batch.remarks];
  const [items, rowOf] = [new Map<string, TakenItem>(), new Map<string, number>()];
  const urlField = labelOf(mapping.fields.find(({ to }) => to === 'url')!);
  for (const { row, facts } of batch.read) {
    const { key, id, item } = known.get(facts.url)!;
    const before = items.get(key)?.item ?? item;
    // A dry run has not written what an earlier row brought: this one would add to it, whatever it lacks itself.
    if (dryRun && before === null && met.has(key)) {
      counts.duplicate++;
      continue;
    }
    const merged =
      before === null && counts.created >= room ? tooMany(facts.url, urlField) : mergeContent(before, facts, mapping);
    if ('error' in merged) {
      counts.rejected++;
      remarks.push({ ...merged.error, row, severity: 'error', emailKey: null });
      continue;
    }
    const earlier = rowOf.get(key);
    const isChanged = before === null || !isSame(before, merged.item);
    if (earlier !== undefined || met.has(key)) {
      counts.duplicate++;
      if (earlier !== undefined) {
        counts.warnings++;
        const remark = { ...repeated('externalId', facts.url, earlier), field: urlField };
        remarks.push({ ...remark, row, severity: 'warning', emailKey: null });
      }
    } else if (before === null) counts.created++;
    else if (isChanged) counts.updated++;
    else counts.unchanged++;
    rowOf.set(key, row);
    if (isChanged) items.set(key, { id: items.get(key)?.id ?? id ?? uuidv7(), item: merged.item });
  }
  const keys = [...rowOf].map(([key, row]) => ({ key, row }));
  return { counts: { ...counts, remarks }, items, keys };
}

const tooMany = (url: string, field: string) => ({
  error: {
    field,
    reason: `would be one more than the ${mostItems.toLocaleString('en')} that there may be`,
    value: url,
  },
});

const isSame = (one: ContentItemInput, other: ContentItemInput): boolean =>
  (Object.keys(other) as (keyof ContentItemInput)[]).every(
    (field) => JSON.stringify(one[field]) === JSON.stringify(other[field]),
  );

async function writeItems(db: TenantDb, items: readonly TakenItem[]): Promise<void> {
  if (items.length === 0) return;
  await db
    .insertInto('contentItems')
    .values(items.map(({ id, item }) => ({ ...item, id })))
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'id']).doUpdateSet(({ ref }) => ({
        title: ref('excluded.title'),
        description: ref('excluded.description'),
        imageUrl: ref('excluded.imageUrl'),
        format: ref('excluded.format'),
        language: ref('excluded.language'),
        topics: ref('excluded.topics'),
        validFrom: ref('excluded.validFrom'),
        validUntil: ref('excluded.validUntil'),
        version: sql<number>`content_items.version + 1`,
        updatedAt: sql<Date>`now()`,
      })),
    )
    .execute();
}
