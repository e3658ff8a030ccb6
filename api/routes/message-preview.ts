import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findBroadcast } from '../../db/queries/broadcasts.ts';
import { findEditionSource, type EditionSource } from '../../db/queries/edition-source.ts';
import { findMergePerson } from '../../db/queries/merge-person.ts';
import { Finding } from '../../domain/campaigns/preflight.ts';
import { ContentChange } from '../../domain/content/content.ts';
import { mergeFields, samplePerson } from '../../domain/content/merge-data.ts';
import { notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json, jsonBody } from '../schemas.ts';

const tags = ['broadcasts'];
const params = z.object({ id: Id, broadcastId: Id });
const Draft = z.strictObject({
  personId: Id.nullable().default(null).openapi({ description: 'As whom; null: an invented person' }),
  content: ContentChange.default({}).openapi({ description: 'Changes that are not saved yet' }),
});
const Preview = z.object({
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  findings: z.array(Finding),
  htmlBytes: z.int(),
  mergeFields: z.array(z.object({ path: z.string(), label: z.string(), mayBeEmpty: z.boolean() })),
});
const previewRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/preview',
  action: 'campaigns.read',
  tags,
  summary: 'The message as a person would get it, and what the checks say',
  request: { params, body: jsonBody(Draft) },
  responses: { 200: json(Preview, 'The rendered message') },
});
const testSendRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/test-send',
  action: 'messages.testSend',
  idempotent: true,
  tags,
  summary: 'Send the message as it is saved to up to five addresses, marked as a test',
  request: {
    params,
    body: jsonBody(z.strictObject({ to: z.array(z.email()).min(1).max(5), personId: Id.nullable().default(null) })),
  },
  responses: { 202: json(z.object({ sent: z.int() }), 'It is on its way') },
});

/** Preview and test send of a broadcast's message. */
export function messagePreviewRoutes({ database, renderer, sendSystemMail }: ApiDeps) {
  const app = newRouter();
  app.openapi(previewRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const { personId, content } = c.req.valid('json');
    const { source, person } = await withTenant(database.db, actor.tenantId, (db) =>
      read(db, { ...c.req.valid('param'), personId }),
    );
    const draft = { ...source, content: { ...source.content, ...content } };
    const [checked, shown] = await Promise.all([renderer.check(draft), renderer.preview(draft, person)]);
    return c.json({ ...shown, ...checked, mergeFields: mergeFields(source.attributes) }, 200);
  });
  app.openapi(testSendRoute, async (c) => {
    const actor = allow(c, 'messages.testSend');
    const { to, personId } = c.req.valid('json');
    const { id } = c.req.valid('param');
    const { source, person } = await withTenant(database.db, actor.tenantId, (db) =>
      read(db, { ...c.req.valid('param'), personId }),
    );
    const { subject, text, html } = await renderer.preview(source, person);
    for (const address of to) await sendSystemMail({ to: address, subject: `[Test] ${subject}`, text, html });
    await withTenant(database.db, actor.tenantId, (db) =>
      insertAudit(db, actor, {
        action: 'broadcast.testSend',
        entityKind: 'campaign',
        entityId: id,
        after: { addresses: to.length },
      }),
    );
    return c.json({ sent: to.length }, 202);
  });
  return app;
}

async function read(db: TenantDb, input: { id: string; broadcastId: string; personId: string | null }) {
  const broadcast = await findBroadcast(db, input.broadcastId);
  const source: EditionSource | undefined = await findEditionSource(db, input.broadcastId);
  if (!broadcast || !source || broadcast.campaignId !== input.id) throw notFound('broadcast');
  const person = input.personId === null ? samplePerson : await findMergePerson(db, input.personId);
  if (!person) throw notFound('person');
  return { source, person };
}
