import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { holdExternalId } from '../../../db/queries/hold.ts';
import { findPerson, findPersonByExternalId, listPeople } from '../../../db/queries/people/people.ts';
import { insertPerson, markPerson, refuseFormerId } from '../../../db/queries/people/save.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';
import { ConsentInput } from '../../../domain/consent/consent.ts';
import { PeopleFilter, peopleSorts } from '../../../domain/people/filter.ts';
import { Person, PersonInput } from '../../../domain/people/person.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { requireColleague } from '../campaigns/owner.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, refuseNew, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { insertSignUpOf } from '../sign-ups/sign-up.ts';
import { startErasure } from './start-erasure.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery, WorkflowRef } from '../../schemas.ts';
import { wakeSignUpsOf } from '../sign-ups/wake.ts';
import { workflowLink } from '../../workflow-link.ts';

const tags = ['people'];

/** What people are told apart by; one of it, or an attribute of the organisation's own, must be given of somebody new. */
const knownBy = ['email', 'externalId', 'firstName', 'lastName', 'phone', 'company'] as const;

/** A person, who with `doubleOptIn` is asked by mail to confirm that they want to hear from us. */
const NewPerson = PersonInput.extend({
  doubleOptIn: z.strictObject({ source: ConsentInput.shape.source, topicId: Id.optional() }).optional(),
}).refine((input) => knownBy.some((field) => input[field]) || Object.keys(input.attributes ?? {}).length > 0, {
  path: ['email'],
  error:
    'must be given, or a name, a phone number, a company or an external id: somebody who is known by nothing is nobody',
});

const listRoute = createRoute({
  method: 'get',
  path: '/people',
  action: 'people.read',
  tags,
  summary: 'People; `q` is the beginning of a name or e-mail address',
  request: { query: PageQuery.extend({ sort: z.enum(peopleSorts).default('-createdAt'), ...PeopleFilter.shape }) },
  responses: { 200: json(pageOf(Person), 'A page of people') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/people',
  action: 'people.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a person',
  request: { body: jsonBody(NewPerson) },
  responses: { 201: json(Person, 'The person') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/people/{id}',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'One person',
  request: { params: IdParam },
  responses: { 200: json(Person, 'The person') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/people/{id}',
  action: 'people.write',
  versioned: true,
  tags,
  summary: 'Change the given fields of a person; null takes a value away',
  request: { params: IdParam, body: jsonBody(PersonInput) },
  responses: { 200: json(Person, 'The person') },
});

const putRoute = createRoute({
  method: 'put',
  path: '/people/by-external-id/{externalId}',
  action: 'people.write',
  versioned: true,
  tags,
  summary:
    'Add the person of an external id, or change the given fields; the id of a record that was merged into another is that of the other',
  request: {
    params: z.object({ externalId: z.string().trim().min(1).max(200) }),
    body: jsonBody(PersonInput.omit({ externalId: true })),
  },
  responses: { 200: json(Person, 'The person, changed'), 201: json(Person, 'The person, new') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/people/{id}',
  action: 'people.erase',
  tags,
  summary: 'Erase a person for good; the address stays suppressed by its hash',
  request: { params: IdParam },
  responses: {
    202: json(z.object({ id: Id, status: z.literal('erasing'), workflow: WorkflowRef }), 'The erasure has begun'),
  },
});

/** People, one by one. */
export function peopleRoutes(deps: ApiDeps) {
  const { database, temporal, log } = deps;
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor, sort, ...filter } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, (db) =>
      listPeople(db, { filter, nowIso: new Date().toISOString(), sort, limit: limit + 1, after }),
    );
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.place, row.id] });
    return c.json({ data: data.map(({ place: _place, ...person }) => person), nextCursor }, 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const id = creationId(c);
    const { doubleOptIn, ...input } = c.req.valid('json');
    await requireColleague(deps, actor, input.ownerId);
    const person = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findPerson(db, id);
      const person = before ?? (await addPerson(db, actor, { ...input, id }));
      if (doubleOptIn) await insertSignUpOf(db, actor, { id, personId: id, consent: doubleOptIn });
      return person;
    });
    if (doubleOptIn) await wakeSignUpsOf(temporal, log, actor.tenantId);
    setEtag(c, person.version);
    return c.json(person, 201);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const person = await withTenant(database.db, tenantId, (db) => findPerson(db, c.req.valid('param').id));
    if (!person) throw notFound('person');
    setEtag(c, person.version);
    return c.json(person, 200);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    const changes = c.req.valid('json');
    const checkOwner = () => requireColleague(deps, actor, changes.ownerId);
    const input = { id, version: expectedVersion(c), changes, checkOwner };
    const person = await withTenant(database.db, actor.tenantId, (db) => changePerson(db, actor, input));
    setEtag(c, person.version);
    return c.json(person, 200);
  });

  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { externalId } = c.req.valid('param');
    const changes = c.req.valid('json');
    const checkOwner = () => requireColleague(deps, actor, changes.ownerId);
    const [person, status] = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdExternalId(db, 'people', externalId);
      const id = await findPersonByExternalId(db, externalId);
      if (id)
        return [await changePerson(db, actor, { id, version: expectedVersion(c), changes, checkOwner }), 200] as const;
      refuseNew(c);
      await checkOwner();
      return [await addPerson(db, actor, { ...changes, externalId }), 201] as const;
    });
    setEtag(c, person.version);
    return c.json(person, status);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'people.erase');
    const { id } = c.req.valid('param');
    const workflow = await startErasure({ database, temporal }, actor, id);
    return c.json({ id, status: 'erasing' as const, workflow: workflowLink(c, workflow) }, 202);
  });

  return app;
}

async function addPerson(db: TenantDb, actor: Actor, input: PersonInput & { id?: string }): Promise<Person> {
  const id = await insertPerson(db, input);
  if (input.externalId) await refuseFormerId(db, input.externalId);
  const { id: _id, ...fields } = input;
  await insertAudit(db, actor, { action: 'person.add', entityKind: 'person', entityId: id, after: namesOf(fields) });
  return (await findPerson(db, id))!;
}

async function changePerson(
  db: TenantDb,
  actor: Actor,
  input: { id: string; version: number | null; changes: PersonInput; checkOwner: () => Promise<void> },
): Promise<Person> {
  const before = await findPerson(db, input.id);
  if (!before) throw notFound('person');
  if (input.changes.kind) refuseReversal(before.kind, input.changes.kind);
  // An owner who has left the organisation stays until another one is named.
  if (input.changes.ownerId !== before.ownerId) await input.checkOwner();
  const isChanged = await markPerson(db, input);
  const person = await findPerson(db, input.id);
  if (!person) throw notFound('person');
  if (!isChanged) throw changedMeanwhile();
  const isConversion = before.kind === 'lead' && person.kind === 'contact';
  await insertAudit(db, actor, {
    action: isConversion ? 'person.convert' : 'person.edit',
    entityKind: 'person',
    entityId: input.id,
    ...(isConversion ? { before: { kind: 'lead' } } : {}),
    after: { ...namesOf(input.changes), ...(isConversion ? { kind: 'contact' } : {}) },
  });
  return person;
}

/** A contact who became a lead again would be counted as a lead that was never won. */
function refuseReversal(before: Person['kind'], after: Person['kind']): void {
  if (before === 'lead' || after === 'contact') return;
  throw new DomainError('invalid', 'A contact does not become a lead again. Nothing was saved.', [
    { path: 'kind', code: 'converted', message: 'is contact for good: leave it out, or say contact' },
  ]);
}

/** The audit log cannot be erased, so it names the fields that a person's change touched and never their values. */
function namesOf(fields: Record<string, unknown>): Record<string, unknown> {
  return { fields: Object.keys(fields).sort() };
}
