import type { TenantDb } from '../../../db/connection.ts';
import {
  listCasting,
  listCastSpans,
  listDripStepSpans,
  type BroadcastSpan,
  type CalendarCampaign,
  type CalendarFilter,
  type CampaignSpan,
  type CastingNurture,
} from '../../../db/queries/calendar/calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import { dayIn } from '../../../domain/calendar/day.ts';
import { movableDates } from '../../../domain/campaigns/reschedule.ts';
import { nextOf } from '../../../domain/drips/graph.ts';
import { nameOf } from '../../../domain/drips/sentences.ts';
import { castsWithin } from '../../../domain/nurtures/schedule.ts';
import { ruleReader } from '../drips/find.ts';

/** A campaign from start to end. */
export function campaignEntry(row: CampaignSpan): CalendarEntry {
  return {
    ...of(row),
    id: `campaign-${row.campaignId}`,
    kind: 'campaign',
    name: row.campaignName,
    partId: null,
    startAt: row.startAt.toISOString(),
    endAt: row.endAt?.toISOString() ?? null,
    goesOn: row.goesOn,
    people: null,
  };
}

/** A broadcast at the moment it goes. */
export function broadcastEntry(row: BroadcastSpan): CalendarEntry {
  return {
    ...of(row),
    id: `broadcast-${row.id}`,
    kind: 'broadcast',
    name: row.name,
    partId: row.id,
    startAt: row.startAt.toISOString(),
    endAt: null,
    people: row.people,
  };
}

/** The steps that people of drips come to, by day, with how many; those whose drip ends then come to none. */
export async function readDripSteps(
  db: TenantDb,
  wanted: CalendarFilter & { timeZone: string },
): Promise<CalendarEntry[]> {
  const ruleOf = ruleReader(db);
  const entries = new Map<string, CalendarEntry & { people: number }>();
  for (const row of await listDripStepSpans(db, wanted)) {
    const { steps } = await ruleOf({ dripId: row.dripId, number: row.version });
    // Who waits for the hours in which a message may go gets that message; who waits for a time goes on from there.
    const step = row.waitsFor === 'window' ? row.step : (row.goesTo ?? nextOf(steps, row.step));
    if (step === null) continue;
    const id = `step-${row.dripId}-${step}-${dayIn(row.startAt, wanted.timeZone)}`;
    const known = entries.get(id);
    if (known) known.people += row.people;
    else
      entries.set(id, {
        ...of(row),
        id,
        kind: 'drip_step',
        name: `${row.dripName}: ${nameOf(steps, step)}`,
        partId: row.dripId,
        startAt: row.startAt.toISOString(),
        endAt: null,
        people: row.people,
        movable: 'none',
      });
  }
  return [...entries.values()];
}

/** Casts of nurture programmes: those that were, with how many they gave something, and those that their schedules have to come. */
export async function readCasts(db: TenantDb, wanted: CalendarFilter): Promise<CalendarEntry[]> {
  const made = (await listCastSpans(db, wanted)).map((row) =>
    castEntry(row, { at: row.startAt.toISOString(), people: row.people }),
  );
  const nowIso = new Date().toISOString();
  for (const nurture of await listCasting(db, wanted)) {
    const limit = wanted.limit - made.length;
    for (const at of castsOfNurture(nurture, { from: wanted.from, to: wanted.to, nowIso, limit })) {
      made.push(castEntry(nurture, { at, people: null }));
    }
  }
  return made;
}

/** The casts that a programme has to come between two moments: none before it begins, and none after its own end date or the campaign's. */
export function castsOfNurture(
  { definition, castsFrom, castsUntil, campaignEndAt }: CastingNurture,
  range: { from: string; to: string; nowIso: string; limit: number },
): string[] {
  const from = [range.from, range.nowIso, castsFrom?.toISOString() ?? ''].sort().at(-1) ?? range.nowIso;
  const ends = [campaignEndAt, castsUntil].flatMap((end) => end?.toISOString() ?? []);
  const to = [range.to, ...ends].sort()[0] ?? range.to;
  return castsWithin(definition.schedule, { from, to, limit: range.limit });
}

function castEntry(
  row: Pick<CastingNurture, 'nurtureId' | 'nurtureName'> & CalendarCampaign,
  { at, people }: { at: string; people: number | null },
): CalendarEntry {
  return {
    ...of(row),
    id: `cast-${row.nurtureId}-${at}`,
    kind: 'cast',
    name: `${row.nurtureName}: cast`,
    partId: row.nurtureId,
    startAt: at,
    endAt: null,
    people,
    movable: 'none',
  };
}

function of(row: CalendarCampaign) {
  const { campaignId, campaignName, campaignTypeName, campaignStatus, ownerId, tags, version } = row;
  return {
    campaignId,
    campaignName,
    campaignTypeName,
    campaignStatus,
    campaignStartAt: row.campaignStartAt?.toISOString() ?? null,
    campaignEndAt: row.campaignEndAt?.toISOString() ?? null,
    ownerId,
    tags,
    goesOn: false,
    movable: movableDates(campaignStatus),
    version,
  };
}
