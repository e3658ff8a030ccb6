// How to add a route (people is the example):
//
//   const listPeople = createRoute({                       // createRoute of *this* file: it needs `action`
//     method: 'get', path: '/people', action: 'people.read', summary: 'People, newest first',
//     request: { query: PageQuery.extend({ kind: PersonKind.optional() }) },
//     responses: { 200: json(pageOf(Person), 'A page of people') },
//   });
//   export function peopleRoutes({ database }: ApiDeps) {
//     const app = newRouter();
//     app.openapi(listPeople, async (c) => {                // separate statements: chaining slows type-checking down
//       const actor = allow(c, 'people.read');
//       const { limit, cursor } = c.req.valid('query');
//       const after = readCursor(c, cursor, z.tuple([z.string(), Id]));
//       const rows = await withTenant(database.db, actor.tenantId, (db) => listPeople(db, { limit: limit + 1, after }));
//       return c.json(page(c, rows, { limit, cursorOf: (row) => [row.createdAt, row.id] }), 200);
//     });
//     return app;
//   }
//
// and one line in api/mounts.ts. `action` is the one declaration of who may call: it is enforced before anything is parsed, is
// printed in the OpenAPI document as x-action, and `allow` refuses to be asked for another one (a further right that depends
// on the input is asked with `allowAlso`). `idempotent: true` on every POST that creates or starts: replays, 400, 409 and 422
// are done for you (see api/idempotency.ts). `versioned` on every route that
// gives an ETag or takes If-Match. Throw `DomainError` / `notFound('person')`; api/errors.ts answers.
// JSON bodies with `jsonBody(schema)`. A route that streams its body (uploads) declares the content with a plain
// `{ type: 'object', … }` schema and not a zod one: zod-openapi would read all of it into memory to validate it.
import { createRoute as declare, OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import { DomainError } from '../domain/errors.ts';
import type { Actor } from '../domain/policy/actor.ts';
import { canDo, type Action } from '../domain/policy/policy.ts';
import type { Identity } from './auth/identity.ts';
import type { ApiDeps } from './deps.ts';
import { invalidInput, refuseUnstorable } from './errors.ts';
import { idempotency } from './idempotency.ts';
import { problem } from './schemas.ts';
import { isShortList, shortList, ShortListQuery } from './short-list.ts';

/** Who may call a route: an action of the policy, whoever is signed in, installation operators, whoever has a write key, or everybody. */
export type Access = Action | 'signedIn' | 'installation' | 'writeKey' | 'public';

/** What handlers find in `c.var`. */
export interface ApiEnv {
  Variables: {
    deps: ApiDeps;
    log: Logger;
    requestId: string;
    /** Who calls; null without a credential. Handlers take the actor from `allow`. */
    identity: Identity | null;
    /** What the route declared. */
    access?: Access;
    /** An id for what this request creates; the same again when the request is repeated with its Idempotency-Key. */
    creationId?: string;
    /** Whose messages this host speaks of; left out where it is the installation's own, which speaks of all. */
    servedTenants?: readonly string[];
    /** Takes back some of the headers that keep pages of other origins out, where an answer is meant for them. */
    loosen?: (headers: Headers) => void;
  };
}

/** A router whose refusals of input are our problem+json. */
export function newRouter(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error, result.target);
      refuseUnstorable(result.data, result.target);
    },
  });
}

type Declared = Omit<RouteConfig, 'path'> & { action: Access; idempotent?: boolean; versioned?: boolean | 'required' };

/** Declares a route together with who may call it; see the top of this file. */
export function createRoute<P extends string, R extends Declared & { path: P }>(config: R) {
  const { action, idempotent, versioned, ...route } = config;
  const isShort = isShortList(route);
  const own: MiddlewareHandler<ApiEnv>[] = [
    enforce(action),
    ...(idempotent ? [idempotency] : []),
    ...(isShort ? [shortList] : []),
  ];
  const parameters = [
    ...(idempotent ? [idempotencyKeyParameter] : []),
    ...(takesVersion(config) ? [ifMatchParameter(versioned === 'required')] : []),
  ];
  return declare({
    ...route,
    request: strictQuery(route.request ?? {}, { action, isShort }),
    operationId: config.operationId ?? operationId(config.method, config.path),
    middleware: [...own, ...[config.middleware ?? []].flat()],
    responses: { ...(versioned ? versionedAnswers(config) : config.responses), default: problem },
    security: securityOf(action),
    ...(parameters.length > 0 ? { parameters } : {}),
    'x-action': action,
  }) as unknown as R & { getRoutingPath(): string };
}

function securityOf(action: Access): Record<string, string[]>[] {
  if (action === 'public') return [];
  return action === 'writeKey' ? [{ writeKey: [] }] : [{ session: [] }, { apiKey: [] }];
}

/** The actor of the request: 401 without a credential of a tenant, 403 without the right. `action` is the route's own. */
export function allow(c: Context<ApiEnv>, action: Action): Actor {
  if (c.var.access !== undefined && c.var.access !== action) {
    throw new Error(`The route declares ${c.var.access}, its handler asks for ${action}: they must be the same.`);
  }
  return allowAlso(c, action);
}

/** Like `allow`, for a further right that the input calls for. */
export function allowAlso(c: Context<ApiEnv>, action: Action): Actor {
  const actor = c.var.identity?.actor;
  if (!actor) {
    // Not 401: who looks after the installation is signed in, and would be sent to sign in again and again.
    if (allowSignedIn(c).isInstallationOperator)
      throw new DomainError('forbidden', 'You belong to no organisation. An admin of one can invite you.');
    throw new DomainError('unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer <key>".');
  }
  if (!canDo(actor.role, action)) {
    throw new DomainError(
      'forbidden',
      `The role ${actor.role} may not do this (${action}). An admin of your organisation can change roles.`,
    );
  }
  return actor;
}

/** Who is signed in, with or without a tenant. */
export function allowSignedIn(c: Context<ApiEnv>): Identity {
  if (!c.var.identity)
    throw new DomainError('unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer <key>".');
  return c.var.identity;
}

/** The installation operator who calls, by session; API keys belong to tenants and never have this right. */
export function allowInstallation(c: Context<ApiEnv>): Identity {
  const identity = allowSignedIn(c);
  if (!identity.isInstallationOperator)
    throw new DomainError('forbidden', 'This is for operators of the installation.');
  return identity;
}

function enforce(access: Access): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (access === 'signedIn') allowSignedIn(c);
    else if (access === 'installation') allowInstallation(c);
    // A write key is no credential of the API: the routes of events look it up themselves, and know nothing else.
    else if (access !== 'public' && access !== 'writeKey') allowAlso(c, access);
    c.set('access', access);
    await next();
  };
}

const idempotencyKeyParameter = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'Any text up to 255 characters; the same key gives the same answer once. Required with an API key.',
  schema: { type: 'string' as const, maxLength: 255 },
};

/** `mustBe`: what is decided is decided about the version that was looked at. */
const ifMatchParameter = (mustBe: boolean) => ({
  name: 'If-Match',
  in: 'header' as const,
  required: false,
  description: `The ETag of what was read; 412 where somebody changed it since. ${
    mustBe ? 'It must be given.' : 'Without it, or with *, the change is made to whatever is there.'
  }`,
  schema: { type: 'string' as const },
});

const etagHeader = { ETag: { description: 'The version, for If-Match', schema: { type: 'string' as const } } };

const takesVersion = ({ method, versioned }: Pick<Declared, 'method' | 'versioned'>): boolean =>
  versioned === 'required' || (versioned === true && ['patch', 'put', 'delete'].includes(method));

/** What a route with a version answers: its successes carry an ETag, and where a version is taken it may be an old one. */
function versionedAnswers(config: Pick<Declared, 'method' | 'responses' | 'versioned'>): RouteConfig['responses'] {
  const named = Object.entries(config.responses).map(([status, answer]) => [
    status,
    'content' in answer ? { ...answer, headers: etagHeader } : answer,
  ]);
  const lost = { ...problem, description: 'Somebody changed it since; nothing was saved' };
  return { ...Object.fromEntries(named), ...(takesVersion(config) ? { 412: lost } : {}) };
}

/**
 * A filter with a slip of the pen would be no filter, and a `dryRun` that a route does not know would do what was to be tried.
 * Addresses that the public follows take what mail programs append, as do those that take events.
 */
function strictQuery(
  request: NonNullable<RouteConfig['request']>,
  { action, isShort }: { action: Access; isShort: boolean },
): NonNullable<RouteConfig['request']> {
  const { query = z.object({}) } = request;
  if (!(query instanceof z.ZodObject) || action === 'public' || action === 'writeKey') return request;
  return { ...request, query: (isShort ? query.extend(ShortListQuery.shape) : query).strict() };
}

/** get /people/{id}/timeline → getPeopleIdTimeline */
function operationId(method: string, path: string): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}
