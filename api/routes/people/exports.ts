import { z } from '@hono/zod-openapi';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Context } from 'hono';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  findExport,
  insertExport,
  listExports,
  markExport,
  type StoredExport,
} from '../../../db/queries/people/exports.ts';
import { findFile } from '../../../db/queries/files.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Export, ExportInput } from '../../../domain/exports/export.ts';
import { Id } from '../../../domain/ids.ts';
import { exportWorkflowId } from '../../../workflows/people/export-people.ts';
import { cancelJob } from '../../../workflows/jobs/run.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { sendFile } from './file-stream.ts';
import { startExport } from './start-export.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery, WorkflowRef } from '../../schemas.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['exports'];
const ShownExport = Export.extend({ workflow: WorkflowRef });

const postRoute = createRoute({
  method: 'post',
  path: '/exports',
  action: 'people.export',
  idempotent: true,
  tags,
  summary: 'Write people to a CSV file that can be downloaded',
  request: { body: jsonBody(ExportInput) },
  responses: { 202: json(ShownExport, 'The export has begun') },
});

const listRoute = createRoute({
  method: 'get',
  path: '/exports',
  action: 'people.export',
  tags,
  summary: 'Exports, newest first',
  request: { query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(ShownExport), 'A page of exports') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/exports/{id}',
  action: 'people.export',
  tags,
  summary: 'One export with its progress',
  request: { params: IdParam },
  responses: { 200: json(ShownExport, 'The export') },
});

const fileRoute = createRoute({
  method: 'get',
  path: '/exports/{id}/file',
  action: 'people.export',
  tags,
  summary: 'Download the file; cells that a spreadsheet would run as a formula are made harmless',
  request: { params: IdParam },
  responses: { 200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } } },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/exports/{id}/cancel',
  action: 'people.export',
  idempotent: true,
  tags,
  summary: 'Stop an export',
  request: { params: IdParam },
  responses: { 202: json(ShownExport, 'The export is being stopped') },
});

/** Exports of people to CSV files. */
export function exportsRoutes(deps: ApiDeps) {
  const { database, temporal } = deps;
  const app = newRouter();

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'people.export');
    const { tenantId } = actor;
    const exportId = creationId(c);
    await withTenant(database.db, tenantId, async (db) => {
      const input = c.req.valid('json');
      if (!(await insertExport(db, { ...input, id: exportId, createdBy: actor.name }))) return;
      const after = audited(input);
      await insertAudit(db, actor, { action: 'export.start', entityKind: 'export', entityId: exportId, after });
    });
    await startExport(deps, { tenantId, exportId });
    return c.json(show(c, await find(tenantId, exportId), tenantId), 202);
  });

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.export');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, (db) => listExports(db, { limit: limit + 1, after }));
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.id] });
    return c.json({ data: data.map((row) => show(c, row, tenantId)), nextCursor }, 200);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.export');
    return c.json(show(c, await find(tenantId, c.req.valid('param').id), tenantId), 200);
  });

  app.openapi(fileRoute, async (c) => {
    const { tenantId } = allow(c, 'people.export');
    const { fileId } = await find(tenantId, c.req.valid('param').id);
    const file = fileId ? await withTenant(database.db, tenantId, (db) => findFile(db, fileId)) : undefined;
    if (!file) throw notFound('file; it is not written yet, or was deleted at the end of its time');
    return sendFile(c, tenantId, file);
  });

  app.openapi(cancelRoute, async (c) => {
    const actor = allow(c, 'people.export');
    const { tenantId } = actor;
    const { id } = c.req.valid('param');
    const found = await find(tenantId, id);
    if (!['queued', 'running', 'cancelling'].includes(found.status))
      throw new DomainError('conflict', `The export is ${found.status} already.`);
    try {
      await temporal.workflow.getHandle(exportWorkflowId({ tenantId, exportId: id })).executeUpdate(cancelJob);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await withTenant(database.db, tenantId, (db) =>
        markExport(db, id, { from: ['queued', 'running', 'cancelling'], to: 'cancelled' }),
      );
    }
    await withTenant(database.db, tenantId, (db) =>
      insertAudit(db, actor, { action: 'export.cancel', entityKind: 'export', entityId: id }),
    );
    return c.json(show(c, await find(tenantId, id), tenantId), 202);
  });

  return app;

  async function find(tenantId: string, id: string): Promise<StoredExport> {
    const found = await withTenant(database.db, tenantId, (db) => findExport(db, id));
    if (!found) throw notFound('export');
    return found;
  }
}

function show(c: Context<ApiEnv>, { runId, fileId: _fileId, ...found }: StoredExport, tenantId: string) {
  const id = exportWorkflowId({ tenantId, exportId: found.id });
  return { ...found, workflow: workflowLink(c, { id, runId, endedAt: found.finishedAt }) };
}

/** What an export is of, for the audit log. What was looked for may be somebody's name or address: it cannot be erased there, so it is not told. */
function audited({ entity, filter: { q, ...filter }, columns }: ExportInput): Record<string, unknown> {
  return {
    entity,
    columns: columns.length === 0 ? 'all' : columns.length,
    ...(q ? { search: 'by the beginning of a name or address' } : {}),
    ...filter,
  };
}
