import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWebhookCaller, type WebhookCaller } from './caller.ts';

let server: Server;
let origin: string;
let heard: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
let reply: (response: ServerResponse) => void;
const callers: WebhookCaller[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body });
      reply(response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  heard = [];
  for (const caller of callers.splice(0)) caller.close();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function callerWith(options: Parameters<typeof createWebhookCaller>[0]): WebhookCaller {
  const caller = createWebhookCaller({ allowsLoopback: true, timeoutMs: 500, ...options });
  callers.push(caller);
  return caller;
}
const call = (path = '/hook') => ({ url: `${origin}${path}`, headers: { 'webhook-id': 'one' }, body: '{"a":"ü"}' });

describe('the caller of webhooks', () => {
  it('posts the body with its headers and says what was answered', async () => {
    reply = (response) => response.writeHead(202).end('thanks');
    expect(await callerWith({}).call(call())).toEqual({ kind: 'answered', status: 202, retryAfterSeconds: null });
    expect(heard).toMatchObject([{ path: '/hook', body: '{"a":"ü"}', headers: { 'webhook-id': 'one' } }]);
  });

  it('hears for how long it should wait', async () => {
    reply = (response) => response.writeHead(429, { 'retry-after': '120' }).end();
    expect(await callerWith({}).call(call())).toMatchObject({ status: 429, retryAfterSeconds: 120 });
  });

  it('does not follow a redirect', async () => {
    reply = (response) => response.writeHead(302, { location: `${origin}/elsewhere` }).end();
    expect(await callerWith({}).call(call())).toMatchObject({ status: 302 });
    expect(heard.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('gives up an answer that does not come, and does not read one without an end', async () => {
    reply = () => {};
    expect(await callerWith({}).call(call())).toEqual({ kind: 'failed', problem: 'timeout' });
    let written = 0;
    reply = (response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
      };
      response.on('drain', more);
      more();
    };
    expect(await callerWith({}).call(call())).toMatchObject({ kind: 'answered', status: 200 });
    expect(written).toBeLessThan(16 * 1024 * 1024);
  });

  it('says what stands in the way of reaching a place', async () => {
    expect(await callerWith({}).call({ ...call(), url: 'http://127.0.0.1:1/' })).toEqual({
      kind: 'failed',
      problem: 'unreachable',
    });
    reply = (response) => response.destroy();
    expect(await callerWith({}).call(call())).toEqual({ kind: 'failed', problem: 'broken_off' });
    const unknown = Object.assign(new Error('no'), { code: 'ENOTFOUND' });
    const nobody = callerWith({ addressesOf: () => Promise.reject(unknown) });
    expect(await nobody.call({ ...call(), url: 'https://nobody.example/' })).toEqual({
      kind: 'failed',
      problem: 'unknown_host',
    });
  });

  it.each([
    ['this machine', 'http://127.0.0.1:8080/'],
    ['this machine by its name', 'http://localhost:8080/'],
    ['this machine as one number', 'http://2130706433/'],
    ['this machine in IPv6', 'http://[::1]/'],
    ['this machine as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['a private network', 'https://10.0.0.7/'],
    ['the metadata of a cloud', 'https://169.254.169.254/latest/meta-data'],
  ])('never calls %s', async (_, url) => {
    const caller = callerWith({ allowsLoopback: false });
    expect(await caller.call({ ...call(), url })).toEqual({ kind: 'failed', problem: 'inner_address' });
  });

  it.each([
    ['this machine', ['127.0.0.1']],
    ['a private network', ['192.168.1.5']],
    ['a link', ['fe80::1']],
    ['IPv4 in IPv6', ['::ffff:10.0.0.1']],
    ['one inner place among public ones', ['93.184.216.34', '10.0.0.1']],
    ['nowhere', []],
  ])('never calls a name that leads to %s', async (_, addresses) => {
    const caller = callerWith({ allowsLoopback: false, addressesOf: async () => addresses });
    const url = `https://trap.example:${new URL(origin).port}/`;
    expect(await caller.call({ ...call(), url })).toEqual({ kind: 'failed', problem: 'inner_address' });
    expect(heard).toEqual([]);
  });

  it('asks for a name once and goes to what it was told, so that a name cannot point elsewhere a moment later', async () => {
    let asked = 0;
    const caller = callerWith({ addressesOf: async () => (asked++ === 0 ? ['127.0.0.1'] : ['10.0.0.1']) });
    reply = (response) => response.writeHead(204).end();
    const url = `http://pinned.localhost:${new URL(origin).port}/`;
    expect(await caller.call({ ...call(), url })).toMatchObject({ status: 204 });
    expect(asked).toBe(1);
  });

  it('calls nothing that is not encrypted, nor with a password in its address', async () => {
    const caller = callerWith({});
    expect(await caller.call({ ...call(), url: 'http://example.com/' })).toEqual({
      kind: 'failed',
      problem: 'bad_address',
    });
    expect(await caller.call({ ...call(), url: 'https://a:b@example.com/' })).toEqual({
      kind: 'failed',
      problem: 'bad_address',
    });
  });
});
