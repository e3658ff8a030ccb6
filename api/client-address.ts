import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { addressBytes } from '../domain/webhooks/public-address.ts';
import type { ApiEnv } from './router.ts';

/**
 * What limits count by: an IPv4 address, of IPv6 the network of 64 bits that a subscriber has whole, who would otherwise be somebody
 * else at each request.
 */
export function clientNetwork(c: Context<ApiEnv>): string {
  return networkOf(clientAddress(c));
}

/** The network of an address, as limits count by it; what is no address stays as it is. */
export function networkOf(address: string): string {
  const bytes = addressBytes(address.replace(/%.*$/, ''));
  if (bytes?.length !== 16) return address;
  const isMapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
  return isMapped ? bytes.slice(12).join('.') : `${Buffer.from(bytes.slice(0, 8)).toString('hex')}::/64`;
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
