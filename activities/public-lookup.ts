import { lookup } from 'node:dns/promises';
import { isAddress, isLoopback, isPublicAddress } from '../domain/webhooks/public-address.ts';

/**
 * The address of a host that somebody named, to connect to exactly that one: a name cannot point elsewhere a moment later. Rejects where
 * one of its addresses is not of the open internet; this machine itself only where that is allowed.
 */
export async function publicAddressOf(host: string, { allowsLoopback }: { allowsLoopback: boolean }): Promise<string> {
  const addresses = isAddress(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
  const isAllowed = (address: string) => isPublicAddress(address) || (allowsLoopback && isLoopback(address));
  if (addresses.length === 0 || !addresses.every(isAllowed)) throw new Error(`${host} leads to no public address`);
  return addresses[0]!;
}
