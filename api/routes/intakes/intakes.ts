import { z } from '@hono/zod-openapi';
import { WorkflowNotFoundError } from '@temporalio/client';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { findIntake, listIntakes, markIntake, type StoredIntake } from '../../../db/queries/intakes/intakes.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { intakeWorkflowId } from '../../../workflows/intakes/intake-people.ts';
import { cancelJob } from '../../../workflows/jobs/run.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { ShownIntake, showIntake } from './create.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['intakes'];
const IntakeParams = z.object({ id: Id, intakeId: Id });
const listRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/intakes',
  action: 'campaigns.read',
  tags,
  summary: 'Large groups that were or are being taken in, newest first',
  request: {
    params: IdParam,
    query: PageQuery.omit({ sort: true }).extend({
      targetId: Id.optional().openapi({ description: 'One drip or nurture programme, or the campaign itself' }),
    }),
  },
  responses: { 200: json(pageOf(ShownIntake), 'A page of intakes') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/campaigns/{id}/intakes/{intakeId}',
  action: 'campaigns.read',
  tags,
  summary: 'One intake with its progress',
  request: { params: IntakeParams },
  responses: { 200: json(ShownIntake, 'The intake') },
});
const cancelRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/intakes/{intakeId}/cancel',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Stop an intake; who is in stays in',
  request: { params: IntakeParams },
  responses: { 202: json(ShownIntake, 'The intake is being stopped') },
});

/** Large groups on their way into a campaign or a part of it. They are begun where people are added or enrolled. */
export function intakeRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id: campaignId } = c.req.valid('param');
    const { limit, cursor, targetId } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findCampaign(db, campaignId))) throw notFound('campaign');
      return listIntakes(db, { campaignId, targetId, after, limit: limit + 1 });
    });
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.id] });
    return c.json({ data: data.map((row) => showIntake(c, row, tenantId)), nextCursor }, 200);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    return c.json(showIntake(c, await find(tenantId, c.req.valid('param')), tenantId), 200);
  });

  app.openapi(cancelRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { tenantId } = actor;
    const params = c.req.valid('param');
    const { id: intakeId, status, campaignId } = await find(tenantId, params);
    if (!['queued', 'running', 'cancelling'].includes(status))
      throw new DomainError('conflict', `This is ${status} already.`);
    try {
      await temporal.workflow.getHandle(intakeWorkflowId({ tenantId, intakeId })).executeUpdate(cancelJob);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await withTenant(database.db, tenantId, (db) =>
        markIntake(db, intakeId, { from: ['queued', 'running', 'cancelling'], to: 'cancelled' }),
      );
    }
    await withTenant(database.db, tenantId, (db) =>
      insertAudit(db, actor, { action: 'intake.cancel', entityKind: 'campaign', entityId: campaignId }),
    );
    return c.json(showIntake(c, await find(tenantId, params), tenantId), 202);
  });
  return app;

  async function find(tenantId: string, { id, intakeId }: z.infer<typeof IntakeParams>): Promise<StoredIntake> {
    const found = await withTenant(database.db, tenantId, (db) => findIntake(db, intakeId));
    if (found?.campaignId !== id) throw notFound('intake');
    return found;
  }
}
