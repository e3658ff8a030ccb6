import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import {
  listInfluence,
  listInfluenced,
  listNamedTouches,
  type InfluencedRow,
  type NamedTouchRow,
  type PartRow,
} from '../../../db/queries/attribution/influence.ts';
import { Influence, InfluencedOpportunity } from '../../../domain/attribution/influence.ts';
import { Id } from '../../../domain/ids.ts';
import { readPlainBasis, WindowQuery, windowOf } from './basis.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, PageQuery, pageOf } from '../../schemas.ts';

const tags = ['attribution'];
const influenceRoute = createRoute({
  method: 'get',
  path: '/influence',
  action: 'attribution.read',
  tags,
  summary:
    'The opportunities that each campaign touched (influenced) and brought (sourced), and all of them counted once',
  request: { query: WindowQuery },
  responses: { 200: json(Influence, 'Influence by campaign') },
});
const opportunitiesRoute = createRoute({
  method: 'get',
  path: '/influence/opportunities',
  action: 'attribution.read',
  tags,
  summary: 'The opportunities that campaigns touched or brought, each with its touches in order',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      ...WindowQuery.shape,
      campaignId: Id.optional(),
      opportunityId: Id.optional(),
    }),
  },
  responses: { 200: json(pageOf(InfluencedOpportunity), 'A page of opportunities, the last opened first') },
});

/** GET /influence, /influence/opportunities */
export function influenceRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(influenceRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const window = windowOf(c.req.valid('query'));
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      const basis = await readPlainBasis(db, window);
      const rows = await listInfluence(db, window);
      const part = ({ opportunities, pipelineMinor, revenueMinor }: PartRow) => ({
        opportunities,
        pipeline: { amountMinor: pipelineMinor, currency: basis.currency },
        revenue: { amountMinor: revenueMinor, currency: basis.currency },
      });
      const present = ({ influenced, sourced }: { influenced: PartRow; sourced: PartRow }) => ({
        influenced: part(influenced),
        sourced: part(sourced),
      });
      const campaigns = rows.flatMap(({ campaignId, name, touches, people, ...parts }) =>
        campaignId === null ? [] : [{ campaignId, name: name ?? '', touches, people, ...present(parts) }],
      );
      return { basis, campaigns, distinct: present(rows.find(({ campaignId }) => campaignId === null)!) };
    });
    return c.json(report, 200);
  });
  app.openapi(opportunitiesRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { limit, cursor, campaignId = null, opportunityId = null, ...days } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.iso.datetime(), Id]));
    const window = windowOf(days);
    const [found, currency] = await withTenant(database.db, actor.tenantId, async (db) => {
      const rows = await listInfluenced(db, { ...window, campaignId, opportunityId, limit: limit + 1, after });
      const ids = rows.slice(0, limit).map(({ id }) => id);
      const touches = await listNamedTouches(db, ids);
      const { currency } = await readPlainBasis(db, window);
      return [
        rows.map((row) => ({ row, touches: touches.filter(({ opportunityId }) => opportunityId === row.id) })),
        currency,
      ] as const;
    });
    const { data, nextCursor } = page(c, [...found], {
      limit,
      cursorOf: ({ row }) => [row.openedAt.toISOString(), row.id],
    });
    return c.json({ data: data.map(({ row, touches }) => present(row, touches, currency)), nextCursor }, 200);
  });
  return app;
}

function present(row: InfluencedRow, touches: NamedTouchRow[], currency: string): InfluencedOpportunity {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    value: row.valueMinor === null ? null : { amountMinor: row.valueMinor, currency },
    refunded: { amountMinor: row.refunded, currency },
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    sourceCampaignId: row.sourceCampaignId,
    touches: touches.map(({ touchId, kind, at, channel, source, ...touch }) => ({
      touchId,
      kind,
      at: at.toISOString(),
      channel,
      source,
      person: { id: touch.personId, name: touch.personName },
      campaign: touch.campaignId === null ? null : { id: touch.campaignId, name: touch.campaignName ?? '' },
    })),
  };
}
