import type { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertWaiting } from '../../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaignForUpdate } from '../../../db/queries/campaigns/campaigns.ts';
import {
  findNurtureVersion,
  findNurtureVersionHash,
  insertNurtureVersion,
  listNurtureVersions,
  wasNurtureApproved,
} from '../../../db/queries/nurtures/versions.ts';
import { lockNurture } from '../../../db/queries/nurtures/state.ts';
import { type NurtureRow } from '../../../db/queries/nurtures/nurtures.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { NewNurtureVersion, NurtureVersion, NurtureVersionPreview } from '../../../domain/nurtures/version.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { approversFor } from '../approvals/approvers.ts';
import { authorOf } from '../campaigns/edit.ts';
import { refuseBlocking } from '../campaigns/refuse-blocking.ts';
import type { ApiDeps } from '../../deps.ts';
import { applyVersion } from './apply-version.ts';
import { NurtureParams, requireNurture, type FoundNurture } from './find.ts';
import { checkNurtureReferences } from './references.ts';
import { checkMoves, definitionFor, presentVersion, previewVersion, versionNotice } from './version-preview.ts';
import { wakeNurture } from './wake.ts';
import { listedVersions, madeVersion, VersionQuery } from '../parts/version-routes.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { jsonBody } from '../../schemas.ts';

const tags = ['nurture'];
const base = '/campaigns/{id}/nurtures/{nurtureId}/versions';
const listRoute = createRoute({
  method: 'get',
  path: base,
  action: 'campaigns.read',
  tags,
  summary: 'The versions of a nurture programme, newest first',
  request: { params: NurtureParams },
  responses: listedVersions(NurtureVersion),
});
const createVersionRoute = createRoute({
  method: 'post',
  path: base,
  action: 'campaigns.write',
  idempotent: true,
  tags,
  summary:
    'Other rules for a nurture programme that runs, or former ones again; `dryRun` says how many people each choice touches',
  request: {
    params: NurtureParams,
    query: VersionQuery,
    body: jsonBody(NewNurtureVersion),
  },
  responses: madeVersion(NurtureVersionPreview, NurtureVersion),
});

/** Versions of a nurture programme that runs: what they would do, and making one. */
export function nurtureVersionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const rows = await withTenant(database.db, tenantId, async (db) => {
      const { row } = await requireNurture(db, c.req.valid('param'));
      return listNurtureVersions(db, row.id);
    });
    return c.json({ data: rows.map(presentVersion), nextCursor: null }, 200);
  });

  app.openapi(createVersionRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const input = c.req.valid('json');
    if (c.req.valid('query').dryRun === 'true') {
      const preview = await withTenant(database.db, actor.tenantId, async (db) => {
        const found = await requireNurture(db, params);
        return (await plan(db, found, input)).preview;
      });
      return c.json(preview, 200);
    }
    const approvers = await approversFor(deps, actor);
    const { version, isInUse } = await withTenant(database.db, actor.tenantId, (db) =>
      make(db, actor, { params, input, approvers }),
    );
    if (isInUse) await wakeNurture(deps, { tenantId: actor.tenantId, nurtureId: params.nurtureId });
    return c.json(presentVersion(version), 201);
  });
  return app;
}

/** What a new version would be and do; refused where there can be none, or it names what does not exist. */
async function plan(db: TenantDb, found: FoundNurture, input: NewNurtureVersion) {
  const { row } = found;
  if (row.status !== 'running' && row.status !== 'paused') throw notRunning(row);
  const definition = await definitionFor(db, row, input);
  await checkNurtureReferences(db, row.campaignId, definition);
  const contentHash = await findNurtureVersionHash(db, definition);
  const needsApproval = !(await wasNurtureApproved(db, row.id, contentHash));
  const preview = await previewVersion(db, found, { definition, moves: input.moves, needsApproval });
  return { definition, contentHash, needsApproval, preview };
}

async function make(
  db: TenantDb,
  actor: Actor,
  {
    params,
    input,
    approvers,
  }: { params: z.infer<typeof NurtureParams>; input: NewNurtureVersion; approvers: string[] },
) {
  await requireNurture(db, params);
  await findCampaignForUpdate(db, params.id);
  await lockNurture(db, params.nurtureId);
  const found = await requireNurture(db, params);
  const { row } = found;
  const { definition, contentHash, needsApproval, preview } = await plan(db, found, input);
  if (row.pendingVersion !== null) throw stillPending(row.pendingVersion);
  checkMoves(preview, input.moves, definition);
  refuseBlocking(preview.findings);
  const { moves, note } = input;
  const author = { id: authorOf(actor), name: actor.name };
  const number = await insertNurtureVersion(db, { nurtureId: row.id, definition, moves, note, contentHash, author });
  await insertAudit(db, actor, {
    action: 'nurture.version',
    entityKind: 'campaign',
    entityId: params.id,
    part: partOf('nurture', row),
    before: { number: row.currentVersion, definition: row.definition },
    after: { number, definition, moves },
  });
  const ref = { nurtureId: row.id, number };
  const made = await findNurtureVersion(db, ref);
  if (!made) throw notFound('version');
  if (needsApproval) {
    await insertWaiting(db, { ...versionNotice(row, number), byName: actor.name, comment: note, userIds: approvers });
    return { version: made, isInUse: false };
  }
  await applyVersion(db, row, { version: made, values: {} });
  return { version: (await findNurtureVersion(db, ref)) ?? made, isInUse: true };
}

function notRunning({ status }: NurtureRow): DomainError {
  const mend = status === 'draft' ? 'change the programme itself' : 'one that is over stays as it was';
  return new DomainError('conflict', `The nurture programme is ${status}; ${mend}.`);
}

function stillPending(number: number): DomainError {
  return new DomainError('conflict', `Version ${number} waits for approval; decide on it or withdraw it first.`);
}
