import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findFeed, insertFeed, listFeeds, markFeedRead, revokeFeed } from '../../../db/queries/calendar/feeds.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { CalendarFeed, NewFeed } from '../../../domain/calendar/feed.ts';
import { notFound } from '../../../domain/errors.ts';
import { newTenantToken, readTenantToken } from '../../tenant-token.ts';
import { writeIcs } from './ics.ts';
import { readCalendar } from './read.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { messagePage } from '../../pages/message.ts';
import { newPublicRouter, unknownLink } from '../../public-router.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['calendar'];
const NewFeedAnswer = CalendarFeed.extend({
  url: z.string().openapi({ description: 'Shown once; whoever has it reads the feed without signing in' }),
});
const listRoute = createRoute({
  method: 'get',
  path: '/calendar/feeds',
  action: 'campaigns.read',
  tags,
  summary: 'Calendars that other programs subscribe to, the newest first',
  request: {},
  responses: { 200: json(pageOf(CalendarFeed), 'All feeds; there is one page') },
});
const createFeedRoute = createRoute({
  method: 'post',
  path: '/calendar/feeds',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Make a feed; its address is shown in this answer and never again',
  request: { body: jsonBody(NewFeed) },
  responses: { 201: json(NewFeedAnswer, 'The feed with its address') },
});
const revokeRoute = createRoute({
  method: 'delete',
  path: '/calendar/feeds/{id}',
  action: 'campaigns.write',
  tags,
  summary: 'Take a feed back: its address answers 404 from now on',
  request: { params: IdParam },
  responses: { 204: { description: 'Taken back; once more changes nothing' } },
});

/** /calendar/feeds: make, list and take back. */
export function calendarFeedRoutes({ database, config }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    return c.json({ data: await withTenant(database.db, tenantId, listFeeds), nextCursor: null }, 200);
  });
  app.openapi(createFeedRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { name, filter } = c.req.valid('json');
    const { token, hash } = newTenantToken('calendar feed', actor.tenantId);
    const feed = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      const by = { createdBy: actor.personId ?? actor.name, createdByName: actor.name };
      const feed = await insertFeed(db, { id, name, filter, tokenHash: hash, ...by });
      const entity = { entityKind: 'calendarFeed', entityId: id };
      await insertAudit(db, actor, { action: 'calendarFeed.create', ...entity, after: { name, filter } });
      return feed;
    });
    return c.json({ ...feed, url: `${config.publicUrl}/ical/${token}.ics` }, 201);
  });
  app.openapi(revokeRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const feed = await findFeed(db, id);
      if (!feed) throw notFound('calendar feed');
      if (!(await revokeFeed(db, id))) return;
      const entity = { entityKind: 'calendarFeed', entityId: id };
      await insertAudit(db, actor, { action: 'calendarFeed.revoke', ...entity, before: { name: feed.name } });
    });
    return c.body(null, 204);
  });
  return app;
}

const aDay = 86_400_000;

/** GET /ical/{token}.ics: the feed itself, for programs. Half a year back, and as far ahead as one answer goes. */
export function icalRoutes({ database, config }: ApiDeps) {
  const app = newPublicRouter('/ical/*', { perSecond: 50, burst: 500 });
  app.get('/ical/:token', async (c) => {
    const opened = readTenantToken('calendar feed', c.req.param('token').replace(/\.ics$/, ''));
    const read = (db: TenantDb) => feedText(db, opened?.hash ?? Buffer.alloc(0), config.publicUrl);
    const text = opened && (await withTenant(database.db, opened.tenantId, read));
    if (!text) return c.html(messagePage(unknownLink), 404);
    return c.body(text, 200, { 'Content-Type': 'text/calendar; charset=utf-8' });
  });
  return app;
}

async function feedText(db: TenantDb, hash: Buffer, publicUrl: string): Promise<string | null> {
  const feed = await markFeedRead(db, hash);
  const tenant = feed && (await findTenant(db));
  if (!feed || !tenant) return null;
  const now = new Date();
  const [from, to] = [-180, 219].map((days) => new Date(now.getTime() + days * aDay).toISOString());
  const { entries, timeZone } = await readCalendar(db, { ...feed.filter, from: from!, to: to! });
  return writeIcs({ name: `${tenant.name}: ${feed.name}`, timeZone, entries, publicUrl, now });
}
