import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit, listAudit } from '../../../db/queries/audit/audit.ts';
import { countOverdue, rulesOf, updateRetentionRules } from '../../../db/queries/tenants/retention.ts';
import { findTenant, lockTenant } from '../../../db/queries/tenants/tenants.ts';
import { notFound } from '../../../domain/errors.ts';
import { nothingRemoved } from '../../../domain/retention/kinds.ts';
import { cutoffsOf, RetentionCounts, RetentionRules } from '../../../domain/retention/rule.ts';
import { retention, retentionStart, retentionWorkflowId } from '../../../workflows/tenants/retention.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, Time, WorkflowRef } from '../../schemas.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['tenant'];

const Retention = z.object({
  rules: RetentionRules,
  /** The last time that something was removed. */
  lastRun: z.object({ at: Time, removed: RetentionCounts }).nullable(),
  version: z.int(),
});

const getRoute = createRoute({
  method: 'get',
  path: '/retention',
  action: 'settings.read',
  versioned: true,
  tags,
  summary: 'For how long what is kept, and what was removed last',
  responses: { 200: json(Retention, 'The rules') },
});

const putRoute = createRoute({
  method: 'put',
  path: '/retention',
  action: 'settings.write',
  versioned: true,
  tags,
  summary: 'Change the rules; they are applied every night',
  request: { body: jsonBody(RetentionRules) },
  responses: { 200: json(Retention, 'The rules as they are now') },
});

const previewRoute = createRoute({
  method: 'post',
  path: '/retention/preview',
  action: 'settings.read',
  tags,
  summary: 'How many rows the given rules would remove now; nothing is removed or saved',
  request: { body: jsonBody(RetentionRules) },
  responses: { 200: json(z.object({ wouldRemove: RetentionCounts }), 'Rows by rule') },
});

const runRoute = createRoute({
  method: 'post',
  path: '/retention/run',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Apply the saved rules now instead of tonight',
  responses: { 202: json(z.object({ status: z.literal('running'), workflow: WorkflowRef }), 'It has begun') },
});

/** The retention rules of the organisation. */
export function retentionRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const shown = await show(tenantId);
    setEtag(c, shown.version);
    return c.json(shown, 200);
  });

  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const version = expectedVersion(c);
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await lockTenant(db);
      if (!before) throw notFound('organisation');
      if (version !== null && version !== before.version) throw changedMeanwhile();
      const after = await updateRetentionRules(db, c.req.valid('json'));
      await insertAudit(db, actor, {
        action: 'retention.update',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before: rulesOf(before),
        after: rulesOf(after),
      });
    });
    const shown = await show(actor.tenantId);
    setEtag(c, shown.version);
    return c.json(shown, 200);
  });

  app.openapi(previewRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const wouldRemove = { ...nothingRemoved };
    await withTenant(database.db, tenantId, async (db) => {
      for (const cutoff of cutoffsOf(c.req.valid('json'), new Date().toISOString()))
        wouldRemove[cutoff.kind] = await countOverdue(db, cutoff);
    });
    return c.json({ wouldRemove }, 200);
  });

  app.openapi(runRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const ref = { tenantId: actor.tenantId };
    await withTenant(database.db, actor.tenantId, (db) =>
      insertAudit(db, actor, { action: 'retention.start', entityKind: 'tenant', entityId: actor.tenantId }),
    );
    const handle = await temporal.workflow.start(retention, retentionStart(ref));
    const workflow = workflowLink(c, { id: retentionWorkflowId(ref), runId: handle.firstExecutionRunId });
    return c.json({ status: 'running' as const, workflow }, 202);
  });

  return app;

  async function show(tenantId: string): Promise<z.infer<typeof Retention>> {
    return withTenant(database.db, tenantId, async (db) => {
      const tenant = await findTenant(db);
      if (!tenant) throw notFound('organisation');
      const [last] = await listAudit(db, { action: 'retention.run', limit: 1 });
      return {
        rules: rulesOf(tenant),
        lastRun: last ? { at: last.at.toISOString(), removed: removedBy(last.changes) } : null,
        version: tenant.version,
      };
    });
  }
}

/** The counts of an audit entry; a kind that it does not name removed nothing. */
function removedBy(changes: unknown): RetentionCounts {
  const known = z.array(z.object({ field: z.string(), to: z.unknown() })).safeParse(changes);
  const entries = (known.data ?? []).filter(({ field, to }) => field in nothingRemoved && typeof to === 'number');
  return { ...nothingRemoved, ...Object.fromEntries(entries.map(({ field, to }) => [field, to])) };
}
