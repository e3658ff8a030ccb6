import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { askForAttribution } from '../../../db/queries/attribution/work.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  listOpportunities,
  markOpportunityDeleted,
  summariseOpportunities,
} from '../../../db/queries/opportunities/opportunities.ts';
import { listOpportunityHistory } from '../../../db/queries/opportunities/history.ts';
import { Id } from '../../../domain/ids.ts';
import {
  ListedOpportunity,
  NewOpportunity,
  Opportunity,
  OpportunityBulk,
  OpportunityEvent,
  OpportunityFilter,
  OpportunityInput,
  OpportunityRowResult,
  opportunitySorts,
  OpportunitySummary,
} from '../../../domain/opportunities/opportunity.ts';
import { requireColleague } from '../campaigns/owner.ts';
import { page, readCursor } from '../../cursor.ts';
import { wakeAfterWrites } from '../attribution/wake.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, refuseNew, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { knownOwners, ownersOf, sayOpportunities } from './bulk.ts';
import { opportunityOf } from './write-refund.ts';
import { audited, sayOpportunity } from './say.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['opportunities'];

const listRoute = createRoute({
  method: 'get',
  path: '/opportunities',
  action: 'opportunities.read',
  tags,
  summary: 'Opportunities; `q` is part of the name or an external id',
  request: {
    query: PageQuery.extend({ sort: z.enum(opportunitySorts).default('-openedAt'), ...OpportunityFilter.shape }),
  },
  responses: { 200: json(pageOf(ListedOpportunity), 'A page of opportunities') },
});
const summaryRoute = createRoute({
  method: 'get',
  path: '/opportunities/summary',
  action: 'opportunities.read',
  tags,
  summary: 'Opportunities in numbers: open, won, lost, and what was given back',
  request: { query: OpportunityFilter },
  responses: { 200: json(OpportunitySummary, 'Counts and sums in the currency of the organisation') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/opportunities',
  action: 'opportunities.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add an opportunity; a stage that is not known yet is added to the pipeline',
  request: { body: jsonBody(NewOpportunity) },
  responses: { 201: json(Opportunity, 'The opportunity') },
});
const bulkRoute = createRoute({
  method: 'post',
  path: '/opportunities/bulk',
  action: 'opportunities.write',
  idempotent: true,
  tags,
  summary:
    'Add or change up to 500 opportunities by their external ids; a result per row, bad rows do not stop the good ones',
  request: { body: jsonBody(OpportunityBulk) },
  responses: {
    200: json(
      z.object({ done: z.int(), results: z.array(OpportunityRowResult) }),
      'A result per row, in the order given',
    ),
  },
});
const getRoute = createRoute({
  method: 'get',
  path: '/opportunities/{id}',
  action: 'opportunities.read',
  versioned: true,
  tags,
  summary: 'One opportunity with who has a part in it',
  request: { params: IdParam },
  responses: { 200: json(Opportunity, 'The opportunity') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/opportunities/{id}',
  action: 'opportunities.write',
  versioned: true,
  tags,
  summary:
    'Change the given facts, since `occurredAt` (now); what is older than what is known only goes into the history',
  request: { params: IdParam, body: jsonBody(OpportunityInput) },
  responses: { 200: json(Opportunity, 'The opportunity as it is now') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/opportunities/by-external-id/{externalId}',
  action: 'opportunities.write',
  versioned: true,
  tags,
  summary: 'Add the opportunity of an external id, or change the given facts; in any order, by their `occurredAt`',
  request: {
    params: z.object({ externalId: z.string().trim().min(1).max(200) }),
    body: jsonBody(OpportunityInput),
  },
  responses: { 200: json(Opportunity, 'The opportunity as it is now'), 201: json(Opportunity, 'The opportunity, new') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/opportunities/{id}',
  action: 'opportunities.write',
  versioned: true,
  tags,
  summary: 'Delete an opportunity; what it had earned for campaigns is taken back',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});
const historyRoute = createRoute({
  method: 'get',
  path: '/opportunities/{id}/history',
  action: 'opportunities.read',
  tags,
  summary: 'How stage and amount stood, newest first by when it was so',
  request: { params: IdParam, query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(OpportunityEvent), 'A page of the history') },
});

/** /opportunities: what sales earn. */
export function opportunityRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.use('/opportunities/*', wakeAfterWrites(deps));
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'opportunities.read');
    const { limit, cursor, sort, ...filter } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, (db) =>
      listOpportunities(db, { filter, sort, limit: limit + 1, after }),
    );
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.place, row.id] });
    return c.json({ data: data.map(({ place: _place, ...row }) => row), nextCursor }, 200);
  });
  app.openapi(summaryRoute, async (c) => {
    const { tenantId } = allow(c, 'opportunities.read');
    const filter = c.req.valid('query');
    return c.json(await withTenant(database.db, tenantId, (db) => summariseOpportunities(db, filter)), 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const { externalId = null, ...input } = c.req.valid('json');
    await requireColleague(deps, actor, input.ownerId);
    const target = { newId: creationId(c), newExternalId: externalId };
    const { opportunity } = await withTenant(database.db, actor.tenantId, (db) =>
      sayOpportunity(db, actor, { target, input, version: null }),
    );
    setEtag(c, opportunity.version);
    return c.json(opportunity, 201);
  });
  app.openapi(bulkRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const { rows } = c.req.valid('json');
    const owners = await knownOwners(deps, actor, ownersOf(rows));
    const answer = await withTenant(database.db, actor.tenantId, (db) => sayOpportunities(db, actor, { rows, owners }));
    return c.json(answer, 200);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'opportunities.read');
    const opportunity = await withTenant(database.db, tenantId, (db) => opportunityOf(db, c.req.valid('param').id));
    setEtag(c, opportunity.version);
    return c.json(opportunity, 200);
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const input = c.req.valid('json');
    const target = c.req.valid('param');
    const known = await withTenant(database.db, actor.tenantId, (db) => opportunityOf(db, target.id));
    // An owner who has left the organisation stays until another one is named.
    if (input.ownerId !== known.ownerId) await requireColleague(deps, actor, input.ownerId);
    const word = { target, input, version: expectedVersion(c) };
    const { opportunity } = await withTenant(database.db, actor.tenantId, (db) => sayOpportunity(db, actor, word));
    setEtag(c, opportunity.version);
    return c.json(opportunity, 200);
  });
  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const input = c.req.valid('json');
    await requireColleague(deps, actor, input.ownerId);
    const word = { target: c.req.valid('param'), input, version: expectedVersion(c) };
    const { opportunity, result } = await withTenant(database.db, actor.tenantId, async (db) => {
      const said = await sayOpportunity(db, actor, word);
      if (said.result === 'added') refuseNew(c);
      return said;
    });
    setEtag(c, opportunity.version);
    return c.json(opportunity, result === 'added' ? 201 : 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'opportunities.write');
    const { id } = c.req.valid('param');
    const version = expectedVersion(c);
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await opportunityOf(db, id);
      if (!(await markOpportunityDeleted(db, { id, version }))) throw changedMeanwhile();
      await askForAttribution(db, [id]);
      const entity = { entityKind: 'opportunity', entityId: id };
      await insertAudit(db, actor, { action: 'opportunity.delete', ...entity, before: audited(before) });
    });
    return c.body(null, 204);
  });
  app.openapi(historyRoute, async (c) => {
    const { tenantId } = allow(c, 'opportunities.read');
    const { id: opportunityId } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, async (db) => {
      await opportunityOf(db, opportunityId);
      return listOpportunityHistory(db, { opportunityId, limit: limit + 1, before });
    });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.place, row.id] });
    return c.json({ data: data.map(({ place: _place, ...row }) => row), nextCursor }, 200);
  });
  return app;
}
