import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { markNurture } from '../../../db/queries/nurtures/state.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError } from '../../../domain/errors.ts';
import { Nurture } from '../../../domain/nurtures/nurture.ts';
import type { ApiDeps } from '../../deps.ts';
import { setEtag } from '../../etag.ts';
import { NurtureParams, requireNurture } from './find.ts';
import { presentNurture } from './present.ts';
import { wakeNurture } from './wake.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

/** What can be done with the whole programme: the path, what it says, from which state to which, and why it may be refused. */
const commands = [
  {
    command: 'pause',
    from: 'running',
    to: 'paused',
    summary: 'Hold the whole programme: its casts go by, and what is on the road waits',
    refusal: 'only one that runs can be paused.',
  },
  {
    command: 'resume',
    from: 'paused',
    to: 'running',
    summary: 'Let it go on with the next cast; casts that went by are left out',
    refusal: 'only one that is paused can go on.',
  },
] as const;

/** Holding a whole nurture programme and letting it go on. Its workflow reads the row at each cast. */
export function nurtureControlRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  for (const { command, from, to, summary, refusal } of commands) {
    const route = createRoute({
      method: 'post',
      path: `/campaigns/{id}/nurtures/{nurtureId}/${command}`,
      action: 'campaigns.control',
      idempotent: true,
      tags: ['nurture'],
      summary,
      request: { params: NurtureParams },
      responses: { 200: json(Nurture, 'The nurture programme as it is now') },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, 'campaigns.control');
      const params = c.req.valid('param');
      const changed = await withTenant(database.db, actor.tenantId, async (db) => {
        const { row } = await requireNurture(db, params);
        if (!(await markNurture(db, { id: row.id, from: [from], to }))) {
          throw new DomainError('conflict', `The nurture programme is ${row.status}; ${refusal}`);
        }
        await insertAudit(db, actor, {
          action: `nurture.${command}`,
          entityKind: 'campaign',
          entityId: params.id,
          part: partOf('nurture', row),
          before: { status: row.status },
          after: { status: to },
        });
        return requireNurture(db, params);
      });
      if (command === 'resume') {
        await wakeTenantOutbox(temporal, log, actor.tenantId);
        await wakeNurture({ temporal, log }, { tenantId: actor.tenantId, nurtureId: params.nurtureId });
      }
      setEtag(c, changed.row.version);
      return c.json(presentNurture(c, changed), 200);
    });
  }
  return app;
}
