import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import type { ApiEnv } from './router.ts';
import { apiKeysRoutes } from './routes/api-keys.ts';
import { auditLogRoutes } from './routes/audit-log.ts';
import { installationRoutes } from './routes/installation.ts';
import { meRoutes } from './routes/me.ts';
import { tenantRoutes } from './routes/tenant.ts';
import { usersRoutes } from './routes/users.ts';
import { preferencesRoutes } from './routes/preferences.ts';
import { trackingRoutes } from './routes/tracking.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';

type Router = OpenAPIHono<ApiEnv>;

/** Everything under /api/v1, one line a concept. */
export function apiRoutes(deps: ApiDeps): Router[] {
  return [
    meRoutes(deps),
    tenantRoutes(deps),
    usersRoutes(deps),
    apiKeysRoutes(deps),
    auditLogRoutes(deps),
    installationRoutes(deps),
  ];
}

/** What is public and lies at the root: tracking, unsubscribe, preference centre, calendar feeds. */
export function publicRoutes(deps: ApiDeps): Hono<ApiEnv>[] {
  return [trackingRoutes(deps), unsubscribeRoutes(deps), preferencesRoutes(deps)];
}
