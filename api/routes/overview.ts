import { withTenant } from '../../db/connection.ts';
import { findOverview, type OverviewCounts } from '../../db/queries/overview.ts';
import { Overview } from '../../domain/overview/overview.ts';
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

/** GET /overview */
export function overviewRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(overviewRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const counts = await withTenant(database.db, actor.tenantId, (db) => findOverview(db, new Date().toISOString()));
    return c.json(present(counts), 200);
  });
  return app;
}

/** A metric whose facts have not come in is null and says which facts; it is never 0 and never made up. */
function present(counts: OverviewCounts): Overview {
  const { people, reachable, sentLast30Days, campaigns, waitingApprovals, uncertainMessages } = counts;
  const missingLeads = [
    ...(counts.members === 0 ? ['No campaign has members yet.'] : []),
    ...(counts.acquiredLeads === 0 ? ['No lead says which campaign it came from yet.'] : []),
  ];
  return {
    roi: {
      value: null,
      missing: [`Won opportunities ${counts.hasCosts ? '' : 'and the costs of campaigns '}have not come in.`],
    },
    pipelineInfluenced: { value: null, missing: ['Open opportunities have not come in.'] },
    leadGenerationRate: {
      value: missingLeads.length === 0 ? counts.acquiredLeads / counts.members : null,
      missing: missingLeads,
    },
    leadsPerWeek: counts.newLeads28Days / 4,
    people,
    reachable,
    sentLast30Days,
    campaigns,
    waitingApprovals,
    uncertainMessages,
  };
}
