import { withTenant } from '../../db/connection.ts';
import {
  deleteAttribute,
  findAttribute,
  findAttributeForChange,
  insertAttribute,
  listAttributes,
  markAttributeLabel,
} from '../../db/queries/attributes.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { listDefinitionsNaming } from '../../db/queries/parts/definition-uses.ts';
import { listSegmentsNaming } from '../../db/queries/segments/uses.ts';
import { lockSegments } from '../../db/queries/segments/segments.ts';
import { Attribute, AttributeInput } from '../../domain/attributes/attribute.ts';
import { DomainError, notFound } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseOtherContent, setContentEtag } from '../etag.ts';
import { creationId } from '../idempotency.ts';
import { allow, createRoute, newRouter } from '../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../schemas.ts';

const tags = ['attributes'];

const listRoute = createRoute({
  method: 'get',
  path: '/attributes',
  action: 'people.read',
  tags,
  summary: 'The organisation’s own attributes of people',
  responses: { 200: json(pageOf(Attribute), 'All attributes') },
});

const postRoute = createRoute({
  method: 'post',
  path: '/attributes',
  action: 'people.write',
  idempotent: true,
  tags,
  summary: 'Add an attribute',
  request: { body: jsonBody(AttributeInput) },
  responses: { 201: json(Attribute, 'The attribute') },
});

const getRoute = createRoute({
  method: 'get',
  path: '/attributes/{id}',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'One attribute',
  request: { params: IdParam },
  responses: { 200: json(Attribute, 'The attribute') },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/attributes/{id}',
  action: 'people.write',
  versioned: true,
  tags,
  summary: 'Give an attribute another label; its key and type stay',
  request: { params: IdParam, body: jsonBody(AttributeInput.pick({ label: true }).strict()) },
  responses: { 200: json(Attribute, 'The attribute') },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/attributes/{id}',
  action: 'settings.write',
  tags,
  summary: 'Delete an attribute and everybody’s value of it',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' } },
});

/** The tenant's own attributes of people. */
export function attributesRoutes({ database }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const attributes = await withTenant(database.db, tenantId, (db) => listAttributes(db));
    return c.json({ data: attributes.map(({ slot: _slot, ...attribute }) => attribute), nextCursor: null }, 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const id = creationId(c);
    const attribute = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = (await listAttributes(db)).find((existing) => existing.id === id);
      if (before) return before;
      const input = c.req.valid('json');
      const made = await insertAttribute(db, { ...input, id });
      await insertAudit(db, actor, { action: 'attribute.add', entityKind: 'attribute', entityId: id, after: input });
      return made;
    });
    const { slot: _slot, ...shown } = attribute;
    return c.json(shown, 201);
  });

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const attribute = await withTenant(database.db, tenantId, (db) => findAttribute(db, c.req.valid('param').id));
    if (!attribute) throw notFound('attribute');
    setContentEtag(c, attribute);
    return c.json(attribute, 200);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'people.write');
    const { id } = c.req.valid('param');
    const { label } = c.req.valid('json');
    const attribute = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findAttributeForChange(db, id);
      if (!before) throw notFound('attribute');
      refuseOtherContent(c, before);
      await markAttributeLabel(db, id, label);
      const change = { before: { label: before.label }, after: { label } };
      await insertAudit(db, actor, { action: 'attribute.edit', entityKind: 'attribute', entityId: id, ...change });
      return { ...before, label };
    });
    setContentEtag(c, attribute);
    return c.json(attribute, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await deleteAttribute(db, id);
      if (!before) throw notFound('attribute');
      const { key, type } = before;
      await lockSegments(db);
      const segments = await listSegmentsNaming(db, { attribute: key });
      if (segments.length > 0) {
        throw new DomainError('conflict', `The segment ${segments.join(', ')} asks for it; take it out there first.`);
      }
      const parts = await listDefinitionsNaming(db, { attribute: key });
      if (parts.length > 0) {
        throw new DomainError(
          'conflict',
          `A drip or a nurture programme of ${parts.join(', ')} names it; take it out there first. A version that people still follow counts too.`,
        );
      }
      await insertAudit(db, actor, {
        action: 'attribute.remove',
        entityKind: 'attribute',
        entityId: id,
        before: { key, type },
      });
    });
    return c.body(null, 204);
  });

  return app;
}
