import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { networkOf } from '../domain/webhooks/public-address.ts';
import type { ApiEnv } from './router.ts';

/**
 * What limits count by: an IPv4 address, of IPv6 the network of 64 bits that a subscriber has whole, who would otherwise be somebody
 * else at each request.
 */
export function clientNetwork(c: Context<ApiEnv>): string {
  return networkOf(clientAddress(c));
}

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
