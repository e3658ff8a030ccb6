import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { ApiEnv } from './router.ts';

/** The caller's IP address; X-Forwarded-For is believed as far as proxies of ours wrote it. `local` in tests without a socket. */
export function clientAddress(c: Context<ApiEnv>): string {
  const proxies = c.var.deps.config.trustedProxies;
  if (proxies > 0) {
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
    const address = hops.at(-proxies);
    if (address) return address;
  }
  // `app.request()` in tests has no socket.
  return c.env && 'incoming' in (c.env as object) ? (getConnInfo(c).remote.address ?? 'local') : 'local';
}
