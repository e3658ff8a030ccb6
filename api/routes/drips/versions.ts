import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertWaiting } from '../../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findVersionHash } from '../../../db/queries/drips/definitions.ts';
import {
  findPendingVersion,
  insertVersion,
  listVersions,
  markVersion,
  wasApproved,
  type VersionRow,
} from '../../../db/queries/drips/versions.ts';
import { findDripForUpdate, type DripRow } from '../../../db/queries/drips/drips.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DripVersion, NewVersion, VersionPreview } from '../../../domain/drips/version.ts';
import { DomainError } from '../../../domain/errors.ts';
import { approversFor } from '../approvals/approvers.ts';
import { checkDripMessages, readVersionFacts } from '../campaigns/preflight-drips.ts';
import { refuseBlocking } from '../campaigns/refuse-blocking.ts';
import type { ApiDeps } from '../../deps.ts';
import { DripParams, requireDrip } from './find.ts';
import { checkDripReferences } from './references.ts';
import {
  checkKinds,
  checkMovedSteps,
  checkMoves,
  definitionFor,
  previewVersion,
  showVersion,
  versionNotice,
} from './version-preview.ts';
import { hurryDripOf, lookSoon } from './wake.ts';
import { listedVersions, madeVersion, VersionQuery } from '../parts/version-routes.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { jsonBody } from '../../schemas.ts';

const tags = ['drips'];
const base = '/campaigns/{id}/drips/{dripId}/versions';
const listRoute = createRoute({
  method: 'get',
  path: base,
  action: 'campaigns.read',
  tags,
  summary: 'The versions of a drip, newest first',
  request: { params: DripParams },
  responses: listedVersions(DripVersion),
});
const createVersionRoute = createRoute({
  method: 'post',
  path: base,
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary:
    'A new version of a drip that runs, or a former one again; `dryRun` says how many people each choice touches',
  request: {
    params: DripParams,
    query: VersionQuery,
    body: jsonBody(NewVersion),
  },
  responses: madeVersion(VersionPreview, DripVersion),
});

/** Versions of a drip that runs: what they would do, and making one. */
export function dripVersionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const data = await withTenant(database.db, tenantId, async (db) => {
      const drip = await requireDrip(db, c.req.valid('param'));
      return Promise.all((await listVersions(db, drip.id)).map((row) => showVersion(db, drip, row.number)));
    });
    return c.json({ data, nextCursor: null }, 200);
  });

  app.openapi(createVersionRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const input = c.req.valid('json');
    const isDryRun = c.req.valid('query').dryRun === 'true';
    const approvers = isDryRun ? [] : await approversFor(deps, actor);
    const author = { id: actor.personId ?? actor.name, name: actor.name };
    try {
      const made = await withTenant(database.db, actor.tenantId, async (db) => {
        const drip = await requireDrip(db, params);
        await findDripForUpdate(db, drip.id);
        if (drip.status !== 'running' && drip.status !== 'paused') throw notRunning(drip);
        const pending = isDryRun ? undefined : await findPendingVersion(db, drip.id);
        if (pending) throw stillPending(pending);
        const definition = await definitionFor(db, drip, input);
        await checkDripReferences(db, params.id, definition);
        const { scope, moves, note } = input;
        await checkMovedSteps(db, drip, { definition, moves });
        const number = await insertVersion(db, { dripId: drip.id, definition, scope, moves, note, author });
        const ref = { dripId: drip.id, number };
        const contentHash = await findVersionHash(db, ref);
        const needsApproval = !(await wasApproved(db, drip.id, contentHash));
        const preview = await previewVersion(db, drip, { definition, moves, needsApproval });
        // What was written for the look alone is rolled back.
        if (isDryRun) throw new Looked(preview);
        checkKinds(preview, definition);
        checkMoves(
          preview,
          input,
          definition.steps.map(({ key }) => key),
        );
        await requireSendable(deps, db, drip, number);
        await markVersion(db, {
          ...ref,
          from: ['draft'],
          to: needsApproval ? 'in_review' : 'approved',
          values: { contentHash },
        });
        if (needsApproval)
          await insertWaiting(db, {
            ...versionNotice(drip, number),
            byName: actor.name,
            comment: note,
            userIds: approvers,
          });
        await insertAudit(db, actor, {
          action: 'drip.version',
          entityKind: 'campaign',
          entityId: params.id,
          part: partOf('drip', drip),
          after: { number, scope, moves, definition },
        });
        return { version: await showVersion(db, drip, number), wakes: !needsApproval && (await lookSoon(db, drip)) };
      });
      if (made.wakes) await hurryDripOf(deps, { tenantId: actor.tenantId, dripId: params.dripId });
      return c.json(made.version, 201);
    } catch (error) {
      if (error instanceof Looked) return c.json(error.preview, 200);
      throw error;
    }
  });

  return app;
}

/** Carries what was seen out of a transaction that is to leave nothing behind. */
class Looked extends Error {
  constructor(readonly preview: VersionPreview) {
    super('only looked');
  }
}

/** Refuses a version whose messages pre-flight would block. */
async function requireSendable(deps: ApiDeps, db: TenantDb, drip: DripRow, number: number): Promise<void> {
  const facts = await readVersionFacts(db, drip, number);
  refuseBlocking(facts ? (await checkDripMessages(deps, facts)).findings : []);
}

function notRunning({ status }: DripRow): DomainError {
  const mend = status === 'draft' ? 'change the drip itself' : 'a drip that is over stays as it was';
  return new DomainError('conflict', `The drip is ${status}; ${mend}.`);
}

function stillPending({ number, state }: VersionRow): DomainError {
  const mend =
    state === 'approved'
      ? 'is approved and not taken over yet, which happens at the next look at the drip; try again in a minute'
      : 'waits for approval; decide on it or withdraw it first';
  return new DomainError('conflict', `Version ${number} ${mend}.`);
}
