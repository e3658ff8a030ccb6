import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  listNurtureMembers,
  moveMember,
  setCadence,
  type NurtureMemberRow,
} from '../../../db/queries/nurtures/members.ts';
import { holdNurture } from '../../../db/queries/nurtures/state.ts';
import { partOf } from '../../../domain/audit/diff.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { StreamKey } from '../../../domain/nurtures/definition.ts';
import {
  AddedNurtureMembers,
  AddNurtureMembers,
  NurtureMember,
  NurtureMemberFilter,
} from '../../../domain/nurtures/nurture.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { creationId } from '../../idempotency.ts';
import { ShownIntake, startIntake, writeIntake } from '../intakes/create.ts';
import { addToNurture, unknownIn } from './add.ts';
import { castToCome, NurtureParams, requireNurture, type FoundNurture } from './find.ts';
import { presentNurtureMember } from './present.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['nurture'];
const base = '/campaigns/{id}/nurtures/{nurtureId}';
const Query = PageQuery.omit({ sort: true });
const membersRoute = createRoute({
  method: 'get',
  path: `${base}/members`,
  action: 'campaigns.read',
  tags,
  summary: 'Who is in it, with what the next cast means for each',
  request: { params: NurtureParams, query: Query.extend(NurtureMemberFilter.shape) },
  responses: { 200: json(pageOf(NurtureMember), 'A page of members') },
});
const addRoute = createRoute({
  method: 'post',
  path: `${base}/members`,
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Add people, or everybody on a list or in a segment at this moment; who is in it stays as they are',
  request: { params: NurtureParams, body: jsonBody(AddNurtureMembers) },
  responses: {
    200: json(AddedNurtureMembers, 'What became of them'),
    202: json(ShownIntake, 'They are many: an intake takes them in, which can be followed'),
  },
});
const moveRoute = createRoute({
  method: 'post',
  path: `${base}/members/{personId}/move`,
  action: 'campaigns.launch',
  idempotent: true,
  tags,
  summary: 'Take a member to another stream; what they have had there is not sent again',
  request: {
    params: NurtureParams.extend({ personId: Id }),
    body: jsonBody(z.strictObject({ stream: StreamKey })),
  },
  responses: { 200: json(NurtureMember, 'The member as they are now') },
});

/** What can be done with one member: the path, what it says, the cadence after it, and why it may be refused. */
const commands = [
  {
    command: 'pause',
    cadence: 'paused',
    summary: 'Give a member nothing until they go on',
    refusal: 'The person is paused already.',
  },
  {
    command: 'resume',
    cadence: 'normal',
    summary: 'Let a paused member go on with the next cast',
    refusal: 'The person is not paused.',
  },
] as const;

/** Members of a nurture programme: added, paused, moved, and what the next cast means for each. */
export function nurtureMemberRoutes({ database }: ApiDeps) {
  const app = newRouter();
  app.openapi(membersRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([Id]))?.[0] ?? null;
    const rows = await withTenant(database.db, tenantId, async (db) => {
      const found = await requireNurture(db, c.req.valid('param'));
      const cast = castToCome(found, new Date().toISOString());
      return listNurtureMembers(db, cast, { ...filter, after, limit: limit + 1 });
    });
    return c.json(page(c, rows.map(presentNurtureMember), { limit, cursorOf: (row) => [row.personId] }), 200);
  });

  app.openapi(addRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const params = c.req.valid('param');
    const input = c.req.valid('json');
    const intakeId = creationId(c);
    const result = await withTenant(database.db, actor.tenantId, async (db) => {
      const found = await requireNurture(db, params);
      const result = await addToNurture(db, actor, { found, input });
      if ('terms' in result) await writeIntake(db, actor, { ...result, id: intakeId });
      return result;
    });
    if ('terms' in result) return c.json(await startIntake(c, actor.tenantId, intakeId), 202);
    return c.json(result, 200);
  });

  app.openapi(moveRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const params = c.req.valid('param');
    const { stream } = c.req.valid('json');
    const { nurtureId, personId } = params;
    const member = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdNurture(db, nurtureId);
      const found = await requireNurture(db, params);
      const before = await requireMember(db, found, personId);
      if (!found.row.definition.streams.some(({ key }) => key === stream))
        throw unknownIn('stream', `There is no stream ${stream}.`);
      if (!(await moveMember(db, { nurtureId, personId, stream })))
        throw new DomainError('conflict', 'The person is in that stream already.');
      await insertAudit(db, actor, {
        action: 'nurture.moveMember',
        entityKind: 'person',
        entityId: personId,
        part: partOf('nurture', found.row),
        before: { stream: before.stream },
        after: { stream },
      });
      return requireMember(db, found, personId);
    });
    return c.json(presentNurtureMember(member), 200);
  });

  for (const { command, cadence, summary, refusal } of commands) {
    const route = createRoute({
      method: 'post',
      path: `${base}/members/{personId}/${command}`,
      action: 'campaigns.control',
      idempotent: true,
      tags,
      summary,
      request: { params: NurtureParams.extend({ personId: Id }) },
      responses: { 200: json(NurtureMember, 'The member as they are now') },
    });
    app.openapi(route, async (c) => {
      const actor = allow(c, 'campaigns.control');
      const params = c.req.valid('param');
      const { nurtureId, personId } = params;
      const member = await withTenant(database.db, actor.tenantId, async (db) => {
        const found = await requireNurture(db, params);
        const before = await requireMember(db, found, personId);
        if (!(await setCadence(db, { nurtureId, personId, cadence }))) throw new DomainError('conflict', refusal);
        await insertAudit(db, actor, {
          action: `nurture.${command}Member`,
          entityKind: 'person',
          entityId: personId,
          part: partOf('nurture', found.row),
          before: { cadence: before.cadence },
          after: { cadence },
        });
        return requireMember(db, found, personId);
      });
      return c.json(presentNurtureMember(member), 200);
    });
  }
  return app;
}

async function requireMember(db: TenantDb, found: FoundNurture, personId: string): Promise<NurtureMemberRow> {
  const cast = castToCome(found, new Date().toISOString());
  const [member] = await listNurtureMembers(db, cast, { after: null, limit: 1, personId });
  if (!member) throw notFound('person in this nurture programme');
  return member;
}
