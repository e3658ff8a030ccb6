import { isAddress, isLoopback, isPublicAddress } from './public-address.ts';

/**
 * Why an address must not be called whatever its name resolves to; null where nothing speaks against it yet. The machine itself
 * passes here: whether it may be called is for the process that calls to say.
 */
export function refuseTarget(url: string): string | null {
  if (!URL.canParse(url)) return 'must be a web address such as https://example.com/hook';
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https://';
  if (username || password) return 'must not carry a user name or a password; calls are signed instead';
  const host = hostOf(hostname);
  if (isOwnMachine(url)) return null;
  if (protocol === 'http:') return 'must begin with https://: the call carries personal data';
  if (isAddress(host) && !isPublicAddress(host)) return 'is an address of an inner network, which is never called';
  return null;
}

/** Whether a web address names the machine itself. */
export function isOwnMachine(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = hostOf(new URL(url).hostname);
  return host === 'localhost' || host.endsWith('.localhost') || isLoopback(host);
}

/** A host as URLs write it, without the brackets of IPv6 and the dot at the end. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}
