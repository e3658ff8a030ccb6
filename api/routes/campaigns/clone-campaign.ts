import { v5 as uuidv5 } from 'uuid';
import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { countLeftBehind, listSourceIds, renameInBlocks } from '../../../db/queries/campaigns/clone.ts';
import { findCampaignOverview } from '../../../db/queries/campaigns/overviews.ts';
import { findCampaign, insertCampaign, type CampaignRow } from '../../../db/queries/campaigns/campaigns.ts';
import { insertCost, listCosts } from '../../../db/queries/costs/costs.ts';
import { dayOf, holdCurrency } from '../../../db/queries/costs/exchange-rates.ts';
import { dayIn } from '../../../domain/calendar/day.ts';
import { cut } from '../../../domain/characters.ts';
import { copyName, type ClonePreview, type CloneRequest, type SeriesRequest } from '../../../domain/campaigns/clone.ts';
import { seriesStarts } from '../../../domain/campaigns/series.ts';
import { shiftBetween, shiftDay, shiftMoment, type Shift } from '../../../domain/campaigns/shift.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { valueOn } from '../../../db/queries/costs/values.ts';
import { partKinds } from './clone-parts.ts';
import { audited, authorOf, newUtmId } from './edit.ts';

/**
 * Makes a copy of a campaign: a draft with the same type, parts and budget, nothing of what became of the original. Repeating it
 * with the same id does nothing.
 */
export async function cloneCampaign(
  db: TenantDb,
  actor: Actor,
  { sourceId, id, request }: { sourceId: string; id: string; request: CloneRequest },
): Promise<string> {
  const source = await findCampaign(db, sourceId);
  if (!source) throw notFound('campaign');
  if (await findCampaign(db, id)) return id;
  const dates = datesOf(source, request, await timeZoneOf(db));
  const copy = await insertCampaign(db, {
    id,
    name: request.name ?? copyName(source.name),
    description: source.description,
    campaignTypeId: source.campaignTypeId,
    parentId: source.parentId,
    ownerId: source.ownerId,
    startAt: dates.startAt,
    endAt: dates.endAt,
    currency: source.currency,
    budgetedCostMinor: source.budgetedCostMinor,
    expectedRevenueMinor: source.expectedRevenueMinor,
    expectedResponsePercent: source.expectedResponsePercent === null ? null : Number(source.expectedResponsePercent),
    tags: source.tags,
    utmId: newUtmId(),
    createdBy: authorOf(actor),
  });
  const sources = await listSourceIds(db, sourceId);
  const renamed = new Map([[sourceId, id], ...sources.map((old) => [old, uuidv5(old, id)] as const)]);
  for (const kind of partKinds) {
    const author = { id: authorOf(actor), name: actor.name };
    await kind.copy(db, { from: sourceId, to: id, shift: dates.shift, renamed, author });
  }
  await renameInBlocks(db, renamed);
  await copyCosts(db, actor, { from: sourceId, to: id, shift: dates.shift });
  await insertAudit(db, actor, {
    action: 'campaign.clone',
    entityKind: 'campaign',
    entityId: id,
    after: { ...audited(copy), copiedFrom: source.name },
  });
  return id;
}

/** Makes a copy for each moment of a rule; all of them or none. `id` is what their ids are made from. */
export async function cloneSeries(
  db: TenantDb,
  actor: Actor,
  { sourceId, id, request }: { sourceId: string; id: string; request: SeriesRequest },
): Promise<{ id: string; name: string }[]> {
  const source = await findCampaign(db, sourceId);
  if (!source) throw notFound('campaign');
  const made: { id: string; name: string }[] = [];
  for (const { name, startAt } of await occurrencesOf(db, source, request)) {
    const own = uuidv5(startAt, id);
    made.push({ id: await cloneCampaign(db, actor, { sourceId, id: own, request: { name, startAt } }), name });
  }
  return made;
}

/** What a copy would have and what not, and when the copies of a series would start. */
export async function previewClone(
  db: TenantDb,
  sourceId: string,
  series: SeriesRequest | null,
): Promise<ClonePreview> {
  const source = await findCampaignOverview(db, sourceId);
  if (!source) throw notFound('campaign');
  const parts = [];
  for (const { what, detail, count } of partKinds) parts.push({ what, detail, count: await count(db, sourceId) });
  const costs = await listCosts(db, sourceId);
  const lines = costs.filter((cost) => cost.amountMinor > 0).length;
  const { members, approvals } = await countLeftBehind(db, sourceId);
  const reset = (what: string, detail: string, count: number | null = null) => ({ what, detail, count });
  return {
    name: copyName(source.name),
    copied: [
      { what: 'Type', count: null, detail: `${source.campaignTypeName}, with its statuses` },
      { what: 'Plan', count: null, detail: 'Description, owner, parent, tags, budget, expected revenue and response' },
      ...parts,
      { what: 'Budget lines', count: lines, detail: 'All as planned, at the rate of their new date' },
    ],
    reset: [
      reset('Members', 'Nobody is a member of a copy', members),
      reset('Actual cost', 'Nothing is spent or committed', costs.filter(({ kind }) => kind !== 'planned').length),
      reset(
        'What was sent and what came back',
        'Messages, opens, clicks, replies and their figures stay with the original',
      ),
      reset('Approvals', 'A copy is a draft and needs an approval of its own', approvals),
      reset('Results of experiments', 'A copy begins anew'),
      reset('utm_id', 'A copy has its own, so that its visits are told apart'),
    ],
    occurrences: series ? await occurrencesOf(db, source, series) : [],
  };
}

async function occurrencesOf(db: TenantDb, source: CampaignRow, { name, rrule, from }: SeriesRequest) {
  const timeZone = await timeZoneOf(db);
  return seriesStarts(rrule, { from, timeZone }).map((startAt) => ({
    name: `${cut(name ?? copyName(source.name), 0, 187)} · ${dayIn(startAt, timeZone)}`,
    startAt,
    endAt: datesOf(source, { startAt }, timeZone).endAt?.toISOString() ?? null,
  }));
}

/** When a copy starts and ends, and by how much that moves it. Where the original has no start, there is nothing to move by. */
function datesOf(
  source: CampaignRow,
  { startAt, shiftDays = 0 }: CloneRequest,
  timeZone: string,
): { startAt: Date | null; endAt: Date | null; shift: Shift } {
  const own = source.startAt?.toISOString() ?? null;
  const shift = startAt && own ? shiftBetween(own, startAt, timeZone) : { timeZone, days: shiftDays, minutes: 0 };
  const moved = (at: Date | null): Date | null => at && new Date(shiftMoment(at.toISOString(), shift));
  const start = startAt ? new Date(startAt) : moved(source.startAt);
  const end = startAt && !own ? source.endAt : moved(source.endAt);
  if (start && end && start >= end) {
    const message = 'is after the end of the campaign; give it another end first, or move it by a number of days';
    throw new DomainError('invalid', 'The copy would start after its end. Nothing was made.', [
      { path: 'startAt', code: 'invalid', message },
    ]);
  }
  return { startAt: start, endAt: end, shift };
}

/** Every line as planned on its moved date; what came back is not planned again. */
async function copyCosts(
  db: TenantDb,
  actor: Actor,
  { from, to, shift }: { from: string; to: string; shift: Shift },
): Promise<void> {
  const lines = (await listCosts(db, from)).filter(({ amountMinor }) => amountMinor > 0);
  if (lines.length === 0) return;
  const into = await holdCurrency(db);
  for (const { spentOn, vendor, note, amountMinor, currency, id } of lines) {
    const day = shiftDay(dayOf(spentOn), shift);
    await insertCost(db, {
      id: uuidv5(id, to),
      campaignId: to,
      kind: 'planned',
      spentOn: day,
      vendor,
      note,
      amountMinor,
      currency,
      createdBy: authorOf(actor),
      ...(await valueOn(db, { amountMinor, currency, day, into })),
    });
  }
}

async function timeZoneOf(db: TenantDb): Promise<string> {
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  return timeZone;
}
