import { z } from '@hono/zod-openapi';
import { withTenant } from '../../db/connection.ts';
import { countUnreadAnswers, listAnswerNotices, markAnswersRead } from '../../db/queries/inbound/answer-notices.ts';
import { countUnreadNotices, listCampaignNotices, markNoticesRead } from '../../db/queries/approvals/notices.ts';
import {
  countUnreadDomainNotices,
  listDomainNotices,
  markDomainNoticesRead,
} from '../../db/queries/senders/domain-notices.ts';
import {
  countUnread,
  listNotifications,
  markRead,
  type NotificationRow,
} from '../../db/queries/notifications/notifications.ts';
import {
  countUnreadTenantNotices,
  listTenantNotices,
  markTenantNoticesRead,
} from '../../db/queries/notifications/tenant-notices.ts';
import { stepKindWords } from '../../domain/drips/steps.ts';
import { AnswerNotice } from '../../domain/notifications/answer-notice.ts';
import { CampaignNotice } from '../../domain/notifications/campaign-notice.ts';
import { TenantNotice } from '../../domain/notifications/tenant-notice.ts';
import { DomainNotice } from '../../domain/notifications/domain-notice.ts';
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
  summary:
    'What the caller is told: who came to steps that tell their owner, those of one step together, what waits for their approval or was decided, what was paused or switched off, what their people answered, and what became of sending domains; unread first',
  responses: {
    200: json(
      z.object({
        unread: z.int(),
        data: z.array(Notification),
        approvals: z.array(CampaignNotice),
        domains: z.array(DomainNotice),
        notices: z.array(TenantNotice),
        answers: z.array(AnswerNotice),
        nextCursor: z.string().nullable(),
      }),
      'The newest hundred steps and the newest hundred notices of each kind; there is one page',
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
      unread:
        (await countUnread(db, userId)) +
        (await countUnreadNotices(db, userId)) +
        (await countUnreadTenantNotices(db, userId)) +
        (await countUnreadDomainNotices(db, userId)) +
        (await countUnreadAnswers(db, userId)),
      notices: await listTenantNotices(db, { userId, limit: mostShown }),
      answers: await listAnswerNotices(db, { userId, limit: mostShown }),
      domains: await listDomainNotices(db, { userId, limit: mostShown }),
      approvals: await listCampaignNotices(db, { userId, limit: mostShown }),
      data: (await listNotifications(db, { userId, limit: mostShown })).map(present),
    }));
    return c.json({ ...answer, nextCursor: null }, 200);
  });
  app.openapi(readRoute, async (c) => {
    const { tenantId, personId } = allow(c, 'campaigns.read');
    const what = c.req.valid('json');
    const userId = personId ?? '';
    await withTenant(database.db, tenantId, async (db) => {
      if ('dripId' in what || 'all' in what) await markRead(db, userId, what);
      if ('approvalId' in what || 'all' in what)
        await markNoticesRead(db, userId, 'approvalId' in what ? what.approvalId : null);
      if ('noticeId' in what || 'all' in what)
        await markTenantNoticesRead(db, userId, 'noticeId' in what ? what.noticeId : null);
      if ('domainNoticeId' in what || 'all' in what)
        await markDomainNoticesRead(db, userId, 'domainNoticeId' in what ? what.domainNoticeId : null);
      if ('answerId' in what || 'all' in what)
        await markAnswersRead(db, userId, 'answerId' in what ? what.answerId : null);
    });
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
