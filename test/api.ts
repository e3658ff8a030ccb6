import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { expect, inject } from 'vitest';
import { publicAddressOf } from '../activities/public-lookup.ts';
import { createApp } from '../api/app.ts';
import { createAuth, type Auth } from '../api/auth/auth.ts';
import { addMember, createKey, createTenant, createUser } from '../api/auth/provision.ts';
import type { ApiConfig, ApiDeps, SystemMail } from '../api/deps.ts';
import { rotateKeyRing, type KeyRing } from '../domain/key-ring.ts';
import type { Role } from '../domain/policy/roles.ts';
import { createMailboxReader } from '../mail/inbound/mailbox.ts';
import { readMime } from '../mail/inbound/read-mime.ts';
import { createRouteTester } from '../mail/smtp/route-test.ts';
import { createRenderer } from '../mail/renderer.ts';
import type { TestDatabase } from './database.ts';
import { rememberPasswords, testPassword } from './passwords.ts';
import { endingRetries } from './retries.ts';
import { noteTraces } from './traces.ts';

/** The origin that tests pretend to be reached under. */
export const testOrigin = 'http://localhost:8080';

/** Somebody who calls: `request` is `app.request` with their credential (and a fresh Idempotency-Key on every POST). */
export interface TestCaller {
  tenantId: string;
  personId: string;
  headers: Record<string, string>;
  request: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
}

/** The real application on a test database, with real sign-ins and real keys. */
export interface TestApi {
  app: ReturnType<typeof createApp>;
  deps: ApiDeps;
  auth: Auth;
  keyRing: KeyRing;
  /** Every mail of the product itself, newest last. */
  mails: SystemMail[];
  /** Makes a tenant (with an admin) and returns its id. */
  tenant: (name?: string) => Promise<string>;
  /** A new person with `role` in `tenant` (the first tenant where none is named), signed in. */
  asUser: (role: Role, tenant?: string) => Promise<TestCaller>;
  /** A new API key with `role`, made by an admin of `tenant`. */
  asKey: (role: Role, tenant?: string) => Promise<TestCaller>;
  /** An installation operator outside all tenants, signed in. */
  asOperator: () => Promise<TestCaller>;
  close: () => Promise<void>;
}

/** What a test may want otherwise. */
export interface TestApiOptions {
  config?: Partial<ApiConfig>;
  keyRing?: KeyRing;
  /** A client of the test's own namespace. */
  temporal?: Client;
  /** Another Temporal server than that of the test run. */
  temporalAddress?: string;
  signInsPerMinute?: number;
}

/** Builds the application as bin/api does, with mail captured. Call in `beforeAll` and `close` it before the database is dropped. */
export async function createTestApi(database: TestDatabase, options: TestApiOptions = {}): Promise<TestApi> {
  const keyRing = options.keyRing ?? rotateKeyRing(null, randomBytes(32));
  const mails: SystemMail[] = [];
  const sendSystemMail = async (mail: SystemMail) => void mails.push(mail);
  const { signInsPerMinute = 10_000 } = options;
  const auth = createAuth({
    url: database.url,
    publicUrl: testOrigin,
    keyRing,
    sendSystemMail,
    signInsPerMinute,
    connections: 3,
  });
  await rememberPasswords(auth);
  const retries = endingRetries();
  const address = options.temporalAddress ?? inject('temporalAddress');
  const connection = Connection.lazy({ address, interceptors: [retries.interceptor] });
  const deps: ApiDeps = {
    database: database.open('salescompass_app'),
    directory: database.open('salescompass_directory'),
    auth,
    temporal: options.temporal ?? new Client({ connection }),
    config: testConfig(options.config),
    log: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    keyRing,
    metrics: { observeRequest: () => {} },
    renderer: createRenderer(),
    readMail: readMime,
    testMailbox: createMailboxReader({ allowsLoopback: true, timeoutMs: 5_000 }).test,
    tryRoute: createRouteTester({
      from: 'SalesCompass <no-reply@example.test>',
      addressOf: (host) => publicAddressOf(host, { allowsLoopback: true }),
      timeoutMs: 5_000,
    }),
    fetchText: () => Promise.reject(new Error('nothing is read from outside here')),
    sendSystemMail,
    probes: {},
  };
  const app = createApp(deps);
  noteTraces(app, database);
  const first: { id?: string } = {};
  const tenant = async (name = 'Acme') => {
    const made = await createTenant(deps, {
      name,
      adminEmail: newEmail(),
      adminName: 'First Admin',
      adminPassword: testPassword,
    });
    first.id ??= made.tenantId;
    return made.tenantId;
  };
  const tenantOr = async (id?: string) => id ?? first.id ?? tenant();
  const signIn = async (tenantId: string, person: { id: string; email: string }) =>
    caller(app, {
      tenantId,
      personId: person.id,
      headers: { cookie: await sessionCookie(app, person.email), origin: testOrigin },
    });
  return {
    app,
    deps,
    auth,
    keyRing,
    mails,
    tenant,
    asUser: async (role, tenantId) => {
      const tenant = await tenantOr(tenantId);
      const person = await newPerson(deps, role);
      await addMember(deps, { tenantId: tenant, userId: person.id, role });
      return signIn(tenant, person);
    },
    asKey: async (role, tenantId) => {
      const tenant = await tenantOr(tenantId);
      const maker = await newPerson(deps, 'admin');
      await addMember(deps, { tenantId: tenant, userId: maker.id, role: 'admin' });
      const { key } = await createKey(deps, { tenantId: tenant, name: `a ${role} key`, role, createdBy: maker.id });
      return caller(app, { tenantId: tenant, personId: maker.id, headers: { authorization: `Bearer ${key}` } });
    },
    asOperator: async () => {
      const email = newEmail();
      const { id } = await createUser(deps, {
        email,
        name: 'Operator',
        password: testPassword,
        installationOperator: true,
      });
      return signIn('', { id, email });
    },
    close: async () => {
      await auth.close();
      await retries.end();
      await connection.close();
    },
  };
}

/** Signs in as a person does and returns the Cookie header. */
export async function sessionCookie(app: TestApi['app'], email: string, secret = testPassword): Promise<string> {
  const body = JSON.stringify({ email, password: secret });
  const answer = await app.request('/api/auth/sign-in/email', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', origin: testOrigin },
  });
  if (!answer.ok) throw new Error(`signing in failed: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function caller(app: TestApi['app'], who: Omit<TestCaller, 'request'>): TestCaller {
  return {
    ...who,
    request: async (method, path, body, headers) => {
      const isForm = body instanceof FormData;
      return app.request(path.startsWith('/api/') ? path : `/api/v1${path}`, {
        method,
        headers: {
          ...who.headers,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...headers,
        },
        body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
      });
    },
  };
}

async function newPerson(deps: ApiDeps, role: Role) {
  const email = newEmail();
  return { email, ...(await createUser(deps, { email, name: `Some ${role}`, password: testPassword })) };
}

function newEmail(): string {
  return `${randomUUID()}@example.test`;
}

function testConfig(own: Partial<ApiConfig> = {}): ApiConfig {
  const rateLimit = { perSecond: 10_000, burst: 10_000 };
  return {
    publicUrl: testOrigin,
    consoleUrl: 'http://localhost:8233',
    sending: {
      bounceDomain: 'bounces.localhost',
      publicHost: 'localhost',
      spfInclude: null,
      sendingIps: [],
      isRequired: false,
    },
    temporalNamespace: 'default',
    historyRetentionMs: () => 30 * 24 * 3600_000,
    uiFolder: null,
    rateLimit,
    trustedProxies: 0,
    ...own,
  };
}

/** The JSON of an answer, taken to be what the test says it is. */
export async function bodyOf<T = Record<string, unknown>>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

/** The JSON of an answer that has to have this status, null where it is empty; where it has another one, the test shows what it says. */
export async function expectBody<T = Record<string, unknown>>(
  response: Response | Promise<Response>,
  status = 200,
): Promise<T> {
  const answer = await response;
  const text = await answer.text();
  expect({ status: answer.status, text }).toMatchObject({ status });
  return (text === '' ? null : JSON.parse(text)) as T;
}
