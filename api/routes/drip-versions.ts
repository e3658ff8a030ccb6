import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findDefinition, findVersionHash } from '../../db/queries/drip-definitions.ts';
import { requestLook } from '../../db/queries/drip-enrolments.ts';
import {
  findPendingVersion,
  insertVersion,
  listVersions,
  markVersion,
  wasApproved,
  type VersionRow,
} from '../../db/queries/drip-versions.ts';
import { findDripForUpdate, type DripRow } from '../../db/queries/drips.ts';
import { emptyDefinition } from '../../domain/drips/definition.ts';
import {
  DripVersion,
  NewVersion,
  VersionDecision,
  VersionParams,
  VersionPreview,
  type VersionState,
} from '../../domain/drips/version.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import type { Action } from '../../domain/policy/policy.ts';
import { checkDripMessages, readVersionFacts } from '../campaigns/preflight-drips.ts';
import type { ApiDeps } from '../deps.ts';
import { DripParams, requireDrip } from '../drips/find.ts';
import { checkDripReferences } from '../drips/references.ts';
import { checkKinds, checkMoves, definitionFor, presentVersion, previewVersion } from '../drips/versions.ts';
import { hurryDripOf } from '../drips/wake.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json, jsonBody, pageOf } from '../schemas.ts';

const tags = ['drips'];
const base = '/campaigns/{id}/drips/{dripId}/versions';
const listRoute = createRoute({
  method: 'get',
  path: base,
  action: 'campaigns.read',
  tags,
  summary: 'The versions of a drip, newest first',
  request: { params: DripParams },
  responses: { 200: json(pageOf(DripVersion), 'All versions; there is one page') },
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
    query: z.object({ dryRun: z.enum(['true', 'false']).default('false') }),
    body: jsonBody(NewVersion),
  },
  responses: {
    200: json(VersionPreview, 'What it would do; nothing was saved'),
    201: json(DripVersion, 'It waits for somebody else to approve it; a former one that was approved needs nobody'),
  },
});

const decisions: { command: string; action: Action; to: VersionState; summary: string }[] = [
  { command: 'approve', action: 'campaigns.approve', to: 'approved', summary: 'Approve a version; not by its author' },
  { command: 'reject', action: 'campaigns.approve', to: 'rejected', summary: 'Refuse a version, saying why' },
  { command: 'withdraw', action: 'campaigns.submit', to: 'withdrawn', summary: 'Take a version back from review' },
];

/** Versions of a drip that runs: what they would do, making one, and the decision on it. */
export function dripVersionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const data = await withTenant(database.db, tenantId, async (db) => {
      const drip = await requireDrip(db, c.req.valid('param'));
      return Promise.all((await listVersions(db, drip.id)).map((row) => shown(db, drip, row.number)));
    });
    return c.json({ data, nextCursor: null }, 200);
  });

  app.openapi(createVersionRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const input = c.req.valid('json');
    const isDryRun = c.req.valid('query').dryRun === 'true';
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
        await refuseBlocking(deps, db, drip, number);
        await markVersion(db, {
          ...ref,
          from: ['draft'],
          to: needsApproval ? 'in_review' : 'approved',
          values: { contentHash },
        });
        await insertAudit(db, actor, {
          action: 'drip.version',
          entityKind: 'campaign',
          entityId: params.id,
          after: { number, scope, moves, definition },
        });
        return { version: await shown(db, drip, number), wakes: !needsApproval && (await soon(db, drip)) };
      });
      if (made.wakes) await hurryDripOf(deps, { tenantId: actor.tenantId, dripId: params.dripId });
      return c.json(made.version, 201);
    } catch (error) {
      if (error instanceof Looked) return c.json(error.preview, 200);
      throw error;
    }
  });

  for (const { command, action, to, summary } of decisions) {
    const route = createRoute({
      method: 'post',
      path: `${base}/{number}/${command}`,
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
        if (to === 'approved' && before.createdBy === (actor.personId ?? actor.name)) throw ownVersion();
        if (to === 'rejected' && comment === '') throw commentMissing();
        const moved = await markVersion(db, {
          dripId: drip.id,
          number,
          from: ['in_review'],
          to,
          values: by(actor, comment),
        });
        if (!moved)
          throw new DomainError('conflict', `The version is ${before.state.replace('_', ' ')}, not in review.`);
        await insertAudit(db, actor, {
          action: `drip.version.${command}`,
          entityKind: 'campaign',
          entityId: params.id,
          before: { number, state: before.state },
          after: { number, state: to },
        });
        return { version: await shown(db, drip, number), wakes: to === 'approved' && (await soon(db, drip)) };
      });
      if (wakes) await hurryDripOf(deps, { tenantId: actor.tenantId, dripId: params.dripId });
      return c.json(version, 200);
    });
  }
  return app;
}

/** Carries what was seen out of a transaction that is to leave nothing behind. */
class Looked extends Error {
  constructor(readonly preview: VersionPreview) {
    super('only looked');
  }
}

async function soon(db: TenantDb, drip: DripRow): Promise<true> {
  await requestLook(db, drip.id, new Date().toISOString());
  return true;
}

async function shown(db: TenantDb, drip: DripRow, number: number): Promise<DripVersion> {
  const row = (await listVersions(db, drip.id)).find((one) => one.number === number);
  if (!row) throw notFound('version');
  return presentVersion(row, (await findDefinition(db, { dripId: drip.id, number })) ?? emptyDefinition);
}

async function refuseBlocking(deps: ApiDeps, db: TenantDb, drip: DripRow, number: number): Promise<void> {
  const facts = await readVersionFacts(db, drip, number);
  const { findings } = facts ? await checkDripMessages(deps, facts) : { findings: [] };
  const blocking = findings.filter(({ severity }) => severity === 'blocking');
  if (blocking.length === 0) return;
  throw new DomainError(
    'invalid',
    'Pre-flight found what must be mended first.',
    blocking.map(({ where, code, message }) => ({ path: where, code, message })),
  );
}

function by(actor: Actor, comment: string) {
  const decidedBy = actor.personId ?? actor.name;
  return { decidedBy, decidedByName: actor.name, decidedAt: new Date().toISOString(), comment };
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

function ownVersion(): DomainError {
  return new DomainError('forbidden', 'You made this version, so somebody else has to approve it.');
}

function commentMissing(): DomainError {
  return new DomainError('invalid', 'Say what should change.', [
    { path: 'comment', code: 'required', message: 'A rejection needs a comment that says what should change.' },
  ]);
}
