import type { MiddlewareHandler } from 'hono';
import { DomainError } from '../../domain/errors.ts';
import type { ApiEnv } from '../router.ts';
import { cookiePrefix, trustedOrigins } from './options.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who calls: an API key if one is sent, else the session cookie. A key that is not valid is refused at once and
 * never falls back to the cookie. A write by cookie must come from our own pages.
 */
export const identify: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { auth, config } = c.var.deps;
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    const identity = await auth.byApiKey(bearer);
    if (!identity)
      throw new DomainError('unauthenticated', 'This API key is not valid: it is unknown, revoked or expired.');
    c.set('identity', identity);
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

function refuseForeignOrigin(headers: Headers, trusted: string[]): void {
  const origin = headers.get('origin');
  // Programs send neither header; browsers send an Origin with every write.
  const isForeign = origin !== null ? !trusted.includes(origin) : headers.get('sec-fetch-site') === 'cross-site';
  if (isForeign)
    throw new DomainError('forbidden', 'This request came from a page of another site. Nothing was changed.');
}
