import { z } from '@hono/zod-openapi';
import { Day } from '../../../domain/calendar/moment.ts';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { listCosts, type CostRow } from '../../../db/queries/costs/costs.ts';
import { findCurrency } from '../../../db/queries/costs/exchange-rates.ts';
import { Budget } from '../../../domain/costs/budget.ts';
import { Cost, CostChange, CostKind, CostWarning, mostCosts, NewCost } from '../../../domain/costs/cost.ts';
import { Id } from '../../../domain/ids.ts';
import { Currency, Money } from '../../../domain/money.ts';
import { presentCost, readBudget, warningsFor } from './budget.ts';
import { addCost, campaignOf, changeCost, orderCosts, removeCost, requiredCost } from './edit.ts';
import { valueOn } from '../../../db/queries/costs/values.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['costs'];
const LineParams = z.object({ id: Id, costId: Id });
const Written = Cost.extend({ warnings: z.array(CostWarning) });
const budgetRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/budget',
  action: 'campaigns.read',
  tags,
  summary: 'Budget against costs: spent, remaining, variance, cost per response and per lead',
  request: { params: IdParam },
  responses: { 200: json(Budget, "The budget, in the organisation's currency") },
});
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/costs',
  action: 'campaigns.read',
  tags,
  summary: "A campaign's cost lines in their order",
  request: { params: IdParam },
  responses: { 200: json(pageOf(Cost), 'All lines; there is one page') },
});
const createCostRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/costs',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a cost line; a refund is a negative actual amount. Going over the budget is said and not forbidden',
  request: { params: IdParam, body: jsonBody(NewCost) },
  responses: { 201: json(Written, 'The new line') },
});
const checkRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/costs/check',
  action: 'campaigns.read',
  tags,
  summary: 'What a line would be worth, and whether it would go over the budget; nothing is written',
  request: {
    params: IdParam,
    query: z.object({
      kind: CostKind,
      amountMinor: z
        .string()
        .regex(/^-?\d{1,15}$/, 'must be an amount in minor units')
        .openapi({ example: '100000' }),
      currency: Currency,
      date: Day,
      costId: Id.optional().openapi({ description: 'The line that is being changed' }),
    }),
  },
  responses: {
    200: json(z.object({ value: Money.nullable(), warnings: z.array(CostWarning) }), 'What there is to know'),
  },
});
const orderRoute = createRoute({
  method: 'put',
  path: '/campaigns/{id}/costs/order',
  action: 'campaigns.write',
  tags,
  summary: 'Put the lines in another order; names each of them once',
  request: { params: IdParam, body: jsonBody(z.strictObject({ costIds: z.array(Id).max(mostCosts) })) },
  responses: { 200: json(pageOf(Cost), 'All lines in their new order') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/costs/{costId}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One cost line',
  request: { params: LineParams },
  responses: { 200: json(Cost, 'The line') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/campaigns/{id}/costs/{costId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Change a cost line; another amount, currency or date values it anew',
  request: { params: LineParams, body: jsonBody(CostChange) },
  responses: { 200: json(Written, 'The line as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/campaigns/{id}/costs/{costId}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Remove a cost line that was a mistake; what came back is a line of its own',
  request: { params: LineParams },
  responses: { 204: { description: 'It is gone' } },
});

/** /campaigns/{id}/costs and the budget they are held against. */
export function costRoutes({ database }: ApiDeps) {
  const app = newRouter();
  const within = <T>(tenantId: string, work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);

  app.openapi(budgetRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    return c.json(await within(tenantId, (db) => readBudget(db, c.req.valid('param').id)), 200);
  });
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const lines = await within(tenantId, async (db) => {
      await campaignOf(db, id);
      return presentAll(db, await listCosts(db, id));
    });
    return c.json(lines, 200);
  });
  app.openapi(createCostRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const input = c.req.valid('json');
    const line = await within(actor.tenantId, async (db) =>
      presentWritten(db, await addCost(db, actor, { campaignId, id: creationId(c), input })),
    );
    setEtag(c, line.version);
    return c.json(line, 201);
  });
  app.openapi(checkRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { costId = null, kind, currency, date, ...query } = c.req.valid('query');
    const amountMinor = Number(query.amountMinor);
    const known = await within(tenantId, async (db) => {
      const campaign = await campaignOf(db, c.req.valid('param').id);
      const into = await findCurrency(db);
      const { valueMinor } = await valueOn(db, { amountMinor, currency, day: date, into });
      const value = valueMinor === null ? null : { amountMinor: valueMinor, currency: into };
      return { value, warnings: await warningsFor(db, campaign, { id: costId, kind, valueMinor, currency }) };
    });
    return c.json(known, 200);
  });
  app.openapi(orderRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId } = c.req.valid('param');
    const { costIds } = c.req.valid('json');
    const lines = await within(actor.tenantId, async (db) =>
      presentAll(db, await orderCosts(db, actor, { campaignId, costIds })),
    );
    return c.json(lines, 200);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id, costId } = c.req.valid('param');
    const line = await within(tenantId, async (db) =>
      presentCost(await requiredCost(db, id, costId), await findCurrency(db)),
    );
    setEtag(c, line.version);
    return c.json(line, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, costId: id } = c.req.valid('param');
    const input = { campaignId, id, version: expectedVersion(c), change: c.req.valid('json') };
    const line = await within(actor.tenantId, async (db) => presentWritten(db, await changeCost(db, actor, input)));
    setEtag(c, line.version);
    return c.json(line, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: campaignId, costId: id } = c.req.valid('param');
    await within(actor.tenantId, (db) => removeCost(db, actor, { campaignId, id, version: expectedVersion(c) }));
    return c.body(null, 204);
  });
  return app;
}

async function presentAll(db: TenantDb, rows: CostRow[]) {
  const currency = await findCurrency(db);
  return { data: rows.map((row) => presentCost(row, currency)), nextCursor: null };
}

async function presentWritten(db: TenantDb, row: CostRow): Promise<z.infer<typeof Written>> {
  const campaign = await campaignOf(db, row.campaignId);
  return { ...presentCost(row, await findCurrency(db)), warnings: await warningsFor(db, campaign, row) };
}
