import { z } from '@hono/zod-openapi';
import { withTenant } from '../../../db/connection.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { Id } from '../../../domain/ids.ts';
import { allowedActions } from '../../../domain/policy/policy.ts';
import { roles } from '../../../domain/policy/roles.ts';
import { listMemberships } from '../../auth/session-identity.ts';
import type { ApiDeps } from '../../deps.ts';
import { allowSignedIn, createRoute, newRouter } from '../../router.ts';
import { json } from '../../schemas.ts';

const Me = z
  .object({
    kind: z.enum(['user', 'apiKey']),
    name: z.string(),
    user: z.object({ id: Id, name: z.string(), email: z.string(), twoFactorEnabled: z.boolean() }).nullable(),
    tenant: z
      .object({
        id: Id,
        name: z.string(),
        isExample: z.boolean(),
        timeZone: z.string(),
        currency: z.string(),
        sendingStopped: z.boolean(),
      })
      .nullable(),
    role: z.enum(roles).nullable(),
    allowed: z.array(z.string()).openapi({ description: 'Every action (x-action) that this credential may do' }),
    organisations: z.array(z.object({ tenantId: Id, name: z.string(), role: z.enum(roles) })),
    isInstallationOperator: z.boolean(),
    consoleUrl: z.string().nullable().openapi({ description: 'The Temporal web console; for installation operators' }),
  })
  .openapi('Me');

const getMe = createRoute({
  method: 'get',
  path: '/me',
  action: 'signedIn',
  tags: ['me'],
  summary: 'Who is calling, for which organisation, and what they may do',
  responses: { 200: json(Me, 'The caller') },
});

/** GET /me */
export function meRoutes({ database, auth, config }: ApiDeps) {
  const app = newRouter();
  app.openapi(getMe, async (c) => {
    const { actor, user, isInstallationOperator } = allowSignedIn(c);
    const tenant = actor ? await withTenant(database.db, actor.tenantId, findTenant) : undefined;
    return c.json(
      {
        kind: user ? ('user' as const) : ('apiKey' as const),
        name: user?.name ?? actor?.name ?? '',
        user,
        tenant: tenant
          ? {
              id: tenant.tenantId,
              name: tenant.name,
              isExample: tenant.isExample,
              timeZone: tenant.timeZone,
              currency: tenant.currency,
              sendingStopped: tenant.sendingStoppedAt !== null,
            }
          : null,
        role: actor?.role ?? null,
        allowed: actor ? allowedActions(actor.role) : [],
        organisations: user ? await listMemberships(auth.db, user.id) : [],
        isInstallationOperator,
        consoleUrl: isInstallationOperator ? config.consoleUrl : null,
      },
      200,
    );
  });
  return app;
}
