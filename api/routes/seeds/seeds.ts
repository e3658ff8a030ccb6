import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { askForDeliverability } from '../../../db/queries/deliverability/delivery-hours.ts';
import { deleteSeed, findSeed, insertSeed, listSeeds, updateSeed } from '../../../db/queries/seeds/seeds.ts';
import { findMailbox } from '../../../db/queries/inbound/mailboxes.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { mostSeeds } from '../../../domain/seeds/most-seeds.ts';
import { Seed, SeedChange, SeedInput } from '../../../domain/seeds/seed.ts';
import { deliverabilityWatch, deliverabilityWatchStart } from '../../../workflows/deliverability/watch.ts';
import type { ApiDeps } from '../../deps.ts';
import { changedMeanwhile, expectedVersion, setEtag } from '../../etag.ts';
import { creationId } from '../../idempotency.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { IdParam, json, jsonBody, pageOf } from '../../schemas.ts';

const tags = ['deliverability'];
const Shown = Seed.openapi('Seed');
const listRoute = createRoute({
  method: 'get',
  path: '/seeds',
  action: 'settings.read',
  tags,
  summary: 'The seed list: mailboxes of your own that get a copy of broadcasts, by address',
  responses: { 200: json(pageOf(Shown), 'All of them; there is one page') },
});
const postRoute = createRoute({
  method: 'post',
  path: '/seeds',
  action: 'settings.write',
  idempotent: true,
  versioned: true,
  tags,
  summary: `Put an address on the seed list; it holds ${mostSeeds} at most`,
  request: { body: jsonBody(SeedInput) },
  responses: { 201: json(Shown, 'The seed') },
});
const patchRoute = createRoute({
  method: 'patch',
  path: '/seeds/{id}',
  action: 'settings.write',
  versioned: true,
  tags,
  summary: 'Switch a seed off or on',
  request: { params: IdParam, body: jsonBody(SeedChange) },
  responses: { 200: json(Shown, 'The seed as it is now') },
});
const deleteRoute = createRoute({
  method: 'delete',
  path: '/seeds/{id}',
  action: 'settings.write',
  tags,
  summary: 'Take an address off the seed list; what was sent to it stays as a record',
  request: { params: IdParam },
  responses: { 204: { description: 'It is off the list' } },
});

/** /seeds: mailboxes of one's own, to see where mail lands. */
export function seedRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();

  app.openapi(listRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    return c.json({ data: await withTenant(database.db, tenantId, listSeeds), nextCursor: null }, 200);
  });

  app.openapi(postRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const id = creationId(c);
    const input = c.req.valid('json');
    const seed = await withTenant(database.db, actor.tenantId, async (db) => {
      // Repeated after a crash: it is there already.
      const before = await findSeed(db, id);
      if (before) return before;
      await checkMailbox(db, input);
      await insertSeed(db, { ...input, id });
      await insertAudit(db, actor, { action: 'seed.add', entityKind: 'seed', entityId: id, after: input });
      await askForDeliverability(db);
      return required(db, id);
    });
    // The watch has DNS asked who takes its mail. Where Temporal is away, housekeeping wakes it.
    await temporal.workflow
      .signalWithStart(deliverabilityWatch, deliverabilityWatchStart({ tenantId: actor.tenantId }))
      .catch(() => {});
    setEtag(c, seed.version);
    return c.json(seed, 201);
  });

  app.openapi(patchRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    const input = { id, version: expectedVersion(c), change: c.req.valid('json') };
    const seed = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      await checkMailbox(db, input.change);
      if (!(await updateSeed(db, input))) throw changedMeanwhile();
      const after = await required(db, id);
      const audited = { action: 'seed.update', entityKind: 'seed', entityId: id };
      await insertAudit(db, actor, { ...audited, before: written(before), after: written(after) });
      return after;
    });
    setEtag(c, seed.version);
    return c.json(seed, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const { id } = c.req.valid('param');
    await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await required(db, id);
      await deleteSeed(db, id);
      const audited = { action: 'seed.remove', entityKind: 'seed', entityId: id };
      await insertAudit(db, actor, { ...audited, before: written(before) });
    });
    return c.body(null, 204);
  });
  return app;
}

async function required(db: TenantDb, id: string): Promise<Seed> {
  const seed = await findSeed(db, id);
  if (!seed) throw notFound('seed');
  return seed;
}

/** A mailbox of another organisation is one that does not exist. */
async function checkMailbox(db: TenantDb, { mailboxId }: SeedChange): Promise<void> {
  if (!mailboxId || (await findMailbox(db, mailboxId))) return;
  const message = 'There is no such mailbox.';
  throw new DomainError('invalid', message, [{ path: 'mailboxId', code: 'unknown_reference', message }]);
}

/** The fields of a seed that people edit, without those that the product finds out. */
const written = ({ address, isActive, mailboxId }: Seed) => ({ address, isActive, mailboxId });
