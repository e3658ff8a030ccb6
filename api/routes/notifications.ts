import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { countUnread, listNotifications, markRead, type NotificationRow } from '../../db/queries/notifications.ts';
import { stepKindWords } from '../../domain/drips/steps.ts';
import { Notification, ReadInput } from '../../domain/notifications/notification.ts';
import type { ApiDeps } from '../deps.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json, jsonBody } from '../schemas.ts';

const tags = ['notifications'];
/** Steps shown at most; older ones are found in their drips. */
const mostShown = 100;

const listRoute = createRoute({
  method: 'get',
  path: '/notifications',
  action: 'campaigns.read',
  tags,
  summary: 'What the caller is told: who came to steps that tell their owner, those of one step together, unread first',
  responses: {
    200: json(
      z.object({ unread: z.int(), data: z.array(Notification), nextCursor: z.null() }),
      'The newest hundred steps; there is one page',
    ),
  },
});
const readRoute = createRoute({
  method: 'post',
  path: '/notifications/read',
  action: 'campaigns.read',
  tags,
  summary: 'Keep that the caller knows of a step, or of everything',
  request: { body: jsonBody(ReadInput) },
  responses: { 204: { description: 'It is known' } },
});

/** /notifications: what the person who calls is told. */
export function notificationRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId, personId } = allow(c, 'campaigns.read');
    const userId = personId ?? '';
    const answer = await withTenant(database.db, tenantId, async (db) => ({
      unread: await countUnread(db, userId),
      data: (await listNotifications(db, { userId, limit: mostShown })).map(present),
    }));
    return c.json({ ...answer, nextCursor: null }, 200);
  });
  app.openapi(readRoute, async (c) => {
    const { tenantId, personId } = allow(c, 'campaigns.read');
    await withTenant(database.db, tenantId, (db) => markRead(db, personId ?? '', c.req.valid('json')));
    return c.body(null, 204);
  });
  return app;
}

function present(row: NotificationRow): Notification {
  return {
    ...row,
    stepName: row.stepName || stepKindWords.notifyOwner,
    latestAt: row.latestAt.toISOString(),
  };
}
