import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { saveTenantPart as Save, Tenant } from './tenant-parts.ts';

// The settings as a server has them; somebody else saves `meanwhile` before the next save is looked at.
let stored = { version: 1, name: 'Northwind', lookBackDays: 90, sendsToSeeds: false };
let meanwhile: Partial<typeof stored>[] = [];
let saved: object[] = [];
const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  stored = { ...stored, ...meanwhile.shift() };
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as object;
  if (request.headers['if-match'] !== `"${stored.version}"`) {
    response.statusCode = 412;
    return response.end(JSON.stringify({ code: 'precondition_failed', detail: 'Somebody was faster.' }));
  }
  saved.push(body);
  stored = { ...stored, ...body, version: stored.version + 1 };
  return response.end(JSON.stringify(stored));
});

let saveTenantPart: typeof Save;
beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  // Whoever shares the worker may have loaded it with an origin of their own.
  vi.resetModules();
  vi.stubGlobal('location', { origin: `http://127.0.0.1:${(server.address() as { port: number }).port}` });
  ({ saveTenantPart } = await import('./tenant-parts.ts'));
});
afterAll(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

const save = async (change: Partial<Tenant>, ...others: Partial<typeof stored>[]) => {
  [stored, meanwhile, saved] = [{ ...stored, version: 1, lookBackDays: 90 }, others, []];
  const read = { ...stored } as unknown as Tenant;
  return saveTenantPart(read, change, async () => ({ ...stored }) as unknown as Tenant).then(
    () => 'saved',
    (refused: Error) => refused.message,
  );
};

it('saves its own settings over what somebody else saved of the others, and not over the same', async () => {
  expect(await save({ lookBackDays: 30 }, { version: 2, name: 'Westwind' })).toBe('saved');
  expect(stored).toMatchObject({ name: 'Westwind', lookBackDays: 30, version: 3 });
  expect(await save({ lookBackDays: 30 }, { version: 2 }, { version: 3 })).toBe('saved');
  expect(await save({ lookBackDays: 30 }, { version: 2, lookBackDays: 60 })).toBe('Somebody was faster.');
  expect(saved).toEqual([]);
});
