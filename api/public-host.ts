import { isAddress } from '../domain/webhooks/public-address.ts';
import { listTenantsOfHost } from '../db/queries/senders/tracking-hosts.ts';
import type { ApiDeps } from './deps.ts';
import { messagePage } from './pages/message.ts';
import { unknownLink } from './public-router.ts';
import type { ApiEnv } from './router.ts';
import type { MiddlewareHandler } from 'hono';

/** What messages lead to: links, the pixel, the ways out, confirmations. */
const spokenPaths = /^\/(t|u|p|confirm)\//;
const knownMs = 60_000;
const mostHosts = 2000;

/**
 * Serves what messages lead to under the hosts of organisations, each only with messages of those whose host it is, and nothing else of
 * the product there. Under a host that is nobody's these addresses do not exist. Whatever stands in front passes Host on as it came.
 */
export function servePublicHosts({
  config,
  directory,
}: Pick<ApiDeps, 'config' | 'directory'>): MiddlewareHandler<ApiEnv> {
  const known = new Map<string, { at: number; found: Promise<string[]> }>();
  const tenantsOf = (host: string): Promise<string[]> => {
    const entry = known.get(host);
    if (entry && Date.now() - entry.at < knownMs) return entry.found;
    const found = listTenantsOfHost(directory.db, host);
    known.delete(host);
    known.set(host, { at: Date.now(), found });
    if (known.size > mostHosts) known.delete(known.keys().next().value!);
    found.catch(() => known.delete(host));
    return found;
  };
  return async (c, next) => {
    const host = hostOf(c.req.header('host') ?? new URL(c.req.url).host);
    if (isOwnHost(host, config.publicUrl)) return next();
    const isSpoken = spokenPaths.test(c.req.path);
    const tenants = await tenantsOf(host);
    if (tenants.length > 0 ? !isSpoken : isSpoken) return c.html(messagePage(unknownLink), 404);
    if (tenants.length > 0) c.set('servedTenants', tenants);
    return next();
  };
}

/** The name in a Host header: lower case, without the port. */
function hostOf(header: string): string {
  const host = header.toLowerCase().replace(/:\d+$/, '');
  return host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Whether a host is the installation's own: its public one, an address, or a name that only machines behind it know. */
function isOwnHost(host: string, publicUrl: string): boolean {
  if (host === new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')) return true;
  return isAddress(host) || !host.includes('.') || host.endsWith('.localhost');
}
