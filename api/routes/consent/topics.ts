import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findPerson } from '../../../db/queries/people/people.ts';
import {
  deleteTopic,
  findTopic,
  insertTopic,
  listTopics,
  listTopicsOf,
  updateTopic,
} from '../../../db/queries/consent/topics.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { PersonTopic, Topic, TopicChange, TopicInput } from '../../../domain/topics/topic.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['topics'];

const listRoute = createRoute({
  method: 'get',
  path: '/topics',
  action: 'settings.read',
  tags,
  summary: 'What people may choose to hear of, in the order of the preference centre',
  responses: { 200: json(pageOf(Topic), 'All topics; there is one page') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/topics',
  action: 'settings.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Offer a topic',
  request: { body: jsonBody(TopicInput) },
  responses: { 201: json(Topic, 'The topic') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/topics/{id}',
  action: 'settings.write',
  versioned: true,
  tags,
  summary: 'Rename, describe, move or archive a topic',
  request: { params: IdParam, body: jsonBody(TopicChange) },
  responses: { 200: json(Topic, 'The topic as it is now') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/topics/{id}',
  action: 'settings.write',
  tags,
  summary: 'Remove a topic that no message has named; one that was used is archived instead',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

const personRoute = createRoute({
  method: 'get',
  path: '/people/{id}/topics',
  action: 'people.read',
  tags,
  summary: 'What a person is subscribed to; a choice is recorded with POST /people/{id}/consents and a topicId',
  request: { params: IdParam },
  responses: { 200: json(pageOf(PersonTopic), 'The topics with the person’s choice') },
});

/** Topics, and what a person chose of them. */
export function topicsRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    return c.json({ data: await withTenant(database.db, tenantId, listTopics), nextCursor: null }, 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const id = creationId(c);
    const input = c.req.valid('json');
    const topic = await withTenant(database.db, actor.tenantId, async (db) => {
      // Repeated after a crash: it is there already.
      const before = await findTopic(db, id);
      if (before) return before;
      await insertTopic(db, { ...input, id });
      await insertAudit(db, actor, { action: 'topic.create', entityKind: 'topic', entityId: id, after: input });
      return required(db, id);
    });
    setEtag(c, topic.version);
    return c.json(topic, 201);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const input = { id, version: expectedVersion(c), change: c.req.valid('json') };
    const topic = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      if (!(await updateTopic(db, input))) throw changedMeanwhile();
      const after = await required(db, id);
      await insertAudit(db, actor, { action: 'topic.update', entityKind: 'topic', entityId: id, before, after });
      return after;
    });
    setEtag(c, topic.version);
    return c.json(topic, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const { name } = await required(db, id);
      if (!(await deleteTopic(db, id)))
        throw new DomainError('conflict', 'A message names this topic, so it stays. Archive it to offer it no more.');
      await insertAudit(db, actor, { action: 'topic.delete', entityKind: 'topic', entityId: id, before: { name } });
    });
    return c.body(null, 204);
  });

  app.openapi(personRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { id } = c.req.valid('param');
    const data = await withTenant(database.db, tenantId, async (db) => {
      if (!(await findPerson(db, id))) throw notFound('person');
      return listTopicsOf(db, id);
    });
    return c.json({ data, nextCursor: null }, 200);
  });

  return app;
}

async function required(db: TenantDb, id: string): Promise<Topic> {
  const topic = await findTopic(db, id);
  if (!topic) throw notFound('topic');
  return topic;
}
