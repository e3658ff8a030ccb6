import { randomUUID } from 'node:crypto';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canDo, policy, type Action } from '../../domain/policy/policy.ts';
import { roles } from '../../domain/policy/roles.ts';
import { noteRoutes } from '../traces.ts';
import { bodyOf, createTestApi, testOrigin, type TestApi, type TestCaller } from '../api.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fillEveryTable, fingerprint, sharedExternalId, sharedHoliday, type MadeIds } from './every-table.ts';
import {
  fillPath,
  listOperations,
  parametersOf,
  sampleBody,
  sampleQuery,
  tableOfParameter,
  type ApiDocument,
  type Operation,
} from './operations.ts';

const marker = 'zzforeignzz';
let database: TestDatabase;
let api: TestApi;
let document: ApiDocument;
let operations: Operation[];
let ours: string;
let theirs: string;
let ourIds: MadeIds;
let theirIds: MadeIds;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  document = await bodyOf<ApiDocument>(await api.app.request('/api/v1/openapi.json'));
  operations = listOperations(document);
  noteRoutes(operations);
  [ours, theirs] = [await api.tenant('Ours'), await api.tenant(marker)];
  ourIds = await idsOf(ours, 'ours');
  theirIds = await idsOf(theirs, marker);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** A row of the tenant in every table, and a person and a key of its own. */
async function idsOf(tenantId: string, text: string): Promise<MadeIds> {
  const made = await fillEveryTable(database.owner.sql, { tenantId, marker: text });
  const key = await api.asKey('analyst', tenantId);
  const [row] = await database.owner.sql<
    { id: string }[]
  >`select id from auth.apikey where "referenceId" = ${tenantId}`;
  return { ...made, tenants: tenantId, api_keys: row?.id ?? '', users: key.personId };
}

/** Sends a route's request; one that does not answer within ten seconds fails the test. */
async function send(
  who: TestCaller | null,
  operation: Operation,
  input: { path: string; ids: MadeIds },
): Promise<Response> {
  const path = input.path + sampleQuery(document, operation, input.ids);
  const body = sampleBody(document, operation, input.ids);
  const isForm = body instanceof FormData;
  const request = who
    ? who.request(operation.method, path, body)
    : Promise.resolve(
        api.app.request(path, {
          method: operation.method,
          body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
          headers: {
            origin: testOrigin,
            ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
          },
        }),
      );
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`${operation.name} does not answer`)), 10_000).unref(),
  );
  return Promise.race([request, late]);
}

function theirValue(path: string, parameter: string): string {
  return valueIn(theirIds, path, parameter);
}

function valueIn(ids: MadeIds, path: string, parameter: string): string {
  if (parameter === 'externalId') return sharedExternalId;
  // Versions are counted from 1 under their parent, whose id is what tells tenants apart.
  if (parameter === 'number') return '1';
  // A day is no id: every tenant has holidays of its own on it.
  if (parameter === 'day') return sharedHoliday;
  const value = ids[tableOfParameter(path, parameter)];
  if (!value)
    throw new Error(`${path}: which table is {${parameter}}? Teach test/security/operations.ts or every-table.ts.`);
  return value;
}

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document) as unknown as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect([result.valid, validator.version]).toEqual([true, '3.1']);
  });

  it('says of every route who may call it, and names each once', () => {
    const known = new Set([...Object.keys(policy), 'signedIn', 'installation', 'writeKey', 'public']);
    expect(
      operations.filter(({ action }) => action === undefined || !known.has(action)).map(({ name }) => name),
    ).toEqual([]);
    const ids = operations.map(({ documented }) => (documented as { operationId?: string }).operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('another tenant', () => {
  it('is never reached by its ids: 404, nothing shown, nothing changed', async () => {
    const before = await fingerprint(database.owner.sql, theirs);
    const people = await membersOf(theirs);
    const failures: string[] = [];
    for (const who of [await api.asUser('admin', ours), await api.asKey('admin', ours)]) {
      for (const operation of operations.filter(({ action }) => action !== 'public' && action !== 'installation')) {
        if (operation.name === 'DELETE /api/v1/tenant') continue;
        const answer = await send(who, operation, {
          path: fillPath(operation.path, (parameter) => theirValue(operation.path, parameter)),
          ids: theirIds,
        });
        failures.push(...(await faultsOf(operation, answer)));
      }
    }
    expect(failures).toEqual([]);
    expect(await fingerprint(database.owner.sql, theirs)).toEqual(before);
    expect(await membersOf(theirs)).toEqual(people);
    // Every route there is, twice: it takes its time on a busy machine.
  }, 120_000);

  it('is not reached through a parent of our own either', async () => {
    const before = await fingerprint(database.owner.sql, theirs);
    const admin = await api.asUser('admin', ours);
    const failures: string[] = [];
    for (const operation of operations.filter(({ path }) => parametersOf(path).length > 1)) {
      const last = parametersOf(operation.path).findLast((parameter) => parameter !== 'number');
      const path = fillPath(operation.path, (parameter) =>
        valueIn(parameter === last ? theirIds : ourIds, operation.path, parameter),
      );
      failures.push(...(await faultsOf(operation, await send(admin, operation, { path, ids: theirIds }))));
    }
    expect(failures).toEqual([]);
    expect(await fingerprint(database.owner.sql, theirs)).toEqual(before);
  });
});

describe('the walk itself', () => {
  it('notices a table whose row-level security is off', async () => {
    const admin = await api.asUser('admin', ours);
    const operation = operations.find(({ name }) => name === 'GET /api/v1/people/{id}') as Operation;
    const ask = async () => {
      const path = fillPath(operation.path, (parameter) => theirValue(operation.path, parameter));
      return faultsOf(operation, await send(admin, operation, { path, ids: theirIds }));
    };
    expect(await ask()).toEqual([]);
    await database.owner.sql`alter table people disable row level security`;
    try {
      expect(await ask()).not.toEqual([]);
    } finally {
      await database.owner.sql`alter table people enable row level security`;
    }
  });
});

/** What is wrong with the answer to a request that carried another tenant's ids. */
async function faultsOf(operation: Operation, answer: Response): Promise<string[]> {
  const text = await answer.text();
  const faults: string[] = [];
  const hasId = parametersOf(operation.path).some((parameter) => /id$/i.test(parameter) && parameter !== 'externalId');
  if (hasId && answer.status !== 404) faults.push(`${operation.name}: ${answer.status} ${text.slice(0, 300)}`);
  if (answer.status >= 500) faults.push(`${operation.name}: ${answer.status} ${text.slice(0, 300)}`);
  if (text.includes(marker)) faults.push(`${operation.name} shows what is not ours: ${text.slice(0, 300)}`);
  return faults;
}

async function membersOf(tenantId: string): Promise<unknown[]> {
  const rows = await database.owner.sql`
    select m.role, m."userId", k.id from auth.member m left join auth.apikey k on k."referenceId" = m."organizationId"
    where m."organizationId" = ${tenantId} order by 1, 2, 3`;
  return [...rows];
}

describe('roles', () => {
  it.each(roles)('%s may call exactly what the policy says', async (role) => {
    const tenant = await api.tenant(`Roles ${role}`);
    const who = await api.asUser(role, tenant);
    const wrong: string[] = [];
    for (const operation of operations) {
      const path = fillPath(operation.path, () => randomUUID());
      const { status } = await send(who, operation, { path, ids: {} });
      const may = isAllowed(operation, (action) => canDo(role, action));
      if ((status !== 403 && status !== 401) !== may || status >= 500)
        wrong.push(`${operation.name} (${operation.action}): ${status}`);
      // The kill switch may have been thrown on the way: the walk goes on with a tenant that sends.
    }
    expect(wrong).toEqual([]);
  });

  it('an API key has the rights of its role', async () => {
    const key = await api.asKey('analyst', await api.tenant('Key'));
    const wrong: string[] = [];
    for (const operation of operations) {
      const { status } = await send(key, operation, { path: fillPath(operation.path, () => randomUUID()), ids: {} });
      if ((status !== 403 && status !== 401) !== isAllowed(operation, (action) => canDo('analyst', action)))
        wrong.push(`${operation.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('nobody calls anything without signing in', async () => {
    const open: string[] = [];
    for (const operation of operations.filter(({ action }) => action !== 'public')) {
      const { status } = await send(null, operation, { path: fillPath(operation.path, () => randomUUID()), ids: {} });
      if (status !== 401) open.push(`${operation.name}: ${status}`);
    }
    expect(open).toEqual([]);
  });
});

function isAllowed({ action }: Operation, mayDo: (action: Action) => boolean): boolean {
  if (action === 'public' || action === 'signedIn') return true;
  return action !== 'installation' && action !== 'writeKey' && mayDo(action as Action);
}
