import { lookup as resolve } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { answerSeconds, type CallAnswer, type callProblemWords } from '../../domain/webhooks/call.ts';
import { isAddress, isLoopback, isPublicAddress } from '../../domain/webhooks/public-address.ts';
import { hostOf, isOwnMachine, refuseTarget } from '../../domain/webhooks/target.ts';

/** A call to make: where, with which headers and body. */
export interface Call {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** How much of the answer is returned (bytes); none if left out. */
  keepBytes?: number;
}

/** Makes calls to places that users named. Never throws: what went wrong is an answer too. */
export interface WebhookCaller {
  call: (call: Call) => Promise<CallAnswer>;
  close: () => void;
}

/** What the process allows: the machine itself only where it was told so (tests, trying things out). */
export interface CallerOptions {
  allowsLoopback?: boolean;
  /** Milliseconds until an answer is given up. */
  timeoutMs?: number;
  /** All addresses of a name; the system's resolver unless told otherwise. */
  addressesOf?: (name: string) => Promise<string[]>;
}

/** More of an answer than this is not read. */
const mostBytes = 64 * 1024;

class InnerAddress extends Error {
  readonly code = 'inner_address';
}

/**
 * Makes a caller that only reaches the open internet. A name is resolved once, every address of it must be public, and the connection
 * goes to the address that was looked at, so that a name cannot point elsewhere a moment later. Redirects are not followed.
 */
export function createWebhookCaller(options: CallerOptions = {}): WebhookCaller {
  const { timeoutMs = answerSeconds * 1000 } = options;
  const lookup = guardedLookup(options);
  const pool = { keepAlive: true, maxSockets: 8, maxFreeSockets: 4, timeout: timeoutMs, lookup };
  const agents = { 'http:': new http.Agent(pool), 'https:': new https.Agent(pool) };
  return {
    call: async (call) => {
      const problem = refuse(call.url, options);
      if (problem) return { kind: 'failed', problem };
      try {
        return await send(call, { agents, timeoutMs });
      } catch (error) {
        return { kind: 'failed', problem: problemOf(error) };
      }
    },
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

function refuse(url: string, { allowsLoopback = false }: CallerOptions): keyof typeof callProblemWords | null {
  if (refuseTarget(url)) return isInner(url) ? 'inner_address' : 'bad_address';
  return isOwnMachine(url) && !allowsLoopback ? 'inner_address' : null;
}

function isInner(url: string): boolean {
  const host = URL.canParse(url) ? hostOf(new URL(url).hostname) : '';
  return isAddress(host) && !isPublicAddress(host);
}

/** Resolves a name for a connection, and refuses it if one of its addresses is not public. */
function guardedLookup({ allowsLoopback = false, addressesOf = systemAddresses }: CallerOptions): LookupFunction {
  const isAllowed = (address: string) => isPublicAddress(address) || (allowsLoopback && isLoopback(address));
  return (name, { all }, answer) => {
    addressesOf(name)
      .then((addresses) => {
        if (addresses.length === 0 || !addresses.every(isAllowed)) throw new InnerAddress('not a public address');
        const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        if (all) answer(null, found);
        else answer(null, found[0]!.address, found[0]!.family);
      })
      .catch((error: NodeJS.ErrnoException) => answer(error, ''));
  };
}

async function systemAddresses(name: string): Promise<string[]> {
  return (await resolve(name, { all: true })).map(({ address }) => address);
}

function send(
  { url, headers, body, keepBytes = 0 }: Call,
  { agents, timeoutMs }: { agents: Record<'http:' | 'https:', http.Agent>; timeoutMs: number },
): Promise<CallAnswer> {
  const isPlain = new URL(url).protocol === 'http:';
  return new Promise((settle, fail) => {
    const request = (isPlain ? http : https).request(url, {
      method: 'POST',
      agent: agents[isPlain ? 'http:' : 'https:'],
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('error', fail);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const answer = {
        kind: 'answered',
        status,
        retryAfterSeconds: secondsOf(response.headers['retry-after']),
      } as const;
      const kept: Buffer[] = [];
      const told = () =>
        keepBytes === 0 ? answer : { ...answer, start: Buffer.concat(kept).subarray(0, keepBytes).toString('utf8') };
      let bytes = 0;
      // Read to its end where it is short, so that the connection can be used again.
      response.on('data', (chunk: Buffer) => {
        if (bytes < keepBytes) kept.push(chunk);
        bytes += chunk.length;
        if (bytes > mostBytes) response.destroy();
      });
      response.on('close', () => settle(told()));
      response.on('error', () => settle(told()));
    });
    request.end(body);
  });
}

function secondsOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** What went wrong, by the code of the error; its message may hold what must not be kept. */
function problemOf(error: unknown): keyof typeof callProblemWords {
  const { code = '', name = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'inner_address') return code;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timeout';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'unknown_host';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('HPE_')) return 'broken_off';
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SELF_SIGNED|ISSUER/.test(code)) return 'tls';
  return 'unreachable';
}
