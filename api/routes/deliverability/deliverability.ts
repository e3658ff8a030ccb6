import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { findWorkflowRun } from '../../../db/queries/workflow-runs.ts';
import { Deliverability } from '../../../domain/deliverability/deliverability.ts';
import { deliverabilityWatchId } from '../../../workflows/deliverability/watch.ts';
import { readDeliverability } from './read.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, WorkflowRef } from '../../schemas.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['deliverability'];
const getRoute = createRoute({
  method: 'get',
  path: '/deliverability',
  action: 'campaigns.read',
  tags,
  summary: 'How mail is received: a score and what it is made of, by domain of senders and by provider, day by day',
  request: {
    query: z.object({
      days: z.coerce.number().int().min(1).max(365).default(30),
      sender: z.string().max(253).optional().openapi({ description: 'Only mail from this domain' }),
    }),
  },
  responses: { 200: json(Deliverability.extend({ workflow: WorkflowRef }), 'How mail is received') },
});

/** /deliverability */
export function deliverabilityRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { days, sender = null } = c.req.valid('query');
    const { runId, ...read } = await withTenant(database.db, tenantId, async (db) => ({
      ...(await readDeliverability(db, { days, now: new Date(), sender: sender?.toLowerCase() ?? null })),
      runId: await findWorkflowRun(db, 'deliverabilityWatch', tenantId),
    }));
    return c.json({ ...read, workflow: workflowLink(c, { id: deliverabilityWatchId({ tenantId }), runId }) }, 200);
  });
  return app;
}
