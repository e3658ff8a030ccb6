import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import {
  deleteSender,
  findSender,
  insertSender,
  listSenders,
  updateSender,
  type SenderRow,
} from '../../../db/queries/senders/senders.ts';
import { setBucket } from '../../../db/queries/deliverability/token-buckets.ts';
import { voidingOutdated } from '../../../db/queries/approvals/void-approvals.ts';
import { holdRow } from '../../../db/queries/hold.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { NewSender, Sender, SenderChange } from '../../../domain/senders/sender.ts';
import { tellAllEdited } from '../campaigns/command.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';
import { readWarmUps } from './warm-up-state.ts';

const tags = ['senders'];
const listRoute = createRoute({
  method: 'get',
  path: '/senders',
  action: 'settings.read',
  tags,
  summary: 'Who mail comes from',
  responses: { 200: json(pageOf(Sender), 'All senders; there is one page of 500 at most') },
});
const createSenderRoute = createRoute({
  method: 'post',
  path: '/senders',
  action: 'senders.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: 'Add a sender',
  request: { body: jsonBody(NewSender) },
  responses: { 201: json(Sender, 'The new sender') },
});
const getRoute = createRoute({
  method: 'get',
  path: '/senders/{id}',
  action: 'settings.read',
  versioned: true,
  tags,
  summary: 'One sender',
  request: { params: IdParam },
  responses: { 200: json(Sender, 'The sender') },
});
const updateRoute = createRoute({
  method: 'patch',
  path: '/senders/{id}',
  action: 'senders.write',
  versioned: true,
  tags,
  summary: 'Change a sender; approved campaigns that use it need a new approval',
  request: { params: IdParam, body: jsonBody(SenderChange) },
  responses: { 200: json(Sender, 'The sender as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/senders/{id}',
  action: 'senders.write',
  tags,
  summary: 'Remove a sender that no message names',
  request: { params: IdParam },
  responses: { 204: { description: 'It is gone' } },
});

/** /senders */
export function senderRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();
  app.openapi(listRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const data = await withTenant(database.db, actor.tenantId, async (db) => {
      const warmUps = await readWarmUps(db, new Date().toISOString());
      return (await listSenders(db)).map((row) => present(row, warmUps.get(row.id)));
    });
    return c.json({ data, nextCursor: null }, 200);
  });
  app.openapi(createSenderRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const values = c.req.valid('json');
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const own = creationId(c);
      const before = await findSender(db, own);
      if (before) return before;
      const id = await insertSender(db, { id: own, ...values });
      if (!id) throw taken(values.address);
      await setBucket(db, `sender:${id}`, values.ratePerSecond);
      const created = await required(db, id);
      await insertAudit(db, actor, {
        action: 'sender.create',
        entityKind: 'sender',
        entityId: id,
        after: present(created),
      });
      return created;
    });
    setEtag(c, row.version);
    return c.json(present(row), 201);
  });
  app.openapi(getRoute, async (c) => {
    const actor = allow(c, 'settings.read');
    const shown = await withTenant(database.db, actor.tenantId, (db) => show(db, c.req.valid('param').id));
    setEtag(c, shown.version);
    return c.json(shown, 200);
  });
  app.openapi(updateRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    const values = c.req.valid('json');
    const [shown, voided] = await withTenant(database.db, actor.tenantId, async (db) => {
      await holdRow(db, 'senders', id);
      const before = await required(db, id);
      const cause = { actor, through: `The sender “${before.name}” was changed.` };
      const { result: isChanged, voided } = await voidingOutdated(db, cause, () =>
        updateSender(db, { id, version: expectedVersion(c) ?? before.version, values }),
      );
      if (!isChanged) throw changedMeanwhile();
      if (values.ratePerSecond !== undefined) await setBucket(db, `sender:${id}`, values.ratePerSecond);
      const after = await required(db, id);
      await insertAudit(db, actor, {
        action: 'sender.update',
        entityKind: 'sender',
        entityId: id,
        before: present(before),
        after: present(after),
      });
      return [await show(db, id), voided] as const;
    });
    await tellAllEdited(temporal, actor.tenantId, voided);
    setEtag(c, shown.version);
    return c.json(shown, 200);
  });
  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'senders.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      if (!(await deleteSender(db, id)))
        throw new DomainError('conflict', 'Messages still name this sender; choose another one there first.');
      await setBucket(db, `sender:${id}`, null);
      await insertAudit(db, actor, {
        action: 'sender.delete',
        entityKind: 'sender',
        entityId: id,
        before: present(before),
      });
    });
    return c.body(null, 204);
  });
  return app;
}

async function required(db: TenantDb, id: string): Promise<SenderRow> {
  const row = await findSender(db, id);
  if (!row) throw notFound('sender');
  return row;
}

function taken(address: string): DomainError {
  const message = `There is a sender with the address ${address} already.`;
  return new DomainError('conflict', message, [{ path: 'address', code: 'taken', message }]);
}

/** A sender with how its warm-up stands. */
async function show(db: TenantDb, id: string): Promise<Sender> {
  const row = await required(db, id);
  return present(row, (await readWarmUps(db, new Date().toISOString(), id)).get(id));
}

function present(row: SenderRow, warmUp: Sender['warmUp'] = null): Sender {
  const { id, name, address, replyTo, ratePerSecond, isSigned, version } = row;
  const domainState = row.domainState as Sender['domainState'];
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return { id, name, address, replyTo, ratePerSecond, domain, isSigned, domainState, warmUp, version };
}
