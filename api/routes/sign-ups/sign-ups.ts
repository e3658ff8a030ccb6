import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import { findSignUpMessage, findSignUpSender, updateSignUpMessage } from '../../../db/queries/sign-ups/message.ts';
import { listSignUps } from '../../../db/queries/sign-ups/sign-ups.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { SignUp, SignUpMessage, SignUpMessageChange } from '../../../domain/sign-ups/sign-up.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const personRoute = createRoute({
  method: 'get',
  path: '/people/{id}/sign-ups',
  action: 'people.read',
  tags: ['people'],
  summary: 'When a person asked for mail and whether they confirmed it, newest first',
  request: { params: IdParam },
  responses: { 200: json(pageOf(SignUp), 'The sign-ups') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/sign-up-message',
  action: 'settings.read',
  versioned: true,
  tags: ['tenant'],
  summary: 'The message that asks people to confirm a sign-up',
  responses: { 200: json(SignUpMessage, 'The message') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/sign-up-message',
  action: 'settings.write',
  versioned: true,
  tags: ['tenant'],
  summary: 'Change the message that asks people to confirm a sign-up',
  request: { body: jsonBody(SignUpMessageChange) },
  responses: { 200: json(SignUpMessage, 'The message as it is now') },
});

/** Sign-ups of people, and the message that asks them to confirm. */
export function signUpsRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(personRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id } = c.req.valid('param');
    const data = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findPerson(db, id))) throw notFound('person');
      return listSignUps(db, id);
    });
    return c.json({ data, nextCursor: null }, 200);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    const { id: _id, ...message } = await withTenant(database.db, tenantId, findSignUpMessage);
    setEtag(c, message.version);
    return c.json(message, 200);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const change = c.req.valid('json');
    const version = expectedVersion(c);
    const { id: _id, ...message } = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findSignUpMessage(db);
      if (change.senderId && !(await findSignUpSender(db, change.senderId))) throw noSender();
      if (!(await updateSignUpMessage(db, { version, change }))) throw changedMeanwhile();
      const after = await findSignUpMessage(db);
      await insertAudit(db, actor, {
        action: 'signUpMessage.update',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before,
        after,
      });
      return after;
    });
    setEtag(c, message.version);
    return c.json(message, 200);
  });

  return app;
}

function noSender(): DomainError {
  const message = 'There is no such sender.';
  return new DomainError('invalid', message, [{ path: 'senderId', code: 'unknown_reference', message }]);
}
