import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findTemplateSource } from '../../../db/queries/content/edition-source.ts';
import { Finding } from '../../../domain/campaigns/preflight.ts';
import { MessageClass, type MessageContent } from '../../../domain/content/content.ts';
import { emptyMessage } from '../../../domain/content/empty-message.ts';
import type { MessageReader, RenderSource } from '../../../domain/content/renderer.ts';
import { importFormats, mostSource } from '../../../domain/templates/imported.ts';
import { TemplateContent, type Template } from '../../../domain/templates/template.ts';
import type { ApiDeps } from '../../deps.ts';
import { findReader, readerFields, type ReaderChoice } from '../content/reader.ts';
import { sendTestMail, ShownMessage, showMessage } from '../content/show-message.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody } from '../../schemas.ts';
import { checkReach } from './link-probe.ts';
import { requiredTemplate } from './find.ts';

const tags = ['templates'];
const messageClass = MessageClass.default('marketing').openapi({
  description: 'Marketing messages need a footer; whether this is to become one',
});
const to = z.array(z.email()).min(1).max(5);
const Checks = z.object({
  findings: z.array(Finding),
  htmlBytes: z.int(),
  links: z
    .array(z.object({ url: z.string(), status: z.int().nullable(), isReachable: z.boolean() }))
    .openapi({ description: 'What the addresses of its links answered, at most 20 of them' }),
});

const renderDraftRoute = createRoute({
  method: 'post',
  path: '/templates/render',
  action: 'campaigns.read',
  tags,
  summary: 'Blocks as a person would get them, saved or not, and what the checks say',
  request: { body: jsonBody(z.strictObject({ ...readerFields, messageClass, content: TemplateContent })) },
  responses: { 200: json(ShownMessage, 'The rendered message') },
});
const renderRoute = createRoute({
  method: 'post',
  path: '/templates/{id}/render',
  action: 'campaigns.read',
  tags,
  summary: 'A template as it is edited, as a person would get it, and what the checks say',
  request: { params: IdParam, body: jsonBody(z.strictObject({ ...readerFields, messageClass })) },
  responses: { 200: json(ShownMessage, 'The rendered message') },
});
const checksRoute = createRoute({
  method: 'get',
  path: '/templates/{id}/checks',
  action: 'campaigns.read',
  tags,
  summary: 'Everything that is wrong with a template, and whether its links lead somewhere',
  request: { params: IdParam, query: z.object({ messageClass }) },
  responses: { 200: json(Checks, 'The findings, each with its block') },
});
const testRoute = createRoute({
  method: 'post',
  path: '/templates/{id}/test-send',
  action: 'messages.testSend',
  idempotent: true,
  tags,
  summary: 'Send a template as it is edited to up to five addresses, marked as a test',
  request: { params: IdParam, body: jsonBody(z.strictObject({ to, ...readerFields })) },
  responses: { 202: json(z.object({ sent: z.int() }), 'It is on its way') },
});
const importRoute = createRoute({
  method: 'post',
  path: '/templates/import',
  action: 'campaigns.write',
  tags,
  summary: 'Blocks made from HTML or MJML as well as it goes; nothing is kept',
  request: {
    body: jsonBody(z.strictObject({ format: z.enum(importFormats), source: z.string().min(1).max(mostSource) })),
  },
  responses: {
    200: json(
      z.object({
        content: TemplateContent,
        notes: z.array(z.string()).openapi({ description: 'What could not be taken over as it was' }),
      }),
      'The blocks',
    ),
  },
});

/** What a template looks like, what is wrong with it, and a message of it as a test. */
export function templateRenderRoutes(deps: ApiDeps) {
  const app = newRouter();
  const { database, renderer } = deps;

  app.openapi(renderDraftRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { content, messageClass, ...choice } = c.req.valid('json');
    const message = messageOf(content, messageClass);
    const { source, reader } = await withTenant(database.db, tenantId, (db) => read(db, message, choice));
    return c.json(await showMessage(deps, source, reader), 200);
  });
  app.openapi(renderRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { messageClass, ...choice } = c.req.valid('json');
    const { source, reader, kind } = await withTenant(database.db, tenantId, (db) =>
      readSaved(db, { id: c.req.valid('param').id, messageClass, choice }),
    );
    const shown = await showMessage(deps, source, reader);
    return c.json({ ...shown, findings: ofKind(kind, shown.findings) }, 200);
  });
  app.openapi(checksRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { messageClass } = c.req.valid('query');
    const { source, kind } = await withTenant(database.db, tenantId, (db) =>
      readSaved(db, { id: c.req.valid('param').id, messageClass, choice: { personId: null } }),
    );
    const [checked, reach] = await Promise.all([renderer.check(source), checkReach(source.content.blocks ?? [])]);
    const findings = ofKind(kind, [...checked.findings, ...reach.findings]);
    return c.json({ findings, htmlBytes: checked.htmlBytes, links: reach.links }, 200);
  });
  app.openapi(testRoute, async (c) => {
    const actor = allow(c, 'messages.testSend');
    const { id } = c.req.valid('param');
    const { to, ...choice } = c.req.valid('json');
    const { source, reader } = await withTenant(database.db, actor.tenantId, (db) =>
      readSaved(db, { id, messageClass: 'marketing', choice }),
    );
    await sendTestMail(deps, { source, reader, to });
    await withTenant(database.db, actor.tenantId, (db) =>
      insertAudit(db, actor, {
        action: 'template.testSend',
        entityKind: 'template',
        entityId: id,
        after: { addresses: to.length },
      }),
    );
    return c.json({ sent: to.length }, 202);
  });
  app.openapi(importRoute, async (c) => {
    allow(c, 'campaigns.write');
    const { format, source } = c.req.valid('json');
    return c.json(renderer.importMarkup(format, source), 200);
  });
  return app;
}

function messageOf(content: TemplateContent, messageClass: MessageContent['messageClass']): MessageContent {
  return { ...emptyMessage, ...content, format: 'blocks', messageClass };
}

async function read(
  db: TenantDb,
  content: MessageContent,
  choice: ReaderChoice,
): Promise<{ source: RenderSource; reader: MessageReader }> {
  return { source: await findTemplateSource(db, content), reader: await findReader(db, content, choice) };
}

async function readSaved(
  db: TenantDb,
  input: { id: string; messageClass: MessageContent['messageClass']; choice: ReaderChoice },
) {
  const { content, kind } = await requiredTemplate(db, input.id);
  return { kind, ...(await read(db, messageOf(content, input.messageClass), input.choice)) };
}

/** Saved blocks are a part of a message: what only a whole one needs is not missed in them. */
function ofKind(kind: Template['kind'], findings: Finding[]): Finding[] {
  const ofWhole = ['no_unsubscribe', 'no_postal_address', 'postal_address_empty', 'empty_subject', 'no_preheader'];
  return kind === 'template' ? findings : findings.filter(({ code }) => !ofWhole.includes(code));
}
