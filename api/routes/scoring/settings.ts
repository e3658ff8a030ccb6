import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findScoringSettings, writeScoringSettings } from '../../../db/queries/scoring/settings.ts';
import { diffFields } from '../../../domain/audit/diff.ts';
import { DomainError } from '../../../domain/errors.ts';
import { usualFeatures } from '../../../domain/scoring/feature-words.ts';
import { names } from '../../../domain/scoring/leakage.ts';
import { ScoringSettings, ScoringSettingsInput } from '../../../domain/scoring/settings.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody } from '../../schemas.ts';
import { wakeTraining } from './command.ts';

const tags = ['scoring'];
const readRoute = createRoute({
  method: 'get',
  path: '/models/settings',
  action: 'models.read',
  versioned: true,
  tags,
  summary:
    'What is declared to be written after the outcome and is not learned from, who lets a model score that has passed, and for how many days it watches before',
  responses: { 200: json(ScoringSettings, 'As they stand') },
});
const writeRoute = createRoute({
  method: 'put',
  path: '/models/settings',
  action: 'models.write',
  versioned: 'required',
  tags,
  summary:
    'Declare what is written after the outcome (the next model does not look at it), and whether a model that has passed scores by itself or waits for somebody, and for how many days it watches before; these two stay where they are left out',
  request: { body: jsonBody(ScoringSettingsInput) },
  responses: { 200: json(ScoringSettings, 'As they stand now') },
});

/** GET and PUT /models/settings */
export function scoringSettingsRoutes({ database, temporal, log }: ApiDeps) {
  const app = newRouter();
  app.openapi(readRoute, async (c) => {
    const actor = allow(c, 'models.read');
    const { version, ...settings } = await withTenant(database.db, actor.tenantId, findScoringSettings);
    setEtag(c, version);
    return c.json(settings, 200);
  });
  app.openapi(writeRoute, async (c) => {
    const actor = allow(c, 'models.write');
    const given = c.req.valid('json');
    refuseUnknown(given.afterOutcome);
    const expected = expectedVersion(c);
    const { settings, version, isOther } = await withTenant(database.db, actor.tenantId, async (db) => {
      const { version, ...before } = await findScoringSettings(db);
      const settings = {
        ...given,
        promotion: given.promotion ?? before.promotion,
        watchDays: given.watchDays ?? before.watchDays,
      };
      if (expected !== null && expected !== version) throw changedMeanwhile();
      // What says nothing new is no change, and leaves no entry.
      if (diffFields(before, settings).length === 0) return { settings, version, isOther: false };
      if (!(await writeScoringSettings(db, settings, version))) throw changedMeanwhile();
      await insertAudit(db, actor, {
        action: 'model.settings',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before,
        after: settings,
      });
      const isOther = before.promotion !== settings.promotion || before.watchDays !== settings.watchDays;
      return { settings, version: version + 1, isOther };
    });
    // A model that waits for somebody, or for its days to be over, may score now.
    if (isOther) await wakeTraining(temporal, log, actor.tenantId);
    setEtag(c, version);
    return c.json(settings, 200);
  });
  return app;
}

/** A declaration that no field answers to would keep nothing away, and one beside another of the same field would hide its reason. */
function refuseUnknown(declared: ScoringSettings['afterOutcome']): void {
  const fields = declared.flatMap(({ feature }, place) => {
    const path = `afterOutcome.${place}.feature`;
    const isKnown = feature.startsWith('attributes.') || usualFeatures.some((usual) => names(feature, usual));
    if (!isKnown) {
      const some = 'person.leadSource, click.*, attributes.yourOwn';
      return [{ path, code: 'unknown', message: `names no field; fields are called as ${some}` }];
    }
    const isFirst = declared.findIndex((other) => other.feature.toLowerCase() === feature.toLowerCase()) === place;
    return isFirst ? [] : [{ path, code: 'repeated', message: 'is declared above already; leave one of them out' }];
  });
  if (fields.length > 0) throw new DomainError('invalid', 'Nothing was saved: see "errors".', fields);
}
