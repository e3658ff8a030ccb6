import type { RawBuilder } from 'kysely';
import type { TenantDb } from '../../../db/connection.ts';
import { listCasting, listDripStepSpans } from '../../../db/queries/calendar/calendar.ts';
import {
  countHitTwice,
  listPlannedSends,
  peopleAtStep,
  peopleOfCast,
  peopleOfSend,
} from '../../../db/queries/calendar/overlaps.ts';
import { listNurtureItems, pooled } from '../../../db/queries/nurtures/items.ts';
import { mostEntries, mostOverlapDays, mostSendsADay, type Overlap } from '../../../domain/calendar/calendar.ts';
import { dayIn } from '../../../domain/calendar/day.ts';
import { findStep, nextOf } from '../../../domain/drips/graph.ts';
import { nameOf } from '../../../domain/drips/sentences.ts';
import { poolAt } from '../../../domain/nurtures/pool.ts';
import { ruleReader } from '../drips/find.ts';
import { castsOfNurture } from './entries.ts';
import { momentsOf, requireRange, timeZoneOf, type Range } from './read.ts';

/** Something that is to go, and whom it reaches as things stand. */
interface Hit {
  at: string;
  send: Overlap['sends'][number];
  people: () => Promise<RawBuilder<unknown>> | RawBuilder<unknown>;
}

/** The days from today on with several sends that reach the same people: broadcasts, casts of programmes, and steps of drips that people are due at. */
export async function readOverlaps(db: TenantDb, asked: Range, nowIso: string): Promise<Overlap[]> {
  const timeZone = await timeZoneOf(db);
  const range = momentsOf(asked, timeZone);
  requireRange(range, mostOverlapDays);
  const today = dayIn(nowIso, timeZone);
  const days = new Map<string, Hit[]>();
  const hits = [
    ...(await broadcastHits(db, range, nowIso)),
    ...(await castHits(db, range, nowIso)),
    ...(await stepHits(db, range, timeZone)),
  ];
  for (const hit of hits) {
    const day = dayIn(hit.at, timeZone);
    if (day >= today) days.set(day, [...(days.get(day) ?? []), hit]);
  }
  const overlaps: Overlap[] = [];
  for (const [date, hits] of [...days].sort()) {
    const sends = named(hits);
    if (sends.length < 2) continue;
    const reached = hits.length > mostSendsADay ? null : await Promise.all(hits.map(({ people }) => people()));
    const people = reached && (await countHitTwice(db, reached));
    if (people !== 0) overlaps.push({ date, people, sends });
  }
  return overlaps;
}

/** Each of them once: people may come to one step from several. */
function named(hits: readonly Hit[]): Overlap['sends'] {
  const known = new Map(hits.map(({ send }) => [`${send.partId} ${send.name}`, send]));
  return [...known.values()];
}

async function broadcastHits(db: TenantDb, range: Range, nowIso: string): Promise<Hit[]> {
  return (await listPlannedSends(db, range)).map((planned) => {
    const { broadcastId, campaignId, name, at } = planned;
    const send = { kind: 'broadcast' as const, partId: broadcastId, campaignId, name, broadcastId };
    return { at: at.toISOString(), send, people: () => peopleOfSend(db, planned, nowIso) };
  });
}

async function castHits(db: TenantDb, range: Range, nowIso: string): Promise<Hit[]> {
  const hits: Hit[] = [];
  for (const nurture of await listCasting(db, { ...range, limit: mostEntries })) {
    const { nurtureId, nurtureName, campaignId, campaignName, definition, castsFrom } = nurture;
    // From now on, for each cast gives what the one before it has not.
    const casts = castsOfNurture(nurture, { from: nowIso, to: range.to, nowIso, limit: mostEntries });
    if (casts.every((at) => at < range.from)) continue;
    const items = (await listNurtureItems(db, nurtureId)).map(pooled);
    for (const [before, castAt] of casts.entries()) {
      if (castAt < range.from) continue;
      const name = `${campaignName}: ${nurtureName}, cast`;
      const pool = poolAt(items, { castAt, isDraft: castsFrom !== null });
      hits.push({
        at: castAt,
        send: { kind: 'cast', partId: nurtureId, campaignId, name, broadcastId: null },
        people: () => peopleOfCast(db, { nurtureId, castAt, definition, pool, before }),
      });
    }
  }
  return hits;
}

async function stepHits(db: TenantDb, range: Range, timeZone: string): Promise<Hit[]> {
  const ruleOf = ruleReader(db);
  const hits: Hit[] = [];
  for (const row of await listDripStepSpans(db, { ...range, limit: mostEntries, timeZone })) {
    const { dripId, dripName, version, step, waitsFor, goesTo, campaignId, campaignName, startAt, lastAt } = row;
    const { steps } = await ruleOf({ dripId, number: version });
    const key = waitsFor === 'window' ? step : (goesTo ?? nextOf(steps, step));
    if (key === null || findStep(steps, key)?.kind !== 'send') continue;
    const name = `${campaignName}: ${dripName}, ${nameOf(steps, key)}`;
    // Up to the last of that day, whom the next moment does not reach.
    const span = { from: startAt.toISOString(), to: new Date(lastAt.getTime() + 1).toISOString() };
    hits.push({
      at: startAt.toISOString(),
      send: { kind: 'drip_step', partId: dripId, campaignId, name, broadcastId: null },
      people: () => peopleAtStep({ dripId, version, step, waitsFor, goesTo, ...span }),
    });
  }
  return hits;
}
