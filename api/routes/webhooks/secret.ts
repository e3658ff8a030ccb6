import { randomBytes } from 'node:crypto';
import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findWebhookSecret, insertWebhookSecret } from '../../../db/queries/webhooks/secrets.ts';
import { sealSecret } from '../../../db/sealing.ts';
import { NewWebhookSecret, webhookPurpose, WebhookSecret } from '../../../domain/webhooks/secret.ts';
import type { ApiDeps } from '../../deps.ts';
import { allow, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const tags = ['webhooks'];
const getRoute = createRoute({
  method: 'get',
  path: '/webhook-secret',
  action: 'settings.read',
  tags,
  summary: 'Since when calls of webhooks are signed; the secret itself is never shown again',
  responses: { 200: json(WebhookSecret, 'The secret, as far as it is shown') },
});
const rotateRoute = createRoute({
  method: 'post',
  path: '/webhook-secret/rotate',
  action: 'settings.write',
  idempotent: true,
  tags,
  summary: 'Make the secret that signs calls, or a new one; the former one signs beside it for a day',
  responses: { 201: json(NewWebhookSecret, 'The secret, shown this once') },
});

/** /webhook-secret: what the organisation's calls are signed with. */
export function webhookSecretRoutes({ database, keyRing }: ApiDeps) {
  const app = newRouter();
  app.openapi(getRoute, async (c) => {
    const { tenantId } = allow(c, 'settings.read');
    return c.json(present(await withTenant(database.db, tenantId, findWebhookSecret)), 200);
  });
  app.openapi(rotateRoute, async (c) => {
    const actor = allow(c, 'settings.write');
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const row = await withTenant(database.db, actor.tenantId, async (db) => {
      const before = await findWebhookSecret(db);
      await insertWebhookSecret(db, { sealed: sealSecret(keyRing, webhookPurpose, secret), byName: actor.name });
      const after = await findWebhookSecret(db);
      await insertAudit(db, actor, {
        action: 'webhookSecret.rotate',
        entityKind: 'tenant',
        entityId: actor.tenantId,
        before: present(before),
        after: present(after),
      });
      return after;
    });
    return c.json({ ...present(row), secret }, 201);
  });
  return app;
}

function present(row: Awaited<ReturnType<typeof findWebhookSecret>>): WebhookSecret {
  return {
    createdAt: row?.createdAt.toISOString() ?? null,
    createdByName: row?.createdByName ?? null,
    formerUntil: row?.formerUntil?.toISOString() ?? null,
  };
}
