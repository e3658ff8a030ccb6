import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findBrandKit, putBrandKit, type StoredBrandKit } from '../../../db/queries/content/brand-kits.ts';
import { findSender } from '../../../db/queries/senders/senders.ts';
import { voidingOutdated } from '../../../db/queries/approvals/void-approvals.ts';
import { DomainError } from '../../../domain/errors.ts';
import { BrandKit } from '../../../domain/templates/brand-kit.ts';
import { tellAllEdited } from '../campaigns/command.ts';
import type { ApiDeps } from '../../deps.ts';
import { expectedVersion, setEtag } from '../../etag.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json, jsonBody, Time } from '../../schemas.ts';
import { savedMeanwhile } from '../templates/find.ts';

const tags = ['templates'];
const Shown = BrandKit.extend({
  version: z.int().openapi({ description: '0 before anybody said something of it' }),
  updatedAt: Time.nullable(),
  updatedByName: z.string().nullable(),
}).openapi('BrandKit');

const getRoute = createRoute({
  method: 'get',
  path: '/brand-kit',
  action: 'campaigns.read',
  versioned: true,
  tags,
  summary: 'What every message of blocks has in common: logo, look, social links, footer, sender',
  responses: { 200: json(Shown, 'The brand kit') },
});
const putRoute = createRoute({
  method: 'put',
  path: '/brand-kit',
  action: 'campaigns.write',
  versioned: true,
  tags,
  summary:
    'Say what the brand looks like; messages of blocks follow it, and approved campaigns that do need a new approval',
  request: { body: jsonBody(BrandKit) },
  responses: { 200: json(Shown, 'The brand kit as it is now') },
});

/** /brand-kit: how the messages of the organisation look. */
export function brandKitRoutes({ database, temporal }: ApiDeps) {
  const app = newRouter();

  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'campaigns.read');
    const stored = await withTenant(database.db, tenantId, findBrandKit);
    setEtag(c, stored.version);
    return c.json(shown(stored), 200);
  });
  app.openapi(putRoute, async (c) => {
    const actor = allow(c, 'campaigns.write');
    const kit = c.req.valid('json');
    const version = expectedVersion(c);
    const [stored, voided] = await withTenant(database.db, actor.tenantId, async (db) => {
      const { defaultSenderId } = kit;
      if (defaultSenderId !== null && !(await findSender(db, defaultSenderId))) throw noSender();
      const before = await findBrandKit(db);
      const { result: isPut, voided } = await voidingOutdated(
        db,
        { actor, through: 'The brand kit was changed.' },
        () => putBrandKit(db, { kit, version, by: actor.name }),
      );
      if (!isPut) {
        const { updatedAt, updatedByName } = await findBrandKit(db);
        throw savedMeanwhile({ updatedAt: updatedAt ?? '', updatedByName: updatedByName ?? '' });
      }
      const entity = { entityKind: 'brand_kit', entityId: null };
      await insertAudit(db, actor, { action: 'brandKit.edit', ...entity, before: before.kit, after: kit });
      return [await findBrandKit(db), voided] as const;
    });
    await tellAllEdited(temporal, actor.tenantId, voided);
    setEtag(c, stored.version);
    return c.json(shown(stored), 200);
  });
  return app;
}

function shown({ kit, ...rest }: StoredBrandKit) {
  return { ...kit, ...rest };
}

function noSender(): DomainError {
  return new DomainError('invalid', 'There is no such sender. Nothing was saved.', [
    { path: 'defaultSenderId', code: 'not_found', message: 'is no sender of yours' },
  ]);
}
