import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { deleteWaiting } from '../../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { markExperiment } from '../../../db/queries/experiments/course.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError } from '../../../domain/errors.ts';
import { Experiment, VariantLabel } from '../../../domain/experiments/experiment.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { experimentNewsOptions } from '../../../workflows/experiments/messages.ts';
import { experiment } from '../../../workflows/experiments/experiment.ts';
import type { ApiDeps } from '../../deps.ts';
import { setEtag } from '../../etag.ts';
import { ExperimentParams, requireExperiment, withResults } from './find.ts';
import { presentExperiment } from './present.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody } from '../../schemas.ts';

const tags = ['experiments'];
const stopRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/experiments/{experimentId}/stop',
  action: 'campaigns.control',
  idempotent: true,
  tags,
  summary: 'Stop a test: the rest gets the variant that is set for no winner',
  request: { params: ExperimentParams },
  responses: { 200: json(Experiment, 'The test as it is now') },
});
const chooseRoute = createRoute({
  method: 'post',
  path: '/campaigns/{id}/experiments/{experimentId}/choose',
  action: 'campaigns.control',
  idempotent: true,
  tags,
  summary: 'Choose what the rest gets, whatever the looks have found',
  request: { params: ExperimentParams, body: jsonBody(z.strictObject({ variant: VariantLabel })) },
  responses: { 200: json(Experiment, 'The test as it is now') },
});

/** What a person does to a test that goes on: the row is decided here, its workflow lets the rest go. */
export function experimentControlRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  const end = async (
    actor: Actor,
    params: z.infer<typeof ExperimentParams>,
    { outcome, variant }: { outcome: 'stopped' | 'chosen'; variant?: string },
  ) => {
    const found = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await requireExperiment(db, params);
      const label = variant ?? before.fallback;
      const sent = before.variants.find((one) => one.label === label);
      if (!sent) {
        const message = `There is no variant ${label}.`;
        throw new DomainError('invalid', message, [{ path: 'variant', code: 'unknown_reference', message }]);
      }
      const decided = await markExperiment(db, {
        id: before.id,
        from: ['testing', 'choosing'],
        to: 'decided',
        values: {
          outcome,
          sentVariantId: sent.id,
          reasons: [],
          nextLookAt: null,
          decidedAt: new Date().toISOString(),
          decidedBy: actor.personId,
          decidedByName: actor.name,
        },
      });
      if (!decided)
        throw new DomainError('conflict', `The test is ${stateWords[before.status]}, so there is nothing to decide.`);
      await deleteWaiting(db, before.id);
      await insertAudit(db, actor, {
        action: outcome === 'stopped' ? 'experiment.stop' : 'experiment.choose',
        entityKind: 'campaign',
        entityId: params.id,
        part: partOf('experiment', before),
        before: { status: before.status },
        after: { status: 'decided', outcome, variant: label },
      });
      return withResults(db, await requireExperiment(db, params));
    });
    const ref = { tenantId: actor.tenantId, campaignId: params.id, experimentId: params.experimentId };
    await temporal.workflow
      .signalWithStart(experiment, experimentNewsOptions(ref))
      // It looks at its row by itself, at its next look at the latest.
      .catch((error: unknown) => log.warn({ err: error, experiment: ref.experimentId }, 'the test could not be told'));
    return found;
  };
  app.openapi(stopRoute, async (c) => {
    const found = await end(allow(c, 'campaigns.control'), c.req.valid('param'), { outcome: 'stopped' });
    setEtag(c, found.row.version);
    return c.json(presentExperiment(c, found), 200);
  });
  app.openapi(chooseRoute, async (c) => {
    const { variant } = c.req.valid('json');
    const found = await end(allow(c, 'campaigns.control'), c.req.valid('param'), { outcome: 'chosen', variant });
    setEtag(c, found.row.version);
    return c.json(presentExperiment(c, found), 200);
  });
  return app;
}

const stateWords = {
  draft: 'still a draft',
  testing: 'going on',
  choosing: 'waiting for a choice',
  decided: 'decided',
  cancelled: 'cancelled',
};
