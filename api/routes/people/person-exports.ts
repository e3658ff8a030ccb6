import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findExport, insertExport, listPersonExports, type StoredExport } from '../../../db/queries/people/exports.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { notFound } from '../../../domain/errors.ts';
import { downloadDays, Export } from '../../../domain/exports/export.ts';
import { downloadToken } from '../../../domain/tokens/token.ts';
import { exportWorkflowId } from '../../../workflows/people/export-people.ts';
import type { ApiDeps } from '../../deps.ts';
import { startExport } from './start-export.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { IdParam, json, pageOf, Time, WorkflowRef } from '../../schemas.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['people'];

/** An export with the link to give to the person; null until the file is there, and once the link has run out. */
const PersonExport = Export.extend({
  link: z.object({ url: z.string(), expiresAt: Time }).nullable(),
  workflow: WorkflowRef,
});

const postRoute = createRoute({
  method: 'post',
  path: '/people/{id}/export',
  action: 'people.export',
  idempotent: true,
  tags,
  summary: 'Write everything that is held on a person to a file, with a link for them that runs out',
  request: { params: IdParam },
  responses: { 202: json(PersonExport, 'The export has begun') },
});

const listRoute = createRoute({
  method: 'get',
  path: '/people/{id}/exports',
  action: 'people.export',
  tags,
  summary: 'Files with everything on a person, newest first',
  request: { params: IdParam },
  responses: { 200: json(pageOf(PersonExport), 'The newest twenty') },
});

/** Files with everything that is held on one person. */
export function personExportsRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'people.export');
    const { tenantId } = actor;
    const { id: personId } = c.req.valid('param');
    const exportId = creationId(c);
    await withTenant(database.db, tenantId, async (db) => {
      if (!(await findPerson(db, personId))) throw notFound('person');
      const input = {
        id: exportId,
        entity: 'person' as const,
        personId,
        filter: {},
        columns: [],
        createdBy: actor.name,
      };
      if (!(await insertExport(db, input))) return;
      await insertAudit(db, actor, { action: 'person.export', entityKind: 'person', entityId: personId });
    });
    await startExport(deps, { tenantId, exportId });
    const [found, number] = await withTenant(database.db, tenantId, async (db) => [
      await findExport(db, exportId),
      await numberOf(db),
    ]);
    if (!found) throw notFound('export');
    return c.json(show(c, found, { tenantId, number }), 202);
  });

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.export');
    const { id } = c.req.valid('param');
    const [rows, number] = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findPerson(db, id))) throw notFound('person');
      return [await listPersonExports(db, id), await numberOf(db)] as const;
    });
    return c.json({ data: rows.map((row) => show(c, row, { tenantId, number })), nextCursor: null }, 200);
  });

  return app;
}

async function numberOf(db: TenantDb): Promise<number> {
  return (await findTenant(db))?.number ?? 0;
}

function show(
  c: Context<ApiEnv>,
  { runId, fileId, ...found }: StoredExport,
  tenant: { tenantId: string; number: number },
) {
  const { keyRing, config } = c.var.deps;
  const expiresAt = new Date(Date.parse(found.createdAt) + downloadDays * 24 * 3600_000);
  const isThere = fileId !== null && found.status === 'completed' && expiresAt.getTime() > Date.now();
  const token = isThere ? downloadToken(keyRing, { tenantNumber: tenant.number, exportId: found.id }) : null;
  const id = exportWorkflowId({ tenantId: tenant.tenantId, exportId: found.id });
  return {
    ...found,
    link: token === null ? null : { url: `${config.publicUrl}/download/${token}`, expiresAt: expiresAt.toISOString() },
    workflow: workflowLink(c, { id, runId, endedAt: found.finishedAt }),
  };
}
