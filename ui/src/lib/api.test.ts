import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { api as Api, ok as Ok } from './api.ts';
import type { Problem as ProblemType } from './problem.ts';

let api: typeof Api;
let ok: typeof Ok;
let Problem: typeof ProblemType;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => answer(request, response));
const waits: number[] = [];

beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  // Whoever shares the worker may have loaded it with an origin of their own.
  vi.resetModules();
  vi.stubGlobal('location', { origin: `http://127.0.0.1:${address.port}` });
  ({ api, ok } = await import('./api.ts'));
  ({ Problem } = await import('./problem.ts'));
});
beforeEach(() => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  waits.length = 0;
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    waits.push(ms);
    return timeout(Math.round(ms / 100));
  });
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

const path = { id: '018f0000-0000-7000-8000-000000000001' };
const rename = (name: string) =>
  ok(api.PATCH('/api/v1/lists/{id}', { params: { path }, headers: { 'if-match': '"1"' }, body: { name } }));
const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    (refused: ProblemType) => refused.status,
  );

/** Takes a list's changes, of which the first loses its answer on the way. */
function answerLater(list: { name: string; version: number }): void {
  let isFirst = true;
  answer = async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    if (request.method === 'GET')
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(list));
    const isRefused = request.headers['if-match'] !== `"${list.version}"`;
    if (!isRefused) Object.assign(list, JSON.parse(text), { version: list.version + 1 });
    if (isFirst) request.socket.destroy();
    else response.writeHead(isRefused ? 412 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
    isFirst = false;
  };
}

it('gives up a save that nobody answers after a minute, and says that it may be done', async () => {
  answer = () => {};
  const saved = api.POST('/api/v1/lists', { body: { name: 'Readers' } });
  await expect(saved).rejects.toThrow('it may be done, or not');
  await expect(saved).rejects.toBeInstanceOf(Problem);
  expect(Math.floor((waits[0] ?? 0) / 1000)).toBe(60);
}, 5000);

it('gives up a page that nobody answers after a minute, and is not to be asked again by itself', async () => {
  answer = () => {};
  const read = ok(api.GET('/api/v1/lists'));
  await expect(read).rejects.toThrow('The server takes too long to answer. Wait a moment and try again.');
  await expect(read).rejects.toMatchObject({ status: 408 });
  expect(waits).toEqual([60_000]);
}, 5000);

it('looks for what was written without NUL characters, which the API refuses', async () => {
  const asked: (string | undefined)[] = [];
  answer = (request, response) => {
    asked.push(request.url);
    response.setHeader('content-type', 'application/json').end('{"data": []}');
  };
  await ok(api.GET('/api/v1/campaigns', { params: { query: { q: 'a\u0000 %00b' } } }));
  expect(asked).toEqual(['/api/v1/campaigns?q=a%20%2500b']);
});

it('takes an answer that stalls in its middle for none', async () => {
  answer = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).write('{"data": [');
  await expect(ok(api.GET('/api/v1/lists'))).rejects.toMatchObject({ status: 408 });
  await expect(rename('Stalled')).rejects.toThrow('it may be done, or not');
}, 5000);

it('takes for done what the first press has done, whose answer was lost', async () => {
  answerLater({ name: 'Readers', version: 1 });
  expect(await outcomeOf(rename('Editors'))).toBe(0);
  expect(await outcomeOf(rename('Editors'))).toBe('done');
  // It was answered: what is sent from now on is meant anew.
  expect(await outcomeOf(rename('Editors'))).toBe(412);
});

it('does not take for done what somebody else changed meanwhile, nor what was pressed once', async () => {
  const list = { name: 'Readers', version: 1 };
  answerLater(list);
  expect(await outcomeOf(rename('Editors'))).toBe(0);
  Object.assign(list, { name: 'Theirs', version: 3 });
  expect(await outcomeOf(rename('Editors'))).toBe(412);
  Object.assign(list, { name: 'Writers' });
  expect(await outcomeOf(rename('Writers'))).toBe(412);
});

it('takes for removed what the first press has removed', async () => {
  let removals = 0;
  answer = (request, response) => {
    removals += 1;
    if (removals === 1) request.socket.destroy();
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  };
  const remove = () => ok(api.DELETE('/api/v1/lists/{id}', { params: { path } }));
  expect(await outcomeOf(remove())).toBe(0);
  expect(await outcomeOf(remove())).toBe('done');
  expect(await outcomeOf(remove())).toBe(404);
});
