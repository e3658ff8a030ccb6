import { withTenant } from '../../../db/connection.ts';
import { findLeadFacts } from '../../../db/queries/people/lead-facts.ts';
import { notFound } from '../../../domain/errors.ts';
import { LeadFacts } from '../../../domain/people/lead-facts.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json } from '../../schemas.ts';

const leadRoute = createRoute({
  method: 'get',
  path: '/people/{id}/lead',
  action: 'people.read',
  tags: ['people'],
  summary: 'How somebody came to be a lead, which campaign brought them, and what became of it',
  request: { params: IdParam },
  responses: { 200: json(LeadFacts, 'The facts') },
});

/** GET /people/{id}/lead */
export function leadFactsRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(leadRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id } = c.req.valid('param');
    const facts = await withTenant(database.db, tenantId, (db) => findLeadFacts(db, id));
    if (!facts) throw notFound('person');
    return c.json(facts, 200);
  });
  return app;
}
