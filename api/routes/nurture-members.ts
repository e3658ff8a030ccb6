import { z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit.ts';
import { findList } from '../../db/queries/lists.ts';
import { listKnownPeople } from '../../db/queries/members.ts';
import {
  addNurtureMembers,
  listNurtureMembers,
  moveMember,
  setCadence,
  type NurtureMemberRow,
} from '../../db/queries/nurture-members.ts';
import { DomainError, notFound, type FieldError } from '../../domain/errors.ts';
import { Id } from '../../domain/ids.ts';
import { StreamKey } from '../../domain/nurtures/definition.ts';
import {
  AddedNurtureMembers,
  AddNurtureMembers,
  isOpen,
  NurtureMember,
  NurtureMemberFilter,
} from '../../domain/nurtures/nurture.ts';
import { page, readCursor } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { castToCome, NurtureParams, requireNurture, type FoundNurture } from '../nurtures/find.ts';
import { presentNurtureMember } from '../nurtures/present.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { json, jsonBody, pageOf, PageQuery } from '../schemas.ts';

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
  summary: 'Add people or everybody on a list; who is in it stays as they are',
  request: { params: NurtureParams, body: jsonBody(AddNurtureMembers) },
  responses: { 200: json(AddedNurtureMembers, 'What became of them') },
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
    const { personIds, listId, stream } = c.req.valid('json');
    const result = await withTenant(database.db, actor.tenantId, async (db) => {
      const { row } = await requireNurture(db, params);
      if (!isOpen(row.status)) {
        throw new DomainError('conflict', `The nurture programme is ${row.status}, so nobody comes in any more.`);
      }
      const { streams } = row.definition;
      const key = stream ?? streams[0]?.key ?? '';
      if (!streams.some((each) => each.key === key)) throw unknown('stream', `There is no stream ${key}.`);
      const list = listId ? await findList(db, listId) : undefined;
      if (listId && !list) throw unknown('listId', `There is no list ${listId}.`);
      const wanted = [...new Set(personIds ?? [])];
      const known = await listKnownPeople(db, 'personIds', wanted);
      const people = listId
        ? sql`select person_id from list_people where tenant_id = current_tenant() and list_id = ${listId}`
        : sql`select unnest(${sql.val([...known.values()])}::uuid[]) as person_id`;
      const nowIso = new Date().toISOString();
      const added = await addNurtureMembers(db, { nurtureId: row.id, stream: key, nowIso, people });
      await insertAudit(db, actor, {
        action: 'nurture.addMembers',
        entityKind: 'campaign',
        entityId: params.id,
        after: { nurture: row.id, stream: key, list: listId ?? null, people: added },
      });
      const asked = list ? list.people : known.size;
      return { added, alreadyIn: Math.max(0, asked - added), notFound: wanted.filter((id) => !known.has(id)) };
    });
    return c.json(result, 200);
  });

  app.openapi(moveRoute, async (c) => {
    const actor = allow(c, 'campaigns.launch');
    const params = c.req.valid('param');
    const { stream } = c.req.valid('json');
    const { nurtureId, personId } = params;
    const member = await withTenant(database.db, actor.tenantId, async (db) => {
      const found = await requireNurture(db, params);
      const before = await requireMember(db, found, personId);
      if (!found.row.definition.streams.some(({ key }) => key === stream))
        throw unknown('stream', `There is no stream ${stream}.`);
      if (!(await moveMember(db, { nurtureId, personId, stream })))
        throw new DomainError('conflict', 'The person is in that stream already.');
      await insertAudit(db, actor, {
        action: 'nurture.moveMember',
        entityKind: 'person',
        entityId: personId,
        before: { nurture: nurtureId, stream: before.stream },
        after: { nurture: nurtureId, stream },
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
          before: { nurture: nurtureId, cadence: before.cadence },
          after: { nurture: nurtureId, cadence },
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

function unknown(path: string, message: string): DomainError {
  const errors: FieldError[] = [{ path, code: 'unknown_reference', message }];
  return new DomainError('invalid', message, errors);
}
