import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { findVelocityFacts, listReturns } from '../../../db/queries/reports/returns.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { returnOf, ReturnReport, velocityOf } from '../../../domain/roi/roi.ts';
import { readBasis, ReportQuery, windowOf } from '../attribution/basis.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const returnsRoute = createRoute({
  method: 'get',
  path: '/roi',
  action: 'attribution.read',
  tags: ['attribution'],
  summary:
    'What campaigns cost and earned: ROI, cost per lead, response and opportunity, lead generation and MQL rate, pipeline velocity',
  request: {
    query: ReportQuery.extend({
      campaignId: Id.optional(),
      withBelow: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'Of the campaign with everything below it; `total` is their sum' }),
    }),
  },
  responses: { 200: json(ReturnReport, 'Returns of each campaign and of all together; n/a is null') },
});

/** GET /roi */
export function returnRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(returnsRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { model, campaignId, withBelow, ...days } = c.req.valid('query');
    const asked = { model, ...windowOf(days) };
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      if (campaignId && !(await findCampaign(db, campaignId))) throw notFound('campaign');
      const basis = await readBasis(db, asked);
      const rows = await listReturns(db, { ...asked, campaignId: campaignId ?? null, withBelow: withBelow === 'true' });
      const velocity = velocityOf(await findVelocityFacts(db, asked), basis.currency);
      const total = rows.find((row) => row.campaignId === null)!;
      return {
        basis,
        campaigns: rows.flatMap(({ campaignId, name, ...facts }) =>
          campaignId === null ? [] : [{ campaignId, name: name ?? '', ...returnOf(facts, basis.currency) }],
        ),
        total: totalOf(total, basis.currency),
        velocity,
      };
    });
    return c.json(report, 200);
  });
  return app;
}

function totalOf(
  { campaignId: _all, name: _name, ...facts }: Awaited<ReturnType<typeof listReturns>>[number],
  currency: string,
) {
  return returnOf(facts, currency);
}
