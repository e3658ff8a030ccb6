import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { deleteWaiting, insertDecided } from '../../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaignForUpdate } from '../../../db/queries/campaigns/campaigns.ts';
import { findNurtureVersion, markNurtureVersion } from '../../../db/queries/nurtures/versions.ts';
import { lockNurture } from '../../../db/queries/nurtures/state.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { VersionDecision } from '../../../domain/drips/version.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { NurtureVersion, NurtureVersionParams } from '../../../domain/nurtures/version.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { ApiDeps } from '../../deps.ts';
import { applyVersion } from './apply-version.ts';
import { requireNurture } from './find.ts';
import { presentVersion, versionNotice } from './version-preview.ts';
import { wakeNurture } from './wake.ts';
import { decisionBy, refuseDecision, versionDecisions } from '../parts/version-decisions.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

type Decision = (typeof versionDecisions)[number];

/** The decision on a version of a nurture programme that runs: an approval takes it into use at once. */
export function nurtureVersionDecisionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  for (const decision of versionDecisions) {
    const { command, action, summary } = decision;
    const route = createRoute({
      method: 'post',
      path: `/campaigns/{id}/nurtures/{nurtureId}/versions/{number}/${command}`,
      action,
      idempotent: true,
      tags: ['nurture'],
      summary,
      request: {
        params: NurtureVersionParams,
        body: { content: { 'application/json': { schema: VersionDecision.optional() } } },
      },
      responses: { 200: json(NurtureVersion, 'The version as it is now') },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, action);
      const params = c.req.valid('param');
      const { comment = '' } = c.req.valid('json') ?? {};
      const version = await withTenant(database.db, actor.tenantId, (db) =>
        decide(db, actor, { decision, comment, params }),
      );
      if (command === 'approve') await wakeNurture(deps, { tenantId: actor.tenantId, nurtureId: params.nurtureId });
      return c.json(presentVersion(version), 200);
    });
  }
  return app;
}

async function decide(
  db: TenantDb,
  actor: Actor,
  asked: { decision: Decision; comment: string; params: { id: string; nurtureId: string; number: number } },
) {
  const { comment, params } = asked;
  const { command, to } = asked.decision;
  const ref = { nurtureId: params.nurtureId, number: params.number };
  await requireNurture(db, params);
  // As whoever casts locks them, so that the two wait for each other and not for ever.
  await findCampaignForUpdate(db, params.id);
  await lockNurture(db, ref.nurtureId);
  const { row } = await requireNurture(db, params);
  const before = await findNurtureVersion(db, ref);
  if (!before) throw notFound('version');
  refuseDecision(actor, { to, createdBy: before.createdBy, comment });
  if (before.state !== 'in_review')
    throw new DomainError('conflict', `The version is ${before.state.replace('_', ' ')}, not in review.`);
  if (row.status !== 'running' && row.status !== 'paused')
    throw new DomainError('conflict', 'The nurture programme is over; it stays as it was.');
  const values = decisionBy(actor, comment);
  let moved: unknown;
  if (to === 'approved') moved = await applyVersion(db, row, { version: before, values });
  else await markNurtureVersion(db, { ...ref, from: ['in_review'], to, values });
  const after = await findNurtureVersion(db, ref);
  if (!after) throw notFound('version');
  await insertAudit(db, actor, {
    action: `nurture.version.${command}`,
    entityKind: 'campaign',
    entityId: params.id,
    part: partOf('nurture', row),
    before: { state: before.state },
    after: { number: ref.number, state: after.state, ...(moved ? { moved } : {}) },
  });
  if (to === 'withdrawn') await deleteWaiting(db, row.id);
  else {
    const userIds = [before.createdBy].filter((id) => id !== actor.personId);
    await insertDecided(db, { ...versionNotice(row, ref.number), kind: to, byName: actor.name, comment, userIds });
  }
  return after;
}
