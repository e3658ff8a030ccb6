import { withTenant } from '../../../db/connection.ts';
import { findCampaignOverview } from '../../../db/queries/campaigns/overviews.ts';
import { countResults } from '../../../db/queries/campaigns/performance.ts';
import { Performance, performanceOf } from '../../../domain/campaigns/performance.ts';
import { notFound } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json } from '../../schemas.ts';

const performanceRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/performance',
  action: 'campaigns.read',
  tags: ['campaigns'],
  summary: 'Every figure of a campaign: its own, and rolled up with all below it',
  request: { params: IdParam },
  responses: { 200: json(Performance, 'As of now; what cannot be said is null with the reason') },
});

/** GET /campaigns/{id}/performance */
export function campaignPerformanceRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(performanceRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const { campaign, results } = await withTenant(database.db, tenantId, async (db) => {
      const campaign = await findCampaignOverview(db, id);
      if (!campaign) throw notFound('campaign');
      return { campaign, results: await countResults(db, id) };
    });
    const now = new Date();
    const { costs, counters, rollUp } = campaign;
    const figures = (of: 'own' | 'rolled', counted: Record<string, number>) =>
      performanceOf({ ...costs[of], ...results[of], counters: counted, responses: counted.responded ?? 0 }, now);
    const own = figures('own', counters);
    const rolledUp = figures('rolled', rollUp.counters);
    return c.json({ currency: costs.own.currency, campaigns: rollUp.campaigns, own, rolledUp }, 200);
  });
  return app;
}
