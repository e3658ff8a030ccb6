import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { findVelocityFacts, listReturns, type ReturnRow } from '../../../db/queries/reports/returns.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { defaultModel } from '../../../domain/attribution/report.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { CampaignReturns, returnOf, ReturnReport, velocityOf } from '../../../domain/roi/roi.ts';
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

/** The most campaigns that are asked about at once; a page of the list has fifty. */
const mostCampaigns = 100;

const ofSomeRoute = createRoute({
  method: 'get',
  path: '/roi/campaigns',
  action: 'attribution.read',
  tags: ['attribution'],
  summary:
    'What some campaigns cost and earned up to now, by the linear model; one about which nothing is known is not among them',
  request: {
    query: z.object({
      campaignIds: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(Id).max(mostCampaigns))
        .openapi({
          type: 'string',
          description: `One or more campaigns, separated by commas; ${mostCampaigns} at most`,
        }),
      withBelow: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'With everything below them; each stands for itself, and `total` is their sum' }),
    }),
  },
  responses: { 200: json(CampaignReturns, 'Returns of each and of all together; n/a is null') },
});

/** GET /roi and /roi/campaigns */
export function returnRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(returnsRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { model, campaignId, withBelow, ...days } = c.req.valid('query');
    const asked = { model, ...windowOf(days) };
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      if (campaignId && !(await findCampaign(db, campaignId))) throw notFound('campaign');
      const basis = await readBasis(db, asked);
      const rows = await listReturns(db, {
        ...asked,
        campaignIds: campaignId ? [campaignId] : null,
        withBelow: withBelow === 'true',
      });
      const velocity = velocityOf(await findVelocityFacts(db, asked), basis.currency);
      return { basis, ...presentReturns(rows, basis.currency), velocity };
    });
    return c.json(report, 200);
  });
  app.openapi(ofSomeRoute, async (c) => {
    const actor = allow(c, 'attribution.read');
    const { campaignIds, withBelow } = c.req.valid('query');
    const asked = { model: defaultModel, from: null, to: null, campaignIds, withBelow: withBelow === 'true' };
    const returns = await withTenant(database.db, actor.tenantId, async (db) => {
      const { currency } = await db.selectFrom('tenants').select('currency').executeTakeFirstOrThrow();
      return presentReturns(await listReturns(db, asked), currency);
    });
    return c.json(returns, 200);
  });
  return app;
}

/** Each campaign, and the row of all together. */
function presentReturns(rows: readonly ReturnRow[], currency: string): CampaignReturns {
  const { campaignId: _all, name: _name, ...total } = rows.find(({ campaignId }) => campaignId === null)!;
  return {
    campaigns: rows.flatMap(({ campaignId, name, ...facts }) =>
      campaignId === null ? [] : [{ campaignId, name: name ?? '', ...returnOf(facts, currency) }],
    ),
    total: returnOf(total, currency),
  };
}
