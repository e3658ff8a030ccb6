import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { readReport } from '../../../db/queries/reports/read.ts';
import { insertShare, listShares, markShareRead, revokeShare } from '../../../db/queries/reports/shares.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { ActivityReport } from '../../../domain/reports/activity.ts';
import { ClockReport } from '../../../domain/reports/clock.ts';
import { CohortReport } from '../../../domain/reports/cohort.ts';
import { FunnelReport } from '../../../domain/reports/funnel.ts';
import { ReportShare } from '../../../domain/reports/saved-report.ts';
import { clientNetwork } from '../../client-address.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { rateLimit } from '../../rate-limit.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, Time } from '../../schemas.ts';
import { newTenantToken, readTenantToken } from '../../tenant-token.ts';
import { findReport } from './saved-reports.ts';

const tags = ['reports'];
const NewShare = z.strictObject({
  days: z.int().min(1).max(90).default(30).openapi({ description: 'After how many days the link runs out' }),
});
const NewShareAnswer = z.object({
  url: z.string().openapi({ description: 'Shown once; whoever has it sees the figures without signing in' }),
  shares: z.array(ReportShare),
});
const Shared = z.object({
  name: z.string(),
  tenantName: z.string(),
  expiresAt: Time,
  report: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('activity'), data: ActivityReport }),
    z.object({ kind: z.literal('clock'), data: ClockReport }),
    z.object({ kind: z.literal('funnel'), data: FunnelReport }),
    z.object({ kind: z.literal('cohort'), data: CohortReport }),
  ]),
});
const listRoute = createRoute({
  method: 'get',
  path: '/saved-reports/{id}/shares',
  action: 'campaigns.read',
  tags,
  summary: 'The links that show a report, the newest first',
  request: { params: IdParam },
  responses: { 200: json(pageOf(ReportShare), 'The hundred newest; there is one page') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/saved-reports/{id}/shares',
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary: 'Make a link that shows what the report asks now to whoever has it, until it runs out',
  request: { params: IdParam, body: jsonBody(NewShare) },
  responses: { 201: json(NewShareAnswer, 'The address, shown once') },
});
const revokeRoute = createRoute({
  method: 'delete',
  path: '/saved-reports/{id}/shares/{shareId}',
  action: 'campaigns.write',
  tags,
  summary: 'Take a link back: it shows nothing from now on',
  request: { params: IdParam.extend({ shareId: Id }) },
  responses: { 204: { description: 'Taken back; once more changes nothing' } },
});
const sharedRoute = createRoute({
  method: 'get',
  path: '/shared-reports/{token}',
  action: 'public',
  middleware: rateLimit({ perSecond: 1, burst: 30 }, clientNetwork),
  tags,
  summary: 'The figures that a link shows',
  request: { params: z.object({ token: z.string().max(200) }) },
  responses: { 200: json(Shared, 'What the report asked when the link was made, with the figures of now') },
});

/** /saved-reports/{id}/shares and /shared-reports/{token} */
export function reportShareRoutes({ database, config }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { id } = c.req.valid('param');
    const data = await withTenant(database.db, tenantId, async (db) => listShares(db, (await findReport(db, id)).id));
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: reportId } = c.req.valid('param');
    const { days } = c.req.valid('json');
    const { token, hash } = newTenantToken('report share', actor.tenantId);
    const shares = await withTenant(database.db, actor.tenantId, async (db) => {
      const { name, kind, query } = await findReport(db, reportId);
      const share = {
        id: creationId(c),
        reportId,
        name,
        kind,
        query,
        tokenHash: hash,
        createdByName: actor.name,
        days,
      };
      await insertShare(db, share);
      const entity = { entityKind: 'report', entityId: reportId };
      await insertAudit(db, actor, { action: 'report.share', ...entity, after: { name, query, days } });
      return listShares(db, reportId);
    });
    return c.json({ url: `${config.publicUrl}/shared/${token}`, shares }, 201);
  });
  app.openapi(revokeRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id: reportId, shareId } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const { name } = await findReport(db, reportId);
      const known = (await listShares(db, reportId)).some(({ id }) => id === shareId);
      if (!known) throw notFound('link');
      if (!(await revokeShare(db, { reportId, id: shareId }))) return;
      const entity = { entityKind: 'report', entityId: reportId };
      await insertAudit(db, actor, { action: 'report.unshare', ...entity, before: { name } });
    });
    return c.body(null, 204);
  });
  app.openapi(sharedRoute, async (c) => {
    const opened = readTenantToken('report share', c.req.valid('param').token);
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex, nofollow');
    if (!opened) throw noReport();
    const shown = await withTenant(database.db, opened.tenantId, async (db) => {
      const share = await markShareRead(db, opened.hash);
      if (!share) throw noReport();
      const { name, kind, query } = share;
      const tenant = await db.selectFrom('tenants').select('name').executeTakeFirst();
      const report = await readReport(db, { kind, asked: query, nowIso: new Date().toISOString() });
      return { name, tenantName: tenant?.name ?? '', expiresAt: share.expiresAt.toISOString(), report };
    });
    return c.json(shown, 200);
  });
  return app;
}

/** What a link that was changed, taken back or has run out says: never which of them. */
const noReport = (): DomainError =>
  new DomainError('not_found', 'This link shows nothing. It may have run out or been taken back; ask for a new one.');
