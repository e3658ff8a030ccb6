import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findVersionContent, listTemplateVersions, makeVersion } from '../../../db/queries/templates/templates.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { diffContent } from '../../../domain/templates/diff.ts';
import { Template, TemplateContent, TemplateVersion } from '../../../domain/templates/template.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';
import { authorOf, requiredTemplate, savedMeanwhile } from './find.ts';

const tags = ['templates'];
const Shown = Template.openapi('Template');
const Version = TemplateVersion.openapi('TemplateVersion');
const note = z.string().trim().max(500).default('').openapi({ description: 'What is different in it' });
const params = z.object({ id: Id, number: z.coerce.number().int().min(1).max(1_000_000) });

const listRoute = createRoute({
  method: 'get',
  path: '/templates/{id}/versions',
  action: 'campaigns.read',
  tags,
  summary: 'The versions of a template, the newest first',
  request: { params: IdParam, query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(Version), 'A page of versions') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/templates/{id}/versions',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a version of the template as it is edited, or of the content given; the draft is over with it',
  request: { params: IdParam, body: jsonBody(z.strictObject({ note, content: TemplateContent.optional() })) },
  responses: { 201: json(Shown, 'The template with its new version') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/templates/{id}/versions/{number}',
  action: 'campaigns.read',
  tags,
  summary: 'What a version holds',
  request: { params },
  responses: { 200: json(z.object({ number: z.int(), content: TemplateContent }), 'The version') },
});
const diffRoute = createRoute({
  method: 'get',
  path: '/templates/{id}/versions/{number}/diff',
  action: 'campaigns.read',
  tags,
  summary: 'What happened between this version and another one, block by block in words',
  request: {
    params,
    query: z.object({
      to: z.coerce
        .number()
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .openapi({ description: 'The number of the later version; without it, the template as it is edited' }),
    }),
  },
  responses: {
    200: json(
      z.object({
        differences: z.array(
          z.object({
            kind: z.enum(['added', 'removed', 'moved', 'changed']),
            blockId: z.string().nullable(),
            words: z.string(),
          }),
        ),
      }),
      'The differences',
    ),
  },
});
const restoreRoute = createRoute({
  method: 'post',
  path: '/templates/{id}/versions/{number}/restore',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Go back to a version: a new version with its content is made',
  request: { params },
  responses: { 201: json(Shown, 'The template with its new version') },
});

/** /templates/{id}/versions: what a template was, and going back to it. */
export function templateVersionRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id: templateId } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const before = readCursor(c, cursor, z.tuple([z.int()]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, async (db) => {
      await requiredTemplate(db, templateId);
      return listTemplateVersions(db, { templateId, limit: limit + 1, before });
    });
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.number] }), 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id } = c.req.valid('param');
    const { note, content } = c.req.valid('json');
    const version = expectedVersion(c);
    const template = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await requiredTemplate(db, id);
      // What is edited is read here: whoever saves in between is not to lose it with the draft.
      if (content === undefined)
        return keep(db, actor, { id, version: version ?? before.version, content: before.content, note });
      return keep(db, actor, { id, version, content, note });
    });
    setEtag(c, template.version);
    return c.json(template, 201);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id, number } = c.req.valid('param');
    const content = await withTenant(database.db, tenantId, (db) => contentOf(db, id, number));
    return c.json({ number, content }, 200);
  });
  app.openapi(diffRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id, number } = c.req.valid('param');
    const { to } = c.req.valid('query');
    const differences = await withTenant(database.db, tenantId, async (db) => {
      const after = to === undefined ? (await requiredTemplate(db, id)).content : await contentOf(db, id, to);
      return diffContent(await contentOf(db, id, number), after);
    });
    return c.json({ differences }, 200);
  });
  app.openapi(restoreRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id, number } = c.req.valid('param');
    const version = expectedVersion(c);
    const template = await withTenant(database.db, actor.tenantId, async (db) => {
      const content = await contentOf(db, id, number);
      return keep(db, actor, { id, version, content, note: `Back to version ${number}` });
    });
    setEtag(c, template.version);
    return c.json(template, 201);
  });
  return app;
}

async function contentOf(db: TenantDb, templateId: string, number: number): Promise<TemplateContent> {
  await requiredTemplate(db, templateId);
  const content = await findVersionContent(db, { templateId, number });
  if (!content) throw notFound('version');
  return content;
}

async function keep(
  db: TenantDb,
  actor: Actor,
  input: { id: string; version: number | null; content: TemplateContent; note: string },
): Promise<Template> {
  const number = await makeVersion(db, { ...input, author: authorOf(actor) });
  if (number === null) throw savedMeanwhile(await requiredTemplate(db, input.id));
  await insertAudit(db, actor, {
    action: 'template.saveVersion',
    entityKind: 'template',
    entityId: input.id,
    before: { version: number - 1 },
    after: { version: number, note: input.note },
  });
  return requiredTemplate(db, input.id);
}
