import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findBroadcast } from '../../../db/queries/broadcasts/broadcasts.ts';
import { contentOf, findDraftSource, type EditionSource } from '../../../db/queries/content/edition-source.ts';
import { ContentChange, MessageContent } from '../../../domain/content/content.ts';
import type { MessageReader } from '../../../domain/content/renderer.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { senderFindings } from '../campaigns/preflight-sender.ts';
import type { ApiDeps } from '../../deps.ts';
import { findReader, readerFields, type ReaderChoice } from './reader.ts';
import { sendTestMail, ShownMessage, showMessage } from './show-message.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody } from '../../schemas.ts';

const params = z.object({ id: Id, broadcastId: Id });
const to = z.array(z.email()).min(1).max(5);
const Draft = z.strictObject({
  ...readerFields,
  content: ContentChange.default({}).openapi({ description: 'Changes that are not saved yet' }),
});
const previewRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/message/preview',
  action: 'campaigns.read',
  tags: ['campaigns'],
  summary:
    'A message of a broadcast, of a drip’s step or of a nurture item as a person would get it, saved or not, and what the checks say',
  request: { params: IdParam, body: jsonBody(z.strictObject({ ...readerFields, content: ContentChange })) },
  responses: { 200: json(ShownMessage, 'The rendered message') },
});
const testSendRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/message/test-send',
  action: 'messages.testSend',
  idempotent: true,
  tags: ['campaigns'],
  summary: 'Send a message as it stands, saved or not, to up to five addresses, marked as a test',
  request: { params: IdParam, body: jsonBody(z.strictObject({ to, ...readerFields, content: ContentChange })) },
  responses: { 202: json(z.object({ sent: z.int() }), 'It is on its way') },
});
const broadcastPreviewRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/preview',
  action: 'campaigns.read',
  tags: ['broadcasts'],
  summary: 'The message as a person would get it, and what the checks say',
  request: { params, body: jsonBody(Draft) },
  responses: { 200: json(ShownMessage, 'The rendered message') },
});
const broadcastTestRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/test-send',
  action: 'messages.testSend',
  idempotent: true,
  tags: ['broadcasts'],
  summary: 'Send the message as it is saved to up to five addresses, marked as a test',
  request: { params, body: jsonBody(z.strictObject({ to, ...readerFields })) },
  responses: { 202: json(z.object({ sent: z.int() }), 'It is on its way') },
});

/** Preview and test send of what a campaign says: of a message as it is written, and of a broadcast's as it is saved. */
export function messagePreviewRoutes(deps: ApiDeps) {
  const app = newRouter();
  const inTenant = <T>(actor: Actor, work: (db: TenantDb) => Promise<T>) =>
    withTenant(deps.database.db, actor.tenantId, work);
  app.openapi(previewRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const written = { ...c.req.valid('json'), campaignId: c.req.valid('param').id };
    return c.json(await show(deps, await inTenant(actor, (db) => read(db, written))), 200);
  });
  app.openapi(testSendRoute, async (c) => {
    const actor = allow(c, 'messages.testSend');
    const written = { ...c.req.valid('json'), campaignId: c.req.valid('param').id };
    const found = await inTenant(actor, (db) => read(db, written));
    await sendTest(deps, actor, { ...written, ...found, action: 'message.testSend' });
    return c.json({ sent: written.to.length }, 202);
  });
  app.openapi(broadcastPreviewRoute, async (c) => {
    const actor = allow(c, 'campaigns.read');
    const found = await inTenant(actor, (db) => readSaved(db, { ...c.req.valid('param'), ...c.req.valid('json') }));
    return c.json(await show(deps, found), 200);
  });
  app.openapi(broadcastTestRoute, async (c) => {
    const actor = allow(c, 'messages.testSend');
    const { to, ...reader } = c.req.valid('json');
    const { id: campaignId, broadcastId } = c.req.valid('param');
    const found = await inTenant(actor, (db) => readSaved(db, { id: campaignId, broadcastId, ...reader, content: {} }));
    await sendTest(deps, actor, { campaignId, to, ...found, action: 'broadcast.testSend' });
    return c.json({ sent: to.length }, 202);
  });
  return app;
}

/** What a message is built from, and whose eyes it is seen with. */
interface Found {
  source: Omit<EditionSource, 'variantId'>;
  reader: MessageReader;
}

async function show(
  deps: Pick<ApiDeps, 'renderer' | 'config'>,
  { source, reader }: Found,
): Promise<z.infer<typeof ShownMessage>> {
  const shown = await showMessage(deps, source, reader);
  return { ...shown, findings: [...shown.findings, ...senderFindings(source, deps.config.sending)] };
}

async function sendTest(
  deps: Pick<ApiDeps, 'database' | 'renderer' | 'sendSystemMail'>,
  actor: Actor,
  { campaignId, to, action, source, reader }: Found & { campaignId: string; to: string[]; action: string },
): Promise<void> {
  await sendTestMail(deps, { source, reader, to });
  await withTenant(deps.database.db, actor.tenantId, (db) =>
    insertAudit(db, actor, { action, entityKind: 'campaign', entityId: campaignId, after: { addresses: to.length } }),
  );
}

interface Written extends ReaderChoice {
  campaignId: string;
  content: Partial<MessageContent>;
}

async function read(db: TenantDb, { campaignId, content, ...choice }: Written): Promise<Found> {
  const source = await findDraftSource(db, {
    campaignId,
    content: MessageContent.parse({ subject: '', body: '', ...content }),
  });
  if (!source) throw notFound('campaign');
  return { source, reader: await findReader(db, source.content, choice) };
}

async function readSaved(
  db: TenantDb,
  { id, broadcastId, content, ...choice }: Omit<Written, 'campaignId'> & { id: string; broadcastId: string },
): Promise<Found> {
  const broadcast = await findBroadcast(db, broadcastId);
  if (!broadcast || broadcast.campaignId !== id) throw notFound('broadcast');
  return read(db, { campaignId: id, content: { ...contentOf(broadcast.variant), ...content }, ...choice });
}
