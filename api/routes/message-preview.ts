import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findBroadcast } from '../../db/queries/broadcasts.ts';
import { loadCatalogue, recommendTo } from '../../db/queries/content-recommendations.ts';
import { contentOf, findDraftSource, type EditionSource } from '../../db/queries/edition-source.ts';
import { findMergePerson } from '../../db/queries/merge-person.ts';
import { Finding } from '../../domain/campaigns/preflight.ts';
import { ContentChange, MessageContent } from '../../domain/content/content.ts';
import { mergeItemsOf } from '../../domain/content-items/content-item.ts';
import { mergeFields, samplePerson, type MergeData } from '../../domain/content/merge-data.ts';
import { itemPlaces, sampleItems, usesItems, type MergeItems } from '../../domain/content/recommended-block.ts';
import { findPerson } from '../../db/queries/people.ts';
import { notFound } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { senderFindings } from '../campaigns/preflight-sender.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody } from '../schemas.ts';

const params = z.object({ id: Id, broadcastId: Id });
const personId = Id.nullable().default(null).openapi({ description: 'As whom; null: an invented person' });
const to = z.array(z.email()).min(1).max(5);
const Draft = z.strictObject({
  personId,
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
  path: '/campaigns/{id}/message/preview',
  action: 'campaigns.read',
  tags: ['campaigns'],
  summary:
    'A message of a broadcast, of a drip’s step or of a nurture item as a person would get it, saved or not, and what the checks say',
  request: { params: IdParam, body: jsonBody(z.strictObject({ personId, content: ContentChange })) },
  responses: { 200: json(Preview, 'The rendered message') },
});
const testSendRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/message/test-send',
  action: 'messages.testSend',
  idempotent: true,
  tags: ['campaigns'],
  summary: 'Send a message as it stands, saved or not, to up to five addresses, marked as a test',
  request: { params: IdParam, body: jsonBody(z.strictObject({ to, personId, content: ContentChange })) },
  responses: { 202: json(z.object({ sent: z.int() }), 'It is on its way') },
});
const broadcastPreviewRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/preview',
  action: 'campaigns.read',
  tags: ['broadcasts'],
  summary: 'The message as a person would get it, and what the checks say',
  request: { params, body: jsonBody(Draft) },
  responses: { 200: json(Preview, 'The rendered message') },
});
const broadcastTestRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/broadcasts/{broadcastId}/test-send',
  action: 'messages.testSend',
  idempotent: true,
  tags: ['broadcasts'],
  summary: 'Send the message as it is saved to up to five addresses, marked as a test',
  request: { params, body: jsonBody(z.strictObject({ to, personId })) },
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
    const { to, personId } = c.req.valid('json');
    const { id: campaignId, broadcastId } = c.req.valid('param');
    const found = await inTenant(actor, (db) => readSaved(db, { id: campaignId, broadcastId, personId, content: {} }));
    await sendTest(deps, actor, { campaignId, to, ...found, action: 'broadcast.testSend' });
    return c.json({ sent: to.length }, 202);
  });
  return app;
}

/** What a message is built from, and whose eyes it is seen with. */
interface Found {
  source: Omit<EditionSource, 'variantId'>;
  person: MergeData['person'];
  items: MergeItems;
}

async function show(
  { renderer }: Pick<ApiDeps, 'renderer'>,
  { source, person, items }: Found,
): Promise<z.infer<typeof Preview>> {
  const [checked, shown] = await Promise.all([renderer.check(source), renderer.preview(source, person, items)]);
  const findings = [...checked.findings, ...senderFindings(source)];
  return { ...shown, ...checked, findings, mergeFields: mergeFields(source.attributes) };
}

async function sendTest(
  { database, renderer, sendSystemMail }: Pick<ApiDeps, 'database' | 'renderer' | 'sendSystemMail'>,
  actor: Actor,
  { campaignId, to, action, source, person, items }: Found & { campaignId: string; to: string[]; action: string },
): Promise<void> {
  const { subject, text, html } = await renderer.preview(source, person, items);
  for (const address of to) await sendSystemMail({ to: address, subject: `[Test] ${subject}`, text, html });
  await withTenant(database.db, actor.tenantId, (db) =>
    insertAudit(db, actor, { action, entityKind: 'campaign', entityId: campaignId, after: { addresses: to.length } }),
  );
}

interface Written {
  campaignId: string;
  content: Partial<MessageContent>;
  personId: string | null;
}

async function read(db: TenantDb, { campaignId, content, personId }: Written): Promise<Found> {
  const source = await findDraftSource(db, {
    campaignId,
    content: MessageContent.parse({ subject: '', body: '', ...content }),
  });
  if (!source) throw notFound('campaign');
  const person = personId === null ? samplePerson : await findMergePerson(db, personId);
  if (!person) throw notFound('person');
  return { source, person, items: await itemsFor(db, source.content, personId) };
}

/** What would be recommended in a message: to somebody by what they read, to nobody by way of example. */
async function itemsFor(db: TenantDb, content: MessageContent, personId: string | null): Promise<MergeItems> {
  if (personId === null) return sampleItems;
  if (![content.subject, content.body, content.textBody ?? ''].some(usesItems)) return {};
  const person = await findPerson(db, personId);
  if (!person) return {};
  const now = new Date();
  const catalogue = await loadCatalogue(db, now.toISOString());
  const readers = [{ personId, language: person.language }];
  const chosen = await recommendTo(db, { readers, catalogue, now, most: itemPlaces.length });
  return mergeItemsOf(chosen.get(personId) ?? []);
}

async function readSaved(
  db: TenantDb,
  { id, broadcastId, content, personId }: Omit<Written, 'campaignId'> & { id: string; broadcastId: string },
): Promise<Found> {
  const broadcast = await findBroadcast(db, broadcastId);
  if (!broadcast || broadcast.campaignId !== id) throw notFound('broadcast');
  return read(db, { campaignId: id, content: { ...contentOf(broadcast.variant), ...content }, personId });
}
