import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { deleteWaiting, insertDecided, insertWaiting } from '../../../db/queries/approvals/notices.ts';
import { findEditionSource } from '../../../db/queries/content/edition-source.ts';
import {
  approveNurtureItem,
  deleteNurtureItem,
  insertNurtureItem,
  updateNurtureItem,
} from '../../../db/queries/nurtures/items.ts';
import { touchNurture } from '../../../db/queries/nurtures/state.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { NewNurtureItem, NurtureItem, NurtureItemChange } from '../../../domain/nurtures/item.ts';
import { approversFor } from '../approvals/approvers.ts';
import { tellEdited } from '../campaigns/command.ts';
import { holdForChange } from '../campaigns/nothing-new.ts';
import { authorOf } from '../campaigns/edit.ts';
import { checkItem } from '../campaigns/preflight-nurtures.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, requiredVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { auditItems, itemPart, itemNotice, openItems } from './edit-items.ts';
import { NurtureItemParams, NurtureParams, requireItem, requireNurture } from './find.ts';
import { presentItem } from './present.ts';
import { checkItemReferences } from './references.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody } from '../../schemas.ts';

const tags = ['nurture'];
const base = '/campaigns/{id}/nurtures/{nurtureId}';
const addRoute = createRoute({
  method: 'post',
  path: `${base}/items`,
  action: 'campaigns.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add an item; to a programme that runs it comes with the next cast after somebody else has approved it',
  request: { params: NurtureParams, body: jsonBody(NewNurtureItem) },
  responses: { 201: json(NurtureItem, 'The new item') },
});
const changeRoute = createRoute({
  method: 'patch',
  path: `${base}/items/{itemId}`,
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary: 'Hold an item, let it go again, or date it; name and content change only before it is approved',
  request: { params: NurtureItemParams, body: jsonBody(NurtureItemChange) },
  responses: { 200: json(NurtureItem, 'The item as it is now') },
});
const removeRoute = createRoute({
  method: 'delete',
  path: `${base}/items/{itemId}`,
  action: 'campaigns.write',
  tags,
  summary: 'Remove an item that was not approved yet',
  request: { params: NurtureItemParams },
  responses: { 204: { description: 'It is gone' } },
});
const approveRoute = createRoute({
  method: 'post',
  path: `${base}/items/{itemId}/approve`,
  action: 'campaigns.approve',
  idempotent: true,
  versioned: 'required',
  tags,
  summary: 'Approve an item that came to a programme that runs, at the version in If-Match; not by who wrote any of it',
  request: { params: NurtureItemParams },
  responses: { 200: json(NurtureItem, 'The item, which the next cast takes up') },
});
/** The items of a nurture programme: added, held, dated, approved. */
export function nurtureItemRoutes(deps: ApiDeps) {
  const { database, temporal } = deps;
  const app = newRouter();
  app.openapi(addRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const input = c.req.valid('json');
    const approvers = await approversFor(deps, actor);
    const item = await withTenant(database.db, actor.tenantId, async (db) => {
      const id = creationId(c);
      const found = await requireNurture(db, params);
      // Repeated after a crash: it is there already.
      const there = found.items.find((each) => each.id === id);
      if (there) return there;
      await openItems(db, actor, found);
      await checkItemReferences(db, found.row.definition, input);
      const first = found.row.definition.streams[0]?.key ?? '';
      const state = found.row.status === 'draft' ? 'draft' : 'in_review';
      await insertNurtureItem(db, {
        ...input,
        streams: input.streams.length > 0 ? [...new Set(input.streams)] : [first],
        id,
        nurtureId: params.nurtureId,
        state,
        createdBy: authorOf(actor),
      });
      if (state === 'in_review') {
        const notice = itemNotice(found.row, { id, name: input.name });
        await insertWaiting(db, { ...notice, byName: actor.name, comment: '', userIds: approvers });
      }
      await touchNurture(db, found.row.id, null);
      await auditItems(db, actor, {
        params,
        part: itemPart(found, { id, name: input.name }),
        action: 'addItem',
        after: input,
      });
      return requireItem(await requireNurture(db, params), id);
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    setEtag(c, item.version);
    return c.json(presentItem(item), 201);
  });

  app.openapi(changeRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    const change = c.req.valid('json');
    const item = await withTenant(database.db, actor.tenantId, async (db) => {
      const saysNothingNew = await holdForChange(db, params.id);
      const found = await requireNurture(db, params);
      const before = requireItem(found, params.itemId);
      const version = expectedVersion(c) ?? before.version;
      if (version !== before.version) throw changedMeanwhile();
      if (saysNothingNew(presentItem(before), change)) return before;
      await openItems(db, actor, found);
      if (before.state === 'active' && (change.content || change.name)) throw approved();
      await checkItemReferences(db, found.row.definition, change);
      if (
        !(await updateNurtureItem(db, {
          id: before.id,
          version,
          before: before.content,
          change,
          by: authorOf(actor),
        }))
      )
        throw changedMeanwhile();
      const after = requireItem(await requireNurture(db, params), params.itemId);
      const shown = (row: typeof before) => ({ ...presentItem(row), version: undefined });
      const part = itemPart(found, before);
      await auditItems(db, actor, { params, part, action: 'changeItem', before: shown(before), after: shown(after) });
      return after;
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    setEtag(c, item.version);
    return c.json(presentItem(item), 200);
  });

  app.openapi(removeRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const params = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const found = await requireNurture(db, params);
      const before = requireItem(found, params.itemId);
      await openItems(db, actor, found);
      if (!(await deleteNurtureItem(db, before.id))) throw approved();
      await deleteWaiting(db, before.id);
      await auditItems(db, actor, {
        params,
        part: itemPart(found, before),
        action: 'removeItem',
        before: presentItem(before),
      });
    });
    await tellEdited(temporal, { tenantId: actor.tenantId, campaignId: params.id });
    return c.body(null, 204);
  });

  app.openapi(approveRoute, async (c) => {
    const actor = allow(c, 'campaigns.approve');
    const params = c.req.valid('param');
    const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, actor.tenantId, work);
    const { version, source } = await inTenant(async (db) => {
      const { version } = requireItem(await requireNurture(db, params), params.itemId);
      if (requiredVersion(c) !== version) throw changedMeanwhile();
      return { version, source: await findEditionSource(db, params.itemId) };
    });
    if (!source) throw notFound('item');
    const blocking = (await checkItem(deps, source)).findings.filter(({ severity }) => severity === 'blocking');
    if (blocking.length > 0) {
      const errors = blocking.map(({ where, code, message }) => ({ path: where, code, message }));
      throw new DomainError('invalid', 'The item cannot be sent like this; remove it and add a corrected one.', errors);
    }
    const item = await inTenant(async (db) => {
      const found = await requireNurture(db, params);
      const before = requireItem(found, params.itemId);
      if (before.state !== 'in_review') {
        throw new DomainError('conflict', 'The item does not wait for an approval of its own.');
      }
      if (before.authors.includes(authorOf(actor))) {
        throw new DomainError('forbidden', 'You edited this item, so somebody else has to approve it.');
      }
      const decision = { id: before.id, version, byName: actor.name, nowIso: new Date().toISOString() };
      if (!(await approveNurtureItem(db, decision))) throw changedMeanwhile();
      const userIds = before.authors.filter((id) => id !== actor.personId);
      const notice = { ...itemNotice(found.row, before), byName: actor.name, comment: '' };
      await insertDecided(db, { ...notice, kind: 'approved', userIds });
      const after = requireItem(await requireNurture(db, params), params.itemId);
      await auditItems(db, actor, {
        params,
        part: itemPart(found, before),
        action: 'approveItem',
        before: { state: before.state },
        after: { state: after.state },
      });
      return after;
    });
    setEtag(c, item.version);
    return c.json(presentItem(item), 200);
  });
  return app;
}

function approved(): DomainError {
  return new DomainError(
    'conflict',
    'The item was approved as it is. Put it on hold and add another one instead; only its dates, its hold and its place change.',
  );
}
