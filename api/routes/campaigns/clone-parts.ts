import { v5 as uuidv5 } from 'uuid';
import type { TenantDb } from '../../../db/connection.ts';
import { countBroadcasts } from '../../../db/queries/broadcasts/broadcasts.ts';
import { copyBroadcasts, type Copying } from '../../../db/queries/campaigns/clone.ts';
import { findDefinition, findStepIds } from '../../../db/queries/drips/definitions.ts';
import { insertDrip, listDrips } from '../../../db/queries/drips/drips.ts';
import { insertExperiment, listExperiments, plannedOf } from '../../../db/queries/experiments/experiments.ts';
import {
  insertNurtureItem,
  listNurtureItems,
  orderStream,
  type NurtureItemRow,
} from '../../../db/queries/nurtures/items.ts';
import { countNurtures, insertNurture, listNurtures } from '../../../db/queries/nurtures/nurtures.ts';
import { DripDefinition } from '../../../domain/drips/definition.ts';
import { findStep } from '../../../domain/drips/graph.ts';
import { shiftMoment, type Shift } from '../../../domain/campaigns/shift.ts';
import { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import { NewNurtureItem } from '../../../domain/nurtures/item.ts';

/** A kind of part that a copy of a campaign gets too. */
interface PartKind {
  /** What they are called, for the preview. */
  what: string;
  detail: string;
  count: (db: TenantDb, campaignId: string) => Promise<number>;
  copy: (db: TenantDb, copying: Copying) => Promise<void>;
}

/** Every kind of part, in the order of the preview; a further kind is one more entry here. */
export const partKinds: readonly PartKind[] = [
  {
    what: 'Broadcasts',
    detail: 'Message, sender and audience; lists are named and not copied, so whoever is on them then gets it',
    count: countBroadcasts,
    copy: copyBroadcasts,
  },
  {
    what: 'Drips',
    detail: 'Steps, messages, entry and exit rules of the version that people follow now; nobody is in a copy',
    count: async (db, campaignId) => (await listDrips(db, campaignId)).length,
    copy: copyDrips,
  },
  {
    what: 'Nurture programmes',
    detail:
      'Schedule, streams, rules, and items with their messages, order, holds and moved dates; nobody is in a copy',
    count: countNurtures,
    copy: copyNurtures,
  },
  {
    what: 'A/B tests',
    detail: 'Variants, shares and when they are looked at; a copy begins anew, and draws anew who gets which variant',
    count: async (db, campaignId) => (await listExperiments(db, campaignId)).length,
    copy: copyExperiments,
  },
];

/** Conditions about the campaign and its messages refer to the copy afterwards, as in nurture programmes. */
async function copyDrips(db: TenantDb, { from, to, renamed, author }: Copying): Promise<void> {
  for (const { id, name, priority, currentVersion } of await listDrips(db, from)) {
    const definition = await findDefinition(db, { dripId: id, number: currentVersion });
    if (!definition) continue;
    const steps = [...(await findStepIds(db, id))].filter(([key]) => findStep(definition.steps, key));
    await insertDrip(db, {
      id: uuidv5(id, to),
      campaignId: to,
      name,
      priority,
      definition: DripDefinition.parse(aboutCopy(definition, renamed)),
      stepIds: new Map(steps.map(([key, stepId]) => [key, idInCopy(renamed, stepId)])),
      author,
    });
  }
}

async function copyNurtures(db: TenantDb, { from, to, shift, renamed, author }: Copying): Promise<void> {
  for (const { id, name, definition } of await listNurtures(db, from)) {
    const items = await listNurtureItems(db, id);
    const nurtureId = uuidv5(id, to);
    const copied = NurtureDefinition.parse(aboutCopy(definition, renamed));
    await insertNurture(db, { id: nurtureId, campaignId: to, name, definition: copied, author });
    for (const item of items) {
      const copy = NewNurtureItem.parse(copyOfItem(item, shift));
      const own = idInCopy(renamed, item.id);
      await insertNurtureItem(db, { ...copy, id: own, nurtureId, state: 'draft', createdBy: author.id });
    }
    for (const { key } of definition.streams) {
      const itemIds = inOrder(items, key).map((item) => idInCopy(renamed, item.id));
      await orderStream(db, { nurtureId, stream: key, itemIds });
    }
  }
}

/** After what they are on; a step that the copy does not have is not tested. */
async function copyExperiments(db: TenantDb, { from, to, renamed }: Copying): Promise<void> {
  for (const test of await listExperiments(db, from)) {
    const dripId = test.dripId && uuidv5(test.dripId, to);
    const stepId = test.stepId && (await findStepIds(db, dripId ?? '')).get(test.step ?? '');
    if (test.dripId && !stepId) continue;
    const broadcastId = test.broadcastId && (renamed.get(test.broadcastId) ?? null);
    await insertExperiment(db, {
      id: uuidv5(test.id, to),
      owner: { campaignId: to, broadcastId, dripId, stepId: stepId ?? null },
      values: plannedOf(test),
      variants: test.variants,
    });
  }
}

function idInCopy(renamed: Copying['renamed'], id: string): string {
  const own = renamed.get(id);
  if (own === undefined) throw new Error(`no id in the copy was given for ${id}`);
  return own;
}

function aboutCopy(definition: unknown, renamed: ReadonlyMap<string, string>): unknown {
  let text = JSON.stringify(definition);
  for (const [old, own] of renamed) text = text.replaceAll(old, own);
  return JSON.parse(text);
}

function copyOfItem({ name, content, isOnHold, validFrom, validUntil }: NurtureItemRow, shift: Shift) {
  const moved = (at: Date | null) => at && shiftMoment(at.toISOString(), shift);
  return { name, content, isOnHold, validFrom: moved(validFrom), validUntil: moved(validUntil) };
}

function inOrder(items: readonly NurtureItemRow[], stream: string): NurtureItemRow[] {
  const place = ({ places }: NurtureItemRow) => places.find((place) => place.stream === stream)?.position;
  return items.filter((item) => place(item) !== undefined).sort((a, b) => (place(a) ?? 0) - (place(b) ?? 0));
}
