import { withTenant } from '../../../db/connection.ts';
import { deleteWaiting, insertDecided } from '../../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { listVersions, markVersion } from '../../../db/queries/drips/versions.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DripVersion, VersionDecision, VersionParams } from '../../../domain/drips/version.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { requireDrip } from './find.ts';
import { showVersion, versionNotice } from './version-preview.ts';
import { hurryDripOf, lookSoon } from './wake.ts';
import { decisionBy, refuseDecision, versionDecisions } from '../parts/version-decisions.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const tags = ['drips'];

/** The decision on a version of a drip that runs. */
export function dripVersionDecisionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  for (const { command, action, to, summary } of versionDecisions) {
    const route = createRoute({
      method: 'post',
      path: `/campaigns/{id}/drips/{dripId}/versions/{number}/${command}`,
      action,
      idempotent: true,
      tags,
      summary,
      request: {
        params: VersionParams,
        body: { content: { 'application/json': { schema: VersionDecision.optional() } } },
      },
      responses: { 200: json(DripVersion, 'The version as it is now') },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, action);
      const { number, ...params } = c.req.valid('param');
      const { comment = '' } = c.req.valid('json') ?? {};
      const { version, wakes } = await withTenant(database.db, actor.tenantId, async (db) => {
        const drip = await requireDrip(db, params);
        const before = (await listVersions(db, drip.id)).find((row) => row.number === number);
        if (!before) throw notFound('version');
        refuseDecision(actor, { to, createdBy: before.createdBy, comment });
        const moved = await markVersion(db, {
          dripId: drip.id,
          number,
          from: ['in_review'],
          to,
          values: decisionBy(actor, comment),
        });
        if (!moved)
          throw new DomainError('conflict', `The version is ${before.state.replace('_', ' ')}, not in review.`);
        await insertAudit(db, actor, {
          action: `drip.version.${command}`,
          entityKind: 'campaign',
          entityId: params.id,
          part: partOf('drip', drip),
          before: { state: before.state },
          after: { number, state: to },
        });
        if (to === 'approved' || to === 'rejected') {
          const userIds = [before.createdBy].filter((id) => id !== actor.personId);
          await insertDecided(db, { ...versionNotice(drip, number), kind: to, byName: actor.name, comment, userIds });
        } else await deleteWaiting(db, drip.id);
        return { version: await showVersion(db, drip, number), wakes: to === 'approved' && (await lookSoon(db, drip)) };
      });
      if (wakes) await hurryDripOf(deps, { tenantId: actor.tenantId, dripId: params.dripId });
      return c.json(version, 200);
    });
  }
  return app;
}
