import { z } from '@hono/zod-openapi';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findForm, insertForm, listForms, updateForm, type FormRow } from '../../../db/queries/forms/forms.ts';
import { notFound } from '../../../domain/errors.ts';
import { Form, FormChange, FormInput } from '../../../domain/forms/form.ts';
import { Id } from '../../../domain/ids.ts';
import { page, readCursor } from '../../cursor.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { newFormToken } from './form-token.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf, PageQuery } from '../../schemas.ts';

const tags = ['forms'];
const listRoute = createRoute({
  method: 'get',
  path: '/forms',
  action: 'people.read',
  tags,
  summary: 'Forms by name',
  request: { query: PageQuery.omit({ sort: true }) },
  responses: { 200: json(pageOf(Form), 'A page of forms') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/forms',
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Make a form that anybody can fill in at its address',
  request: { body: jsonBody(FormInput) },
  responses: { 201: json(Form, 'The form') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/forms/{id}',
  action: 'people.read',
  versioned: true,
  tags,
  summary: 'One form',
  request: { params: IdParam },
  responses: { 200: json(Form, 'The form') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/forms/{id}',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Change a form; `isOpen: false` closes it',
  request: { params: IdParam, body: jsonBody(FormChange) },
  responses: { 200: json(Form, 'The form as it is now') },
});

/** /forms: make, list, read and change. */
export function formRoutes({ database, config }: ApiDeps) {
  const app = newRouter();
  const shown = ({ token, ...form }: FormRow): Form => ({ ...form, url: `${config.publicUrl}/f/${token}` });
  const known = async (db: TenantDb, id: string): Promise<FormRow> => {
    const form = await findForm(db, id);
    if (!form) throw notFound('form');
    return form;
  };

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const { limit, cursor } = c.req.valid('query');
    const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
    const rows = await withTenant(database.db, tenantId, (db) => listForms(db, { limit: limit + 1, after }));
    const { data, nextCursor } = page(c, rows, { limit, cursorOf: (row) => [row.name, row.id] });
    return c.json({ data: data.map(shown), nextCursor }, 200);
  });
  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const id = creationId(c);
    const input = c.req.valid('json');
    const form = await withTenant(database.db, actor.tenantId, async (db) => {
      await insertForm(db, { ...input, id, token: newFormToken(actor.tenantId) });
      await insertAudit(db, actor, { action: 'form.create', entityKind: 'form', entityId: id, after: { ...input } });
      return known(db, id);
    });
    setEtag(c, form.version);
    return c.json(shown(form), 201);
  });
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'people.read');
    const form = await withTenant(database.db, tenantId, (db) => known(db, c.req.valid('param').id));
    setEtag(c, form.version);
    return c.json(shown(form), 200);
  });
  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const { id } = c.req.valid('param');
    const change = c.req.valid('json');
    const version = expectedVersion(c);
    const form = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await known(db, id);
      if (!(await updateForm(db, { id, version, change }))) throw changedMeanwhile();
      const after = await known(db, id);
      const was = Object.fromEntries(Object.keys(change).map((field) => [field, before[field as keyof FormRow]]));
      await insertAudit(db, actor, {
        action: 'form.update',
        entityKind: 'form',
        entityId: id,
        before: was,
        after: { ...change },
      });
      return after;
    });
    setEtag(c, form.version);
    return c.json(shown(form), 200);
  });
  return app;
}
