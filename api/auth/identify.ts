import type { Context, MiddlewareHandler } from 'hono';
import { DomainError } from '../../domain/errors.ts';
import type { ApiEnv } from '../router.ts';
import { cookiePrefix, trustedOrigins } from './options.ts';
import { refuseForeignOrigin } from './origin.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who calls: an API key if one is sent, else the session cookie. A write by cookie must come from our own pages.
 * Whoever sends something that is not valid is nobody, and is counted by the rate limit like everybody else.
 */
export const identify: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { auth, config } = c.var.deps;
  const bearer = bearerOf(c);
  if (bearer !== undefined) {
    c.set('identity', await auth.byApiKey(bearer));
  } else if (c.req.header('cookie')?.includes(`${cookiePrefix}.`)) {
    const found = await auth.bySession(c.req.raw.headers);
    if (found) {
      if (!reading.has(c.req.method)) refuseForeignOrigin(c.req.raw.headers, trustedOrigins(config.publicUrl));
      for (const cookie of found.setCookies) c.header('Set-Cookie', cookie, { append: true });
      c.set('identity', found.identity);
    }
  }
  const actor = c.var.identity?.actor;
  if (actor) c.set('log', c.var.log.child({ tenant: actor.tenantId, credential: c.var.identity?.credentialId }));
  await next();
};

/** The API key that a request brings. */
export function bearerOf(c: Context<ApiEnv>): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
}

/** A key that is not valid is refused everywhere, and never falls back to a cookie. Comes after the rate limit. */
export const refuseInvalidKey: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const isKey = /^Bearer\s/i.test(c.req.header('authorization') ?? '');
  if (isKey && !c.var.identity) {
    throw new DomainError('unauthenticated', 'This API key is not valid: it is unknown, revoked or expired.');
  }
  await next();
};
