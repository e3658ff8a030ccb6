import type { TenantDb } from '../../db/connection.ts';
import { enqueueMessages } from '../../db/queries/outbox/enqueue.ts';
import { takeForCast, type Cast } from '../../db/queries/nurtures/casts.ts';
import { listNurtureItems, pooled } from '../../db/queries/nurtures/items.ts';
import { holdNurture } from '../../db/queries/nurtures/state.ts';
import { findNurture } from '../../db/queries/nurtures/nurtures.ts';
import { notFound } from '../../domain/errors.ts';
import { poolAt } from '../../domain/nurtures/pool.ts';
import { priorities } from '../../domain/outbox/message.ts';
import type { NurtureRef } from '../../workflows/nurtures/messages.ts';

/** A cast that is under way: by which version, what the streams give, and what each item is sent as. */
export interface OpenedCast extends Cast {
  campaignId: string;
  version: number;
  editions: ReadonlyMap<string, string>;
}

/** Reads what a cast has to give at its moment. */
export async function openCast(
  db: TenantDb,
  ref: Omit<NurtureRef, 'tenantId'> & { castAt: string },
): Promise<OpenedCast> {
  const { nurtureId, campaignId, castAt } = ref;
  const nurture = await findNurture(db, nurtureId);
  if (!nurture) throw notFound('nurture programme');
  const items = (await listNurtureItems(db, nurtureId)).filter(({ editionId }) => editionId !== null);
  return {
    nurtureId,
    campaignId,
    castAt,
    version: nurture.currentVersion,
    definition: nurture.definition,
    pool: poolAt(items.map(pooled), { castAt, isDraft: false }),
    editions: new Map(items.map(({ id, editionId }) => [id, editionId ?? ''])),
  };
}

/**
 * Deals with one batch of members in the caller's transaction: the item is the occurrence, so that nobody gets it twice. Where a new
 * version came into use since the batch before, this one goes by it; the cast that is given back is to be gone on with.
 */
export async function castBatch(
  db: TenantDb,
  opened: OpenedCast,
  { limit, nowIso }: { limit: number; nowIso: string },
): Promise<{ taken: number; enqueued: number; cast: OpenedCast }> {
  const held = await holdNurture(db, opened.nurtureId);
  if (held?.status !== 'running') return { taken: 0, enqueued: 0, cast: opened };
  const cast = held.currentVersion === opened.version ? opened : await openCast(db, opened);
  const { taken, rows } = await takeForCast(db, cast, limit);
  const going = rows.filter(({ outcome }) => outcome === 'gets');
  let enqueued = 0;
  for (const itemId of new Set(going.map((row) => row.itemId ?? ''))) {
    const people = going.filter((row) => row.itemId === itemId);
    enqueued += await enqueueMessages(db, {
      sourceKind: 'nurture',
      sourceId: itemId,
      partId: cast.nurtureId,
      campaignId: cast.campaignId,
      editionId: cast.editions.get(itemId) ?? '',
      priority: priorities.nurture,
      nowIso,
      sendWindow: null,
      to: people.map(({ personId }) => ({ personId, occurrence: itemId })),
    });
  }
  return { taken, enqueued, cast };
}
