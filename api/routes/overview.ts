import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { findOverview, type OverviewCounts } from '../../db/queries/overview/overview.ts';
import { readSuccess } from '../../db/queries/overview/success-read.ts';
import { defaultModel } from '../../domain/attribution/report.ts';
import { Overview } from '../../domain/overview/overview.ts';
import { SuccessPeriod, SuccessReport } from '../../domain/overview/success.ts';
import { readBasis } from './attribution/basis.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json } from '../schemas.ts';

const overviewRoute = createRoute({
  method: 'get',
  path: '/overview',
  action: 'campaigns.read',
  tags: ['overview'],
  summary: 'The three success metrics, and where the organisation stands today',
  responses: { 200: json(Overview, 'As of now') },
});

const successRoute = createRoute({
  method: 'get',
  path: '/overview/success',
  action: 'campaigns.read',
  tags: ['overview'],
  summary:
    'Campaign ROI, influenced pipeline and lead generation rate over so many days, beside the days before, and what explains them',
  request: { query: z.object({ period: SuccessPeriod.default('last90') }) },
  responses: { 200: json(SuccessReport, 'Each with its trend and the campaigns that moved it') },
});

/** GET /overview and /overview/success */
export function overviewRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(overviewRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const counts = await withTenant(database.db, actor.tenantId, (db) => findOverview(db, new Date().toISOString()));
    return c.json(present(counts), 200);
  });
  app.openapi(successRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { period } = c.req.valid('query');
    const report = await withTenant(database.db, actor.tenantId, async (db) => {
      const success = await readSuccess(db, period, new Date().toISOString());
      const { from, to } = success;
      return { ...success, basis: await readBasis(db, { model: defaultModel, from, to }) };
    });
    return c.json(report, 200);
  });
  return app;
}

/** A metric whose facts have not come in is null and says which facts; it is never 0 and never made up. */
function present(counts: OverviewCounts): Overview {
  const { people, reachable, sentLast30Days, goingOut, campaigns, waitingApprovals, uncertainMessages } = counts;
  const missingLeads = [
    ...(counts.members === 0 ? ['No campaign has members yet.'] : []),
    ...(counts.acquiredLeads === 0 ? ['No lead says which campaign it came from yet.'] : []),
  ];
  const missingReturn = [
    ...(counts.wonOpportunities === 0 ? ['No opportunity has been won yet.'] : []),
    ...(counts.costMinor <= 0 ? ['Nothing was spent on campaigns yet.'] : []),
  ];
  return {
    roi: {
      value: missingReturn.length === 0 ? (counts.revenueMinor - counts.costMinor) / counts.costMinor : null,
      missing: missingReturn,
    },
    pipelineInfluenced: {
      value: counts.openOpportunities > 0 ? counts.influencedMinor : null,
      missing: counts.openOpportunities > 0 ? [] : ['There are no open opportunities.'],
    },
    leadGenerationRate: {
      value: missingLeads.length === 0 ? counts.acquiredLeads / counts.members : null,
      missing: missingLeads,
    },
    leadsPerWeek: counts.newLeads28Days / 4,
    people,
    reachable,
    sentLast30Days,
    goingOut,
    campaigns,
    waitingApprovals,
    uncertainMessages,
  };
}
