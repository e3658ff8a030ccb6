import { lookup as resolve } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Finding } from '../../../domain/content/finding.ts';
import type { Block } from '../../../domain/templates/block.ts';
import { everyBlock } from '../../../domain/templates/inside.ts';
import { blockName } from '../../../domain/templates/block-names.ts';
import { linksOf } from '../../../domain/templates/checks/parts.ts';
import { isAddress, isPublicAddress } from '../../../domain/webhooks/public-address.ts';

/** What an address answered; `status` null: nothing, or it may not be asked. */
export interface ProbedLink {
  url: string;
  status: number | null;
  isReachable: boolean;
}

/** Asks an address and tells its status; null where nothing answers. */
export type LinkAsker = (url: string) => Promise<number | null>;

/** Addresses that are asked for one message, and how many at once. */
const mostLinks = 20;
const atOnce = 5;
/** How long one of them may take, in milliseconds. */
const timeoutMs = 4000;

/** Asks where the links of a message lead; those with merge fields are left out, since nobody knows their address yet. */
export async function checkReach(
  blocks: readonly Block[],
  ask: LinkAsker = askPublic,
): Promise<{ findings: Finding[]; links: ProbedLink[] }> {
  const places = new Map<string, Block>();
  for (const block of everyBlock(blocks))
    for (const url of linksOf(block))
      if (/^https?:\/\//i.test(url) && !/\{[{%]/.test(url) && !places.has(url)) places.set(url, block);
  const asked = [...places.keys()].slice(0, mostLinks);
  const links: ProbedLink[] = [];
  for (let at = 0; at < asked.length; at += atOnce)
    links.push(...(await Promise.all(asked.slice(at, at + atOnce).map((url) => probe(url, ask)))));
  const findings = links
    .filter(({ isReachable }) => !isReachable)
    .map(({ url, status }): Finding => {
      const block = places.get(url)!;
      const why = status === null ? 'does not answer' : `answers ${status}`;
      return {
        severity: 'warning',
        code: 'unreachable_link',
        message: `${blockName(block)}: the link ${url} ${why}. Open it yourself, and correct the address if it is wrong.`,
        where: 'html',
        blockId: block.id,
      };
    });
  return { findings, links };
}

async function probe(url: string, ask: LinkAsker): Promise<ProbedLink> {
  const status = await ask(url).catch(() => null);
  // Pages that want a sign-in, or refuse programs, are there all the same.
  const isReachable = status !== null && (status < 400 || [401, 403, 405, 429].includes(status));
  return { url, status, isReachable };
}

/** Asks for the head of a page of the open internet, and of nothing behind our own walls: every address of its name must be public. */
export function askPublic(url: string): Promise<number | null> {
  const { hostname, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isAddress(host) && !isPublicAddress(host)) return Promise.resolve(null);
  return new Promise((settle) => {
    const request = (protocol === 'http:' ? http : https).request(url, {
      method: 'HEAD',
      lookup: publicLookup,
      headers: { 'user-agent': 'SalesCompass link check', accept: '*/*' },
      signal: AbortSignal.timeout(timeoutMs),
      agent: false,
    });
    request.on('response', (response) => {
      settle(response.statusCode ?? null);
      response.destroy();
    });
    request.on('error', () => settle(null));
    request.end();
  });
}

/** Resolves a name once, and connects to the address that was looked at. */
const publicLookup: LookupFunction = (name, { all }, answer) => {
  resolve(name, { all: true })
    .then((found) => {
      if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address)))
        throw new Error('not a public address');
      if (all) answer(null, found);
      else answer(null, found[0]!.address, found[0]!.family);
    })
    .catch((error: NodeJS.ErrnoException) => answer(error, ''));
};
