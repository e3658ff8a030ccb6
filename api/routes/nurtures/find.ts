import { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../../db/connection.ts';
import type { Cast } from '../../../db/queries/nurtures/casts.ts';
import { listNurtureItems, pooled, type NurtureItemRow } from '../../../db/queries/nurtures/items.ts';
import { findNurture, type NurtureRow } from '../../../db/queries/nurtures/nurtures.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { poolAt } from '../../../domain/nurtures/pool.ts';
import { hasEnded } from '../../../domain/parts/end.ts';
import { nextCast } from '../../../domain/nurtures/schedule.ts';

/** `{id}` and `{nurtureId}` in a path. */
export const NurtureParams = z.object({ id: Id, nurtureId: Id });

/** And `{itemId}`. */
export const NurtureItemParams = NurtureParams.extend({ itemId: Id });

/** A nurture programme with its items. */
export interface FoundNurture {
  row: NurtureRow;
  items: NurtureItemRow[];
}

/** The nurture programme, which must belong to the campaign in the path. */
export async function requireNurture(
  db: TenantDb,
  { id, nurtureId }: z.infer<typeof NurtureParams>,
): Promise<FoundNurture> {
  const row = await findNurture(db, nurtureId);
  if (!row || row.campaignId !== id) throw notFound('nurture programme');
  return { row, items: await listNurtureItems(db, nurtureId) };
}

/** One of its items. */
export function requireItem({ items }: FoundNurture, itemId: string): NurtureItemRow {
  const item = items.find(({ id }) => id === itemId);
  if (!item) throw notFound('item');
  return item;
}

/** When it casts next; before the start: when it would once its campaign has begun. Null once it is over, and while it is paused. */
export function nextCastAt(row: NurtureRow, nowIso: string): string | null {
  const { status, definition, campaignStartAt, endAt } = row;
  if (status !== 'running' && status !== 'draft') return null;
  const start = (status === 'draft' && campaignStartAt?.toISOString()) || nowIso;
  const castAt = nextCast(definition.schedule, start > nowIso ? start : nowIso);
  return hasEnded(endAt, castAt) ? null : castAt;
}

/** The cast that would come next; once it is over, the one that would be now, so that members still have a state. */
export function castToCome({ row, items }: FoundNurture, nowIso: string): Cast {
  const castAt = nextCastAt(row, nowIso) ?? nowIso;
  const pool = poolAt(items.map(pooled), { castAt, isDraft: row.status === 'draft' });
  return { nurtureId: row.id, castAt, definition: row.definition, pool };
}
