import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { requestLook, requestWake } from '../../../db/queries/drips/enrolments.ts';
import {
  countSteps,
  findPosition,
  listPositions,
  pausePerson,
  resumePerson,
  skipStep,
  type PositionRow,
} from '../../../db/queries/drips/people.ts';
import { leaveDrips } from '../../../db/queries/drips/positions.ts';
import type { DripRow } from '../../../db/queries/drips/drips.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { EnrolInput, EnrolResult, StepFigures } from '../../../domain/drips/drip.ts';
import { DripPosition, PositionState } from '../../../domain/drips/position.ts';
import { StepKey } from '../../../domain/drips/steps.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { hasEnded } from '../../../domain/parts/end.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { enrolByHand } from './enrol.ts';
import { definitionOf, DripParams, requireDrip, ruleReader, stepsByName } from './find.ts';
import { presentElsewhere, presentFigures, presentPosition } from './present-people.ts';
import { hurryDripOf, tellDrip } from './wake.ts';
import { creationId } from '../../idempotency.ts';
import { ShownIntake, startIntake, writeIntake } from '../intakes/create.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['drips'];
const base = '/campaigns/{id}/drips/{dripId}';
const enrolRoute = createRoute({
  method: 'post',
  path: `${base}/enrol`,
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Let people into a drip that runs: some by name, or whoever is on a list or in a segment at this moment',
  request: { params: DripParams, body: jsonBody(EnrolInput) },
  responses: {
    200: json(EnrolResult, 'What became of them'),
    202: json(ShownIntake, 'They are many: an intake takes them in, which can be followed'),
  },
});
const peopleRoute = createRoute({
  method: 'get',
  path: `${base}/people`,
  action: 'campaigns.read',
  tags,
  summary: 'Who is in the drip or was, where and why; newest first',
  request: {
    params: DripParams,
    query: PageQuery.omit({ sort: true }).extend({
      step: StepKey.optional(),
      state: PositionState.optional(),
      open: z.enum(['true', 'false']).optional().openapi({ description: '`true`: only those who are in it' }),
    }),
  },
  responses: { 200: json(pageOf(DripPosition), 'A page of enrolments') },
});
const figuresRoute = createRoute({
  method: 'get',
  path: `${base}/figures`,
  action: 'campaigns.read',
  tags,
  summary: 'How each step does: who came, waits, went on, left; and the messages',
  request: { params: DripParams },
  responses: {
    200: json(
      z.object({
        enrolled: z.int(),
        elsewhere: z.int().openapi({ description: 'People who finish a step that the version in use does not have' }),
        elsewhereNext: StepFigures.pick({ nextDueAt: true, nextDue: true }).openapi({
          description: 'When the next of those go on, and how many they are',
        }),
        data: z.array(StepFigures),
      }),
      'The steps in their order',
    ),
  },
});

type PersonCommand = (db: TenantDb, position: PositionRow, nowIso: string) => Promise<boolean>;

/** What can be done with one person in a drip: the path, what it says, what it does, and why it may be refused. */
const commands: { command: string; summary: string; act: PersonCommand; refusal: string }[] = [
  {
    command: 'pause',
    summary: 'Hold a person where they are; a message that has not gone waits',
    act: (db, { id }) => pausePerson(db, id),
    refusal: 'The person is held already, or not in the drip.',
  },
  {
    command: 'resume',
    summary: 'Let a held person go on',
    act: (db, { id }, nowIso) => resumePerson(db, id, nowIso),
    refusal: 'The person is not held.',
  },
  {
    command: 'skip',
    summary: 'Leave out the step that a person stands at',
    act: (db, { id }, nowIso) => skipStep(db, id, nowIso),
    refusal: 'There is no step to leave out: the person is held, before the first step, or not in the drip.',
  },
  {
    command: 'exit',
    summary: 'Take a person out; what has not gone is not sent',
    act: async (db, { id }, nowIso) => (await leaveDrips(db, { ids: [id], reason: 'by_hand', nowIso })).length > 0,
    refusal: 'The person is not in the drip any more.',
  },
];

/** People in a drip: enrolling, the list, the figures of steps, and what can be done with one person. */
export function dripPeopleRoutes(deps: ApiDeps) {
  const { database } = deps;
  const app = newRouter();
  app.openapi(enrolRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const params = c.req.valid('param');
    const { dripId } = params;
    const input = c.req.valid('json');
    const nowIso = new Date().toISOString();
    const intakeId = creationId(c);
    const { result, isSooner } = await withTenant(database.db, actor.tenantId, async (db) => {
      const drip = await requireDrip(db, params);
      const isClosed = drip.entryClosedAt !== null || hasEnded(drip.endAt, nowIso);
      if (!['running', 'paused'].includes(drip.status) || isClosed) throw closed(drip);
      const { reentry } = await definitionOf(db, drip);
      const rule = input.again ? { allowed: true, afterDays: 0 } : reentry;
      const result = await enrolByHand(db, input, { campaignId: params.id, dripId, nowIso, reentry: rule });
      if ('terms' in result) {
        await writeIntake(db, actor, { ...result, id: intakeId });
        return { result, isSooner: false };
      }
      const { listId, segmentId } = input;
      const after = { people: result.enrolled, ...(listId && { listId }), ...(segmentId && { segmentId }) };
      const entry = { action: 'drip.enrol', entityKind: 'campaign', entityId: params.id, part: partOf('drip', drip) };
      await insertAudit(db, actor, { ...entry, after });
      return { result, isSooner: result.enrolled > 0 && (await requestWake(db, dripId, nowIso)) };
    });
    if ('terms' in result) return c.json(await startIntake(c, actor.tenantId, intakeId), 202);
    if (isSooner) await tellDrip(deps, { tenantId: actor.tenantId, dripId });
    return c.json(result, 200);
  });

  app.openapi(peopleRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const params = c.req.valid('param');
    const { limit, cursor, step, state, open } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]));
    const filter = { step, state, isOpen: open === 'true' };
    const rows = await withTenant(database.db, tenantId, async (db) => {
      await requireDrip(db, params);
      const before = after?.[0] ?? null;
      const found = await listPositions(db, { dripId: params.dripId, filter, before, limit: limit + 1 });
      return presentAll(db, found);
    });
    return c.json(page(c, rows, { limit, cursorOf: (row) => [row.id] }), 200);
  });

  app.openapi(figuresRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { steps, counted } = await withTenant(database.db, tenantId, async (db) => {
      const drip = await requireDrip(db, c.req.valid('param'));
      return { steps: (await definitionOf(db, drip)).steps, counted: await countSteps(db, drip.id) };
    });
    const data = presentFigures(steps, counted);
    return c.json({ enrolled: counted.enrolled, ...presentElsewhere(steps, counted), data }, 200);
  });

  for (const { command, summary, act, refusal } of commands) {
    const route = createRoute({
      method: 'post',
      path: `${base}/people/{personId}/${command}`,
      action: 'campaigns.control',
      idempotent: true,
      tags,
      summary,
      request: { params: DripParams.extend({ personId: Id }) },
      responses: { 200: json(DripPosition, 'Where the person stands now') },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, 'campaigns.control');
      const params = c.req.valid('param');
      const { dripId, personId } = params;
      const nowIso = new Date().toISOString();
      const shown = await withTenant(database.db, actor.tenantId, async (db) => {
        const drip = await requireDrip(db, params);
        const before = await findPosition(db, dripId, personId);
        if (!before) throw notFound('person in this drip');
        if (!(await act(db, before, nowIso))) throw new DomainError('conflict', refusal);
        const after = (await findPosition(db, dripId, personId)) ?? before;
        await insertAudit(db, actor, {
          action: `drip.${command}Person`,
          entityKind: 'person',
          entityId: personId,
          part: partOf('drip', drip),
          before: { state: before.state, step: before.step },
          // The person goes on from a step that is left out at the next look.
          after: { state: after.state, step: after.step, ...(command === 'skip' ? { leftOut: before.step } : {}) },
        });
        const [shown] = await presentAll(db, [after]);
        await requestLook(db, dripId, nowIso);
        return shown!;
      });
      await hurryDripOf(deps, { tenantId: actor.tenantId, dripId });
      return c.json(shown, 200);
    });
  }
  return app;
}

/** Enrolments with the names of the steps in the version that each follows. */
async function presentAll(db: TenantDb, rows: PositionRow[]) {
  const ruleOf = ruleReader(db);
  const shown: ReturnType<typeof presentPosition>[] = [];
  for (const row of rows) {
    shown.push(presentPosition(row, await stepsByName(ruleOf, row, [row.step])));
  }
  return shown;
}

function closed({ status, entryClosedAt, endAt }: DripRow): DomainError {
  if (status === 'draft') return new DomainError('conflict', 'The drip has not begun; start its campaign first.');
  const hasOwn = hasEnded(endAt, new Date().toISOString());
  const why =
    hasOwn || entryClosedAt
      ? `The end date of ${hasOwn ? 'the drip' : 'its campaign'} has passed`
      : `The drip is ${status}`;
  return new DomainError('conflict', `${why}, so nobody comes in any more.`);
}
