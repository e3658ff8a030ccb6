import { z } from '@hono/zod-openapi';
import { WorkflowNotFoundError } from '@temporalio/client';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  findImport,
  listImportRemarks,
  listImports,
  markImport,
  type StoredImport,
} from '../../../db/queries/imports/imports.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import {
  ContentImport,
  importEntities,
  ImportRemark,
  OpportunityImport,
  PeopleImport,
} from '../../../domain/imports/import.ts';
import { importWorkflowId } from '../../../workflows/imports/import-people.ts';
import { cancelJob } from '../../../workflows/jobs/run.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { allowEntity, createImport } from './create.ts';
import { remarksCsv } from './remarks-csv.ts';
import { allow, createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { IdParam, json, pageOf, PageQuery, WorkflowRef } from '../../schemas.ts';
import { workflowLink } from '../../workflow-link.ts';
import type { Context } from 'hono';

const tags = ['imports'];
const ShownImport = z.union([
  PeopleImport.extend({ workflow: WorkflowRef }),
  OpportunityImport.extend({ workflow: WorkflowRef }),
  ContentImport.extend({ workflow: WorkflowRef }),
]);
const list = PageQuery.omit({ sort: true });

const postRoute = createRoute({
  method: 'post',
  path: '/imports',
  action: 'people.import',
  idempotent: true,
  tags,
  summary: 'Import people, opportunities or content from a CSV file of up to 500 MB',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            additionalProperties: false,
            required: ['mapping'],
            properties: {
              file: { type: 'string', format: 'binary', description: 'The file; or send fileId' },
              fileId: {
                type: 'string',
                format: 'uuid',
                description: 'A file that was uploaded before, by a preview or a dry run',
              },
              entity: {
                type: 'string',
                enum: [...importEntities],
                description: 'What the rows are; people where it is left out',
              },
              mapping: {
                type: 'string',
                description: 'JSON: what becomes of the columns, see the schema of `mapping` in the answer',
              },
              dryRun: {
                type: 'string',
                enum: ['true', 'false'],
                description: 'Counts and errors only; nothing is changed',
              },
            },
          },
        },
      },
    },
  },
  responses: { 202: json(ShownImport, 'The import has begun') },
});

const listRoute = createRoute({
  method: 'get',
  path: '/imports',
  action: 'people.read',
  tags,
  summary: 'Imports, newest first',
  request: { query: list },
  responses: { 200: json(pageOf(ShownImport), 'A page of imports') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/imports/{id}',
  action: 'people.read',
  tags,
  summary: 'One import with its progress',
  request: { params: IdParam },
  responses: { 200: json(ShownImport, 'The import') },
});

const remarksRoute = createRoute({
  method: 'get',
  path: '/imports/{id}/errors',
  action: 'people.read',
  tags,
  summary: 'Errors and warnings by row; the header is row 1',
  request: { params: IdParam, query: list },
  responses: { 200: json(pageOf(ImportRemark), 'A page of remarks') },
});

const csvRoute = createRoute({
  method: 'get',
  path: '/imports/{id}/errors.csv',
  action: 'people.import',
  tags,
  summary: 'The errors and warnings as a file: row, field, severity, reason, value, mend',
  request: { params: IdParam },
  responses: { 200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } } },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/imports/{id}/cancel',
  action: 'people.import',
  idempotent: true,
  tags,
  summary: 'Stop an import after the batch it is at; what was merged stays',
  request: { params: IdParam },
  responses: { 202: json(ShownImport, 'The import is being stopped') },
});

/** Imports of people, opportunities and content from CSV files. */
export function importsRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'people.import');
    return c.json(show(c, await createImport(c, actor), actor.tenantId), 202);
  });

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, (db) => listImports(db, { limit: limit + 1, after }));
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.id] });
    return c.json({ data: data.map((row) => show(c, row, tenantId)), nextCursor }, 200);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    return c.json(show(c, await find(tenantId, c.req.valid('param').id), tenantId), 200);
  });

  app.openapi(remarksRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id: importId } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.number(), z.string()]));
    await find(tenantId, importId);
    const rows = await withTenant(database.db, tenantId, (db) =>
      listImportRemarks(db, { importId, limit: limit + 1, after }),
    );
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.row, row.field] }), 200);
  });

  app.openapi(csvRoute, async (c) => {
    const { tenantId } = allow(c, 'people.import');
    const { id } = c.req.valid('param');
    const found = await find(tenantId, id);
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header('Content-Disposition', `attachment; filename="errors-${found.id}.csv"`);
    return c.body(remarksCsv(database.db, { tenantId, importId: id }), 200);
  });

  app.openapi(cancelRoute, async (c) => {
    const { tenantId, ...actor } = allow(c, 'people.import');
    const { id } = c.req.valid('param');
    const found = await find(tenantId, id);
    allowEntity(c, found.entity);
    if (!['queued', 'running', 'cancelling'].includes(found.status))
      throw new DomainError('conflict', `The import is ${found.status} already.`);
    try {
      await temporal.workflow.getHandle(importWorkflowId({ tenantId, importId: id })).executeUpdate(cancelJob);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      // Nobody carries it any more: the row alone has to end.
      await withTenant(database.db, tenantId, (db) =>
        markImport(db, id, { from: ['queued', 'running', 'cancelling'], to: 'cancelled' }),
      );
    }
    await withTenant(database.db, tenantId, (db) =>
      insertAudit(db, { ...actor, tenantId }, { action: 'import.cancel', entityKind: 'import', entityId: id }),
    );
    return c.json(show(c, await find(tenantId, id), tenantId), 202);
  });

  return app;

  async function find(tenantId: string, id: string): Promise<StoredImport> {
    const found = await withTenant(database.db, tenantId, (db) => findImport(db, id));
    if (!found) throw notFound('import');
    return found;
  }
}

function show(c: Context<ApiEnv>, { runId, ...found }: StoredImport, tenantId: string) {
  const id = importWorkflowId({ tenantId, importId: found.id });
  return { ...found, workflow: workflowLink(c, { id, runId, endedAt: found.finishedAt }) };
}
