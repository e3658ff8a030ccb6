import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { carryOut } from '../../../db/queries/next-actions/acts.ts';
import {
  acceptNextActions,
  closeNextActions,
  finishNextAction,
  listPeopleOf,
  rejectNextActions,
} from '../../../db/queries/next-actions/next-actions.ts';
import { findNextAction, listNextActions, type NextActionRow } from '../../../db/queries/next-actions/rows.ts';
import { listTasks } from '../../../db/queries/next-actions/tasks.ts';
import { hasPerson } from '../../../db/queries/people/timeline.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { ActionKind } from '../../../domain/next-actions/action.ts';
import { suggestionObstacleWords } from '../../../domain/next-actions/words.ts';
import { NextAction, nextActionStatuses, RejectInput } from '../../../domain/next-actions/next-action.ts';
import { Task } from '../../../domain/next-actions/task.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { presentNextAction, presentTask } from './present.ts';
import { tellAccepted, tellNews } from './tell.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['next actions'];
const Shown = NextAction.openapi('NextAction');
const Query = PageQuery.omit({ sort: true });
const listRoute = createRoute({
  method: 'get',
  path: '/next-actions',
  action: 'people.read',
  tags,
  summary: 'What is suggested, the most worth first; other states the newest first',
  request: {
    query: Query.extend({
      status: z.enum(nextActionStatuses).optional(),
      kind: ActionKind.optional(),
      campaignId: Id.optional(),
    }),
  },
  responses: { 200: json(pageOf(Shown), 'A page of decisions') },
});
const ofPersonRoute = createRoute({
  method: 'get',
  path: '/people/{id}/next-actions',
  action: 'people.read',
  tags,
  summary: 'What was and is next for a person, the newest first, with what colleagues are to do',
  request: { params: IdParam },
  responses: { 200: json(z.object({ data: z.array(Shown), tasks: z.array(Task) }), 'Decisions and tasks') },
});
const acceptRoute = createRoute({
  method: 'post',
  path: '/next-actions/{id}/accept',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Do what is suggested',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The decision as it is now') },
});
const bulkRoute = createRoute({
  method: 'post',
  path: '/next-actions/accept',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Do what is suggested for many at once; each row says what became of it',
  request: { body: jsonBody(z.strictObject({ ids: z.array(Id).min(1).max(500) })) },
  responses: {
    200: json(
      z.object({ accepted: z.int(), results: z.array(z.object({ id: Id, result: z.enum(['accepted', 'not_open']) })) }),
      'What became of each',
    ),
  },
});
const rejectRoute = createRoute({
  method: 'post',
  path: '/next-actions/{id}/reject',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Refuse what is suggested: it is not proposed for this person again within the cool-down',
  request: { params: IdParam, body: jsonBody(RejectInput) },
  responses: { 200: json(Shown, 'The decision as it is now') },
});
const doneRoute = createRoute({
  method: 'post',
  path: '/next-actions/{id}/done',
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Say that what was accepted is finished',
  request: { params: IdParam },
  responses: { 200: json(Shown, 'The decision as it is now') },
});
/** What is next for people: read, accepted, rejected, finished. */
export function nextActionRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const from = readCursor(c, cursor, z.tuple([z.number(), z.iso.datetime(), Id]));
    const after = from && { worth: from[0], decidedAt: new Date(from[1]), id: from[2] };
    const rows = await withTenant(database.db, tenantId, (db) =>
      listNextActions(db, { ...filter, limit: limit + 1, after }),
    );
    const shown = page(c, rows, {
      limit,
      cursorOf: ({ worth, decidedAt, id }) => [worth, decidedAt.toISOString(), id],
    });
    return c.json({ ...shown, data: shown.data.map(presentNextAction) }, 200);
  });

  app.openapi(ofPersonRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id: personId } = c.req.valid('param');
    const found = await withTenant(database.db, tenantId, async (db) => {
      if (!(await hasPerson(db, personId))) throw notFound('person');
      const data = await listNextActions(db, { personId, limit: 50, after: null });
      return { data: data.map(presentNextAction), tasks: (await listTasks(db, personId)).map(presentTask) };
    });
    return c.json(found, 200);
  });

  app.openapi(acceptRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id } = c.req.valid('param');
    const { row, consequences } = await withTenant(database.db, actor.tenantId, async (db) => {
      await require(db, id);
      const { people, consequences } = await acceptAll(db, actor, [id]);
      const row = await require(db, id);
      if (people.length + consequences.takenBack.size === 0) throw notOpen(row);
      return { row, consequences };
    });
    await tellAccepted(deps, { tenantId: actor.tenantId, personIds: [row.personId], consequences });
    // What turned out not to be possible was taken back, and stays so.
    if (row.status !== 'accepted') throw new DomainError('conflict', `It ${stateOf(row)}.`);
    return c.json(presentNextAction(row), 200);
  });

  app.openapi(bulkRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { ids } = c.req.valid('json');
    const { people, consequences } = await withTenant(database.db, actor.tenantId, (db) => acceptAll(db, actor, ids));
    const personIds = people.map(({ personId }) => personId);
    await tellAccepted(deps, { tenantId: actor.tenantId, personIds, consequences });
    const accepted = new Set(people.map(({ id }) => id));
    const results = [...new Set(ids)].map((id) => ({
      id,
      result: accepted.has(id) ? ('accepted' as const) : ('not_open' as const),
    }));
    return c.json({ accepted: accepted.size, results }, 200);
  });

  app.openapi(rejectRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await require(db, id);
      const nowIso = new Date().toISOString();
      const rejected = await rejectNextActions(db, { ids: [id], by: actor.name, reason, nowIso });
      // Somebody may have decided since it was read.
      if (rejected.length === 0) throw notOpen(await require(db, id));
      await audit(db, actor, { before, after: 'rejected' });
      return require(db, id);
    });
    await tellNews(deps, { tenantId: actor.tenantId, personId: row.personId });
    return c.json(presentNextAction(row), 200);
  });

  app.openapi(doneRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const { id } = c.req.valid('param');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await require(db, id);
      const personId = await finishNextAction(db, { id, by: actor.name, nowIso: new Date().toISOString() });
      if (personId === null)
        throw new DomainError(
          'conflict',
          `Only what was accepted can be finished; this ${stateOf(await require(db, id))}.`,
        );
      await audit(db, actor, { before, after: 'done' });
      return require(db, id);
    });
    await tellNews(deps, { tenantId: actor.tenantId, personId: row.personId });
    return c.json(presentNextAction(row), 200);
  });
  return app;
}

/** Accepts what still waits, does it and writes it down; what somebody may not get any more is taken back first. */
async function acceptAll(db: TenantDb, actor: Actor, ids: readonly string[]) {
  const nowIso = new Date().toISOString();
  await closeNextActions(db, { nowIso, personIds: await listPeopleOf(db, ids) });
  const accepted = await acceptNextActions(db, { ids, by: actor.name, nowIso });
  const consequences = await carryOut(db, accepted, nowIso);
  const people = accepted.filter(({ id }) => !consequences.takenBack.has(id));
  const [first, ...others] = people;
  if (first && others.length === 0) {
    const row = await require(db, first.id);
    await audit(db, actor, { before: { ...row, status: 'suggested' }, after: 'accepted' });
  } else if (first)
    await insertAudit(db, actor, {
      action: 'nextActions.accept',
      entityKind: 'tenant',
      entityId: actor.tenantId,
      after: { actions: people.length, kinds: [...new Set(people.map(({ kind }) => kind))] },
    });
  return { people, consequences };
}

async function audit(
  db: TenantDb,
  actor: Actor,
  { before, after }: { before: NextActionRow; after: 'accepted' | 'rejected' | 'done' },
): Promise<void> {
  const verb = { accepted: 'accept', rejected: 'reject', done: 'done' }[after];
  await insertAudit(db, actor, {
    action: `nextActions.${verb}`,
    entityKind: 'person',
    entityId: before.personId,
    part: { kind: 'nextAction', id: before.id, name: before.label ?? before.kind },
    before: { status: before.status },
    after: { status: after },
  });
}

async function require(db: TenantDb, id: string): Promise<NextActionRow> {
  const row = await findNextAction(db, id);
  if (!row) throw notFound('next action');
  return row;
}

const states: Record<Exclude<NextActionRow['status'], 'withdrawn'>, string> = {
  suggested: 'still waits for somebody to accept it',
  accepted: 'was accepted already',
  done: 'is done',
  rejected: 'was rejected already',
  expired: 'waited too long and is over',
  left_alone: 'is to do nothing',
};

const whyTakenBack: Record<string, string> = {
  turned_off: 'next actions were turned off',
  not_open: 'what it would do is not open any more',
  had_before: 'the person has had it',
};

const stateOf = ({ status, statusReason }: NextActionRow): string =>
  status === 'withdrawn'
    ? `was taken back: ${whyTakenBack[statusReason ?? ''] ?? 'the person may not get it any more'}`
    : states[status];

const notOpen = (row: NextActionRow): DomainError =>
  new DomainError(
    'conflict',
    row.obstacle
      ? `It cannot be accepted: ${suggestionObstacleWords[row.obstacle]}. Nothing was changed.`
      : `It ${stateOf(row)}. Nothing was changed.`,
  );
