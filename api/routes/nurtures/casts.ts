import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { countCast, listCasts, type CastCount } from '../../../db/queries/nurtures/casts.ts';
import { listNurtureMembers } from '../../../db/queries/nurtures/members.ts';
import { Id } from '../../../domain/ids.ts';
import { castSentence, type CastMoment } from '../../../domain/nurtures/forecast.ts';
import { CastForecast, NurtureCast, NurtureMemberFilter, type CastOutcome } from '../../../domain/nurtures/nurture.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { castToCome, nextCastAt, NurtureParams, requireNurture, type FoundNurture } from './find.ts';
import { presentNurtureMember } from './present.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['nurture'];
const base = '/campaigns/{id}/nurtures/{nurtureId}';
const Query = PageQuery.omit({ sort: true });
const forecastRoute = createRoute({
  method: 'get',
  path: `${base}/next-cast`,
  action: 'campaigns.read',
  tags,
  summary: 'What the next cast sends to whom, before it happens; a filter narrows the people, not the counts',
  request: { params: NurtureParams, query: Query.extend(NurtureMemberFilter.shape) },
  responses: { 200: json(CastForecast, 'The counts for each item and a page of people') },
});
const castsRoute = createRoute({
  method: 'get',
  path: `${base}/casts`,
  action: 'campaigns.read',
  tags,
  summary: 'The casts that were, the latest first, with what each gave to how many',
  request: { params: NurtureParams, query: Query },
  responses: { 200: json(pageOf(NurtureCast), 'A page of casts') },
});

/** Casts of a nurture programme: the next one before it happens, and those that were. */
export function nurtureCastRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(forecastRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const nowIso = new Date().toISOString();
    const { found, counted, rows } = await withTenant(database.db, tenantId, async (db) => {
      const found = await requireNurture(db, c.req.valid('param'));
      const cast = castToCome(found, nowIso);
      const counted = await countCast(db, cast);
      return { found, counted, rows: await listNurtureMembers(db, cast, { ...filter, after, limit: limit + 1 }) };
    });
    const counts = countsOf(found, counted);
    const sentence = castSentence(momentOf(found, nowIso), counts, nowIso);
    const people = page(c, rows.map(presentNurtureMember), { limit, cursorOf: ({ personId }) => [personId] });
    return c.json({ castAt: nextCastAt(found.row, nowIso), sentence, ...counts, ...people }, 200);
  });
  app.openapi(castsRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { limit, cursor } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([z.iso.datetime()]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, async (db) => {
      const { row } = await requireNurture(db, c.req.valid('param'));
      return listCasts(db, { nurtureId: row.id, before, limit: limit + 1 });
    });
    const casts = rows.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest }));
    return c.json(page(c, casts, { limit, cursorOf: ({ at }) => [at] }), 200);
  });
  return app;
}

function momentOf({ row }: FoundNurture, nowIso: string): CastMoment {
  if (row.status === 'paused') return 'paused';
  const iso = nextCastAt(row, nowIso);
  return iso === null ? null : { iso, zone: row.definition.schedule.zone };
}

function countsOf({ row, items }: FoundNurture, counted: readonly CastCount[]) {
  const sum = (rows: readonly CastCount[]) => rows.reduce((total, { people }) => total + people, 0);
  const of = (wanted: CastOutcome, rows = counted) => sum(rows.filter(({ outcome }) => outcome === wanted));
  const gets = items
    .map(({ id, name }) => ({ itemId: id, name, people: sum(counted.filter(({ itemId }) => itemId === id)) }))
    .filter(({ people }) => people > 0)
    .sort((a, b) => b.people - a.people);
  const outcomes = (rows?: readonly CastCount[]) => ({
    exhausted: of('exhausted', rows),
    unreachable: of('unreachable', rows),
    paused: of('paused', rows),
    leaves: of('leaves', rows),
  });
  const streams = row.definition.streams.map(({ key: stream }) => {
    const rows = counted.filter((each) => each.stream === stream);
    return { stream, people: sum(rows), gets: of('gets', rows), ...outcomes(rows) };
  });
  const moving = counted.reduce((total, each) => total + each.moving, 0);
  return { gets, ...outcomes(), moving, streams };
}
