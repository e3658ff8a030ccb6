import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  findTemplate,
  insertTemplate,
  listTemplates,
  listTemplateTags,
  updateTemplate,
} from '../../../db/queries/templates/templates.ts';
import { cut } from '../../../domain/characters.ts';
import { notFound } from '../../../domain/errors.ts';
import { contentFromGallery } from '../../../domain/templates/gallery/gallery.ts';
import {
  emptyTemplate,
  Template,
  TemplateChange,
  TemplateInput,
  templateKinds,
  TemplateSummary,
  type TemplateContent,
} from '../../../domain/templates/template.ts';
import { pageByText } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';
import { authorOf, requiredTemplate, savedMeanwhile } from './find.ts';

const tags = ['templates'];
const Shown = Template.openapi('Template');
const Summary = TemplateSummary.openapi('TemplateSummary');

const listRoute = createRoute({
  method: 'get',
  path: '/templates',
  action: 'campaigns.read',
  tags,
  summary: 'Templates and saved blocks by name, without their content',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      q: z.string().max(200).optional().openapi({ description: 'Part of the name or the description' }),
      tag: z.string().max(40).optional(),
      kind: z.enum(templateKinds).optional().openapi({ description: 'template: whole messages; block: saved blocks' }),
      state: z.enum(['active', 'archived']).default('active'),
    }),
  },
  responses: { 200: json(pageOf(Summary), 'A page of templates') },
});
const tagsRoute = createRoute({
  method: 'get',
  path: '/templates/tags',
  action: 'campaigns.read',
  tags,
  summary: 'The tags that templates have, by name',
  responses: { 200: json(pageOf(z.string()), 'At most 500') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/templates',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a template from some content, from one of the gallery, or empty; its content is version 1',
  request: { body: jsonBody(TemplateInput) },
  responses: { 201: json(Shown, 'The template') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/templates/{id}',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'One template with its content as it is edited',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The template') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/templates/{id}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary:
    'Change a template: `content` is kept as a draft until a version is made of it, so that an editor can save as one writes. With If-Match, 412 names who saved meanwhile and when',
  request: { params: IdParam, body: jsonBody(TemplateChange) },
  responses: { 200: json(Shown, 'The template as it is now') },
});
const copyRoute = createRoute({
  method: 'post',
  path: '/templates/{id}/copy',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Copy a template as it is edited',
  request: { params: IdParam, body: jsonBody(z.strictObject({ name: TemplateInput.shape.name.optional() })) },
  responses: { 201: json(Shown, 'The copy') },
});

/** /templates: messages to begin from and saved blocks. */
export function templateRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const templates = await pageByText<TemplateSummary>(
      c,
      { limit, cursor },
      {
        textOf: ({ name }) => name,
        read: (part) => withTenant(database.db, tenantId, (db) => listTemplates(db, { ...filter, ...part })),
      },
    );
    return c.json(templates, 200);
  });
  app.openapi(tagsRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    return c.json({ data: await withTenant(database.db, tenantId, listTemplateTags), nextCursor: null }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { content, galleryKey, ...fields } = c.req.valid('json');
    const values = { ...fields, id: creationId(c), content: content ?? firstContent(galleryKey) };
    const template = await withTenant(database.db, actor.tenantId, (db) => make(db, values));
    setEtag(c, template.version);
    return c.json(template, 201);

    async function make(db: TenantDb, input: typeof values): Promise<Template> {
      const known = await findTemplate(db, input.id);
      if (known) return known;
      await insertTemplate(db, { ...input, author: authorOf(actor) });
      const entity = { entityKind: 'template', entityId: input.id };
      await insertAudit(db, actor, { action: 'template.add', ...entity, after: { ...fields, galleryKey } });
      return requiredTemplate(db, input.id);
    }
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const template = await withTenant(database.db, tenantId, (db) => requiredTemplate(db, c.req.valid('param').id));
    setEtag(c, template.version);
    return c.json(template, 200);
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const version = expectedVersion(c);
    const template = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await requiredTemplate(db, id);
      if (!(await updateTemplate(db, { id, version, change, author: authorOf(actor) })))
        throw savedMeanwhile(await requiredTemplate(db, id));
      const after = await requiredTemplate(db, id);
      // What is written is told by the versions; a trace of every few seconds of writing would bury the rest.
      const { content: _content, ...told } = change;
      if (Object.keys(told).length > 0) {
        const entity = { entityKind: 'template', entityId: id };
        await insertAudit(db, actor, {
          action: 'template.edit',
          ...entity,
          before: named(before),
          after: named(after),
        });
      }
      return after;
    });
    setEtag(c, template.version);
    return c.json(template, 200);
  });
  app.openapi(copyRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const id = creationId(c);
    const from = c.req.valid('param').id;
    const { name } = c.req.valid('json');
    const copy = await withTenant(database.db, actor.tenantId, async (db) => {
      const known = await findTemplate(db, id);
      if (known) return known;
      const { kind, description, tags, content, name: former } = await requiredTemplate(db, from);
      const values = { id, kind, description, tags, name: name ?? cut(`Copy of ${former}`, 0, 200) };
      await insertTemplate(db, { ...values, content, author: authorOf(actor) });
      const entity = { entityKind: 'template', entityId: id };
      await insertAudit(db, actor, { action: 'template.add', ...entity, after: { name: values.name, copyOf: from } });
      return requiredTemplate(db, id);
    });
    setEtag(c, copy.version);
    return c.json(copy, 201);
  });
  return app;
}

function firstContent(galleryKey: string | undefined): TemplateContent {
  if (galleryKey === undefined) return emptyTemplate;
  const content = contentFromGallery(galleryKey);
  if (!content) throw notFound('template of the gallery');
  return content;
}

function named({ name, description, tags, archivedAt }: Template) {
  return { name, description, tags, archivedAt };
}
