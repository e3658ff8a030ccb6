import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { insertConsent, listConsents } from '../../../db/queries/consent/consents.ts';
import { findPersonRecord } from '../../../db/queries/people/export.ts';
import { setChangedBy } from '../../../db/queries/members/history.ts';
import { mergePeople } from '../../../db/queries/people/merge.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import { markConverted } from '../../../db/queries/people/save.ts';
import { Consent, ConsentInput } from '../../../domain/consent/consent.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { SignUp } from '../../../domain/sign-ups/sign-up.ts';
import { Person } from '../../../domain/people/person.ts';
import { countAgainOrLater } from '../../count-again.ts';
import type { ApiDeps } from '../../deps.ts';
import { setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { signUpPerson } from '../sign-ups/sign-up.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['people'];

const exportRoute = createRoute({
  method: 'get',
  path: '/people/{id}/export',
  action: 'people.export',
  tags,
  summary: 'Everything that is held on a person, to be given to them',
  request: { params: IdParam },
  responses: { 200: json(z.record(z.string(), z.unknown()), 'Everything on the person') },
});

const consentsRoute = createRoute({
  method: 'get',
  path: '/people/{id}/consents',
  action: 'people.read',
  tags,
  summary: 'The history of a person’s consent, newest first',
  request: { params: IdParam },
  responses: { 200: json(pageOf(Consent), 'The history') },
});

const consentRoute = createRoute({
  method: 'post',
  path: '/people/{id}/consents',
  action: 'people.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Record that a person gave or withdrew consent, or with doubleOptIn ask them to confirm it by mail',
  request: { params: IdParam, body: jsonBody(ConsentInput) },
  responses: {
    200: json(Person, 'With doubleOptIn: the person, who gave consent already; nothing is sent'),
    201: json(Person, 'The person with the consent that holds now'),
    202: json(SignUp, 'With doubleOptIn: the sign-up that waits for the person’s confirmation'),
  },
});

const convertRoute = createRoute({
  method: 'post',
  path: '/people/{id}/convert',
  action: 'people.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a lead a contact; memberships, consent and history stay',
  request: { params: IdParam, body: jsonBody(z.strictObject({ accountId: Id.optional() })) },
  responses: { 200: json(Person, 'The contact') },
});

const mergeRoute = createRoute({
  method: 'post',
  path: '/people/merge',
  action: 'people.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Merge two records of one person: earliest dates, highest status, an opt-out wins',
  request: { body: jsonBody(z.strictObject({ keepId: Id, mergeId: Id })) },
  responses: { 200: json(Person, 'The person that was kept') },
});

/** What is done with one person beyond its fields: consent, conversion, merging, the record for the person. */
export function personRecordsRoutes(deps: ApiDeps) {
  const { database, keyRing } = deps;
  const app = newRouter();

  app.openapi(exportRoute, async (c) => {
    const actor = allow(c, 'people.export');
    const { id } = c.req.valid('param');
    const record = await withTenant(database.db, actor.tenantId, async (db) => {
      const found = await findPersonRecord(db, id, keyRing);
      if (found) await insertAudit(db, actor, { action: 'person.export', entityKind: 'person', entityId: id });
      return found;
    });
    if (!record) throw notFound('person');
    c.header('Content-Disposition', `attachment; filename="person-${id}.json"`);
    return c.json(record, 200);
  });

  app.openapi(consentsRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id } = c.req.valid('param');
    const data = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findPerson(db, id))) throw notFound('person');
      return listConsents(db, id);
    });
    return c.json({ data, nextCursor: null }, 200);
  });

  app.openapi(consentRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    const { doubleOptIn, ...input } = c.req.valid('json');
    if (doubleOptIn) {
      const signUp = await signUpPerson(deps, actor, { id: creationId(c), personId: id, consent: input });
      if (signUp) return c.json(signUp, 202);
      const person = await withTenant(database.db, actor.tenantId, (db) => findPerson(db, id));
      if (!person) throw notFound('person');
      return c.json(person, 200);
    }
    const person = await withTenant(database.db, actor.tenantId, async (db) => {
      if (!(await insertConsent(db, id, { ...input, id: creationId(c) }))) throw notFound('person');
      // The source is free text and stands in the history of consent, which can be erased.
      const { state, basis } = input;
      await insertAudit(db, actor, {
        action: 'person.consent',
        entityKind: 'person',
        entityId: id,
        after: { state, basis },
      });
      return (await findPerson(db, id))!;
    });
    setEtag(c, person.version);
    return c.json(person, 201);
  });

  app.openapi(convertRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    const person = await withTenant(database.db, actor.tenantId, async (db) => {
      const { accountId } = c.req.valid('json');
      const before = await findPerson(db, id);
      if (before?.kind === 'contact' && (accountId ?? before.accountId) === before.accountId) return before;
      if (!before || !(await markConverted(db, id, accountId))) throw notFound('person');
      const after = (await findPerson(db, id))!;
      const told = ({ kind, accountId }: Person) => ({ kind, accountId });
      const change = { before: told(before), after: told(after) };
      await insertAudit(db, actor, { action: 'person.convert', entityKind: 'person', entityId: id, ...change });
      return after;
    });
    setEtag(c, person.version);
    return c.json(person, 200);
  });

  app.openapi(mergeRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { keepId, mergeId } = c.req.valid('json');
    const person = await withTenant(database.db, actor.tenantId, async (db) => {
      await setChangedBy(db, actor, 'merge');
      await mergePeople(db, { keepId, mergeId });
      await insertAudit(db, actor, {
        action: 'person.merge',
        entityKind: 'person',
        entityId: keepId,
        after: { merged: mergeId },
      });
      return (await findPerson(db, keepId))!;
    });
    // What a lane claimed meanwhile of a batch that was made meanwhile went by how often either of them wanted mail.
    await countAgainOrLater(deps, actor.tenantId);
    setEtag(c, person.version);
    return c.json(person, 200);
  });

  return app;
}
