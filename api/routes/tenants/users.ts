import { z } from '@hono/zod-openapi';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { withTenant } from '../../../db/connection.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { includesRole } from '../../../domain/policy/policy.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { roles, type Role } from '../../../domain/policy/roles.ts';
import {
  changeMemberRole,
  deleteMember,
  findMember,
  findMemberForChange,
  listMembers,
  type Member,
} from '../../auth/members.ts';
import { sendInvitation } from '../../auth/invitation.ts';
import { createUser, insertMember } from '../../auth/provision.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { refuseOtherContent, setContentEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, PageQuery, pageOf, Time } from '../../schemas.ts';

const User = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    twoFactorEnabled: z.boolean(),
    isInvited: z.boolean().openapi({ description: 'Has not set a password yet' }),
    joinedAt: Time,
  })
  .openapi('User');

const NewUser = z
  .object({ email: z.email().max(254), name: z.string().trim().min(1).max(120), role: z.enum(roles) })
  .strict()
  .openapi('NewUser');

const tags = ['users'];

const listUsers = createRoute({
  method: 'get',
  path: '/users',
  action: 'users.read',
  tags,
  summary: 'The people of the organisation, by name',
  request: {
    query: PageQuery.omit({ sort: true }).extend({
      q: z.string().max(200).optional().openapi({ description: 'Part of the name or of the e-mail address' }),
    }),
  },
  responses: { 200: json(pageOf(User), 'A page of people') },
});

const postUser = createRoute({
  method: 'post',
  path: '/users',
  action: 'users.write',
  idempotent: true,
  tags,
  summary: 'Add a person with a role; whoever is new gets a mail to set a password',
  request: { body: jsonBody(NewUser) },
  responses: { 201: json(User, 'The person') },
});

const getUser = createRoute({
  method: 'get',
  path: '/users/{id}',
  action: 'users.read',
  versioned: true,
  tags,
  summary: 'One person of the organisation',
  request: { params: IdParam },
  responses: { 200: json(User, 'The person') },
});

const patchUser = createRoute({
  method: 'patch',
  path: '/users/{id}',
  action: 'users.write',
  versioned: true,
  tags,
  summary: 'Give a person another role',
  request: { params: IdParam, body: jsonBody(z.object({ role: z.enum(roles) }).strict()) },
  responses: { 200: json(User, 'The person') },
});

const deleteUser = createRoute({
  method: 'delete',
  path: '/users/{id}',
  action: 'users.write',
  tags,
  summary: 'Take a person out of the organisation; their sessions and keys here end with it',
  request: { params: IdParam },
  responses: { 204: { description: 'Removed' } },
});

const inviteAgain = createRoute({
  method: 'post',
  path: '/users/{id}/invite',
  action: 'users.write',
  idempotent: true,
  tags,
  summary: 'Send the invitation again to somebody who has not set a password',
  request: { params: IdParam },
  responses: { 204: { description: 'Sent' } },
});

/** The people who work in the organisation. */
export function usersRoutes(deps: ApiDeps) {
  const { auth } = deps;
  const app = newRouter();

  app.openapi(listUsers, async (c) => {
    const { tenantId } = allow(c, 'users.read');
    const { limit, cursor, q } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), z.string()]));
    const found = await listMembers(auth.db, { tenantId, limit: limit + 1, after, q });
    const { data, nextCursor } = page(c, found, { limit, cursorOf: ({ name, id }) => [name, id] });
    return c.json({ data: data.map(show), nextCursor }, 200);
  });

  app.openapi(postUser, async (c) =>
    c.json(show(await addUser(deps, allow(c, 'users.write'), c.req.valid('json'))), 201),
  );

  app.openapi(getUser, async (c) => {
    const { tenantId } = allow(c, 'users.read');
    const member = await findMember(auth.db, { tenantId, userId: c.req.valid('param').id });
    if (!member) throw notFound('person in this organisation');
    setContentEtag(c, show(member));
    return c.json(show(member), 200);
  });

  app.openapi(patchUser, async (c) => {
    const actor = allow(c, 'users.write');
    const { role } = c.req.valid('json');
    refuseMoreThanOwn(actor, role);
    const key = { tenantId: actor.tenantId, userId: c.req.valid('param').id };
    const changed = await auth.inTenant(actor.tenantId, async ({ db, audit }) => {
      const before = await findMemberForChange(db, key);
      if (!before) throw notFound('person in this organisation');
      refuseOtherContent(c, show(before));
      if (before.role === role) return before;
      await changeMemberRole(db, { ...key, role });
      await insertAudit(audit, actor, {
        ...onUser(key.userId),
        action: 'user.role',
        before: { role: before.role },
        after: { role },
      });
      return { ...before, role };
    });
    setContentEtag(c, show(changed));
    return c.json(show(changed), 200);
  });

  app.openapi(deleteUser, async (c) => {
    const actor = allow(c, 'users.write');
    const key = { tenantId: actor.tenantId, userId: c.req.valid('param').id };
    await auth.inTenant(actor.tenantId, async ({ db, audit }) => {
      const before = await findMember(db, key);
      if (!before) throw notFound('person in this organisation');
      await deleteMember(db, key);
      const { name, role } = before;
      await insertAudit(audit, actor, { ...onUser(key.userId), action: 'user.remove', before: { name, role } });
    });
    return c.body(null, 204);
  });

  app.openapi(inviteAgain, async (c) => {
    const actor = allow(c, 'users.write');
    const { tenantId } = actor;
    const member = await findMember(auth.db, { tenantId, userId: c.req.valid('param').id });
    if (!member) throw notFound('person in this organisation');
    if (!member.isInvited)
      throw new DomainError('conflict', 'This person has set a password already and can reset it on the sign-in page.');
    await auth.inTenant(tenantId, ({ audit }) =>
      insertAudit(audit, actor, { ...onUser(member.id), action: 'user.invite' }),
    );
    await sendInvitation(deps, { member, tenantName: await nameOf(deps, tenantId), isNew: true });
    return c.body(null, 204);
  });
  return app;
}

async function addUser(deps: ApiDeps, actor: Actor, input: z.infer<typeof NewUser>): Promise<Member> {
  refuseMoreThanOwn(actor, input.role);
  const { tenantId } = actor;
  const user = await createUser(deps, { email: input.email, name: input.name });
  const member = await deps.auth.inTenant(tenantId, async ({ db, audit }) => {
    const isAdded = await insertMember(db, { tenantId, userId: user.id, role: input.role });
    if (!isAdded)
      throw new DomainError('conflict', 'This person belongs to the organisation already. Nothing was changed.');
    const added = await findMember(db, { tenantId, userId: user.id });
    if (!added) throw notFound('person in this organisation');
    await insertAudit(audit, actor, {
      ...onUser(user.id),
      action: 'user.add',
      after: { name: added.name, role: added.role },
    });
    return added;
  });
  await sendInvitation(deps, { member, tenantName: await nameOf(deps, tenantId), isNew: member.isInvited });
  return member;
}

async function nameOf({ database }: ApiDeps, tenantId: string): Promise<string> {
  return (await withTenant(database.db, tenantId, findTenant))?.name ?? '';
}

/** Nobody gives out more rights than they have. */
function refuseMoreThanOwn(actor: Actor, role: Role): void {
  if (includesRole(actor.role, role)) return;
  throw new DomainError(
    'forbidden',
    `The role ${role} has rights that yours (${actor.role}) has not. Nothing was changed.`,
  );
}

const onUser = (userId: string) => ({ entityKind: 'user', entityId: userId });

function show({ joinedAt, ...member }: Member) {
  return { ...member, joinedAt: joinedAt.toISOString() };
}
