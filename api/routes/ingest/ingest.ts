import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { withTenant } from '../../../db/connection.ts';
import { insertNotes } from '../../../db/queries/ingest/ingest.ts';
import type { UsableKey } from '../../../db/queries/ingest/write-keys.ts';
import { DomainError } from '../../../domain/errors.ts';
import { callTypes, type CallType } from '../../../domain/ingest/call.ts';
import { mostBatchBytes, mostEventBytes } from '../../../domain/ingest/limits.ts';
import type { ApiDeps } from '../../deps.ts';
import { createCallWriter } from './call-writer.ts';
import { createKeyLookups } from './key-lookups.ts';
import { callsOf, readBody, readCalls, type ReadRequest } from './read-request.ts';
import { clientNetwork } from '../../client-address.ts';
import { createRateLimiter, rateLimit } from '../../rate-limit.ts';
import { createRoute, newRouter, type ApiEnv } from '../../router.ts';
import { json } from '../../schemas.ts';
import { createEngagementWaker } from '../../wake-engagement.ts';

const tags = ['events in'];
const Answer = z
  .object({
    success: z.boolean().openapi({ description: 'Whether nothing was refused' }),
    stored: z.int(),
    duplicates: z.int().openapi({ description: 'Calls whose messageId came before' }),
    refused: z.array(
      z.object({ index: z.int(), type: z.string(), path: z.string(), code: z.string(), message: z.string() }),
    ),
  })
  .openapi('IngestAnswer');

/** Read by hand and not by zod: thousands of calls a second come this way, each refused by itself. */
const body = (properties: Record<string, object>, required: string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object' as const, properties, required } } },
});
const text = { type: 'string' as const };
const object = { type: 'object' as const };
const common = { messageId: text, anonymousId: text, userId: text, timestamp: text, sentAt: text, context: object };
const own: Record<CallType, { properties: Record<string, object>; required: string[]; summary: string }> = {
  identify: { properties: { traits: object }, required: [], summary: 'Say who somebody is, and their traits' },
  track: {
    properties: { event: text, properties: object },
    required: ['event'],
    summary: 'Something that somebody did',
  },
  page: { properties: { name: text, properties: object }, required: [], summary: 'A page that somebody saw' },
  screen: {
    properties: { name: text, properties: object },
    required: [],
    summary: 'A screen of an app that somebody saw',
  },
  group: {
    properties: { groupId: text, traits: object },
    required: ['groupId'],
    summary: 'The account that somebody belongs to',
  },
  alias: { properties: { previousId: text }, required: ['previousId', 'userId'], summary: 'Two ids of one person' },
};

const routeOf = (path: string, summary: string, request: ReturnType<typeof body>) =>
  createRoute({
    method: 'post',
    path,
    action: 'writeKey',
    tags,
    summary,
    request: { body: request },
    responses: { 200: json(Answer, 'Stored for good; in a batch each call that was refused is named by its place') },
  });

/** Requests of one key in each process; a batch is one of them. */
const keyLimit = { perSecond: 2000, burst: 5000 };

/**
 * Events in, in the shape of Segment: `/identify`, `/track`, `/page`, `/screen`, `/group`, `/alias` and `/batch`. The write key is the
 * user name of Basic auth; pages, which cannot send headers as they are left, put it into the body as `writeKey`. Answered when it is
 * stored for good; what follows from it is done by the workflow `engagement/{tenant}`.
 */
export function ingestRoutes(deps: ApiDeps) {
  const { database, temporal, log, config } = deps;
  const app = newRouter();
  const write = createCallWriter(database.db, createEngagementWaker(temporal, log));
  const findKey = createKeyLookups(deps);
  const take = createRateLimiter(keyLimit);
  // Half a shop's customers may share an address, so it may have as much as a key; a stranger's guesses end here too.
  const perAddress = rateLimit({ perSecond: Math.max(1000, config.rateLimit.perSecond), burst: 5000 }, clientNetwork);

  async function keyOf(c: Context<ApiEnv>, given: unknown): Promise<UsableKey> {
    const basic = /^Basic\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const name = basic === undefined ? given : Buffer.from(basic, 'base64').toString('utf8').split(':', 1)[0];
    const key = typeof name === 'string' ? await findKey(name) : null;
    if (!key)
      throw new DomainError(
        'unauthenticated',
        'Send a write key that works as the user name of Basic auth (see Settings, Sites and events).',
      );
    const { allowed, retryAfter } = take(key.id, Date.now());
    if (!allowed) {
      c.header('Retry-After', String(retryAfter));
      throw new DomainError('rate_limited', `This key sends too many requests. Try again in ${retryAfter} s.`);
    }
    checkOrigin(c, key);
    return key;
  }

  async function store(key: UsableKey, { calls, refused }: ReadRequest) {
    const stored = calls.length === 0 ? 0 : await write(key.tenantId, calls);
    if (refused.length > 0) await withTenant(database.db, key.tenantId, (db) => insertNotes(db, notesOf(key, refused)));
    return { success: refused.length === 0, stored, duplicates: calls.length - stored, refused };
  }

  function contextOf(c: Context<ApiEnv>, type: CallType | null, sentAt: unknown) {
    const userAgent = c.req.header('origin') ? (c.req.header('user-agent')?.slice(0, 300) ?? null) : null;
    return { type, receivedAt: Date.now(), sentAt, userAgent };
  }

  app.use('/:call{batch|identify|track|page|screen|group|alias}', perAddress, limitBody, async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  for (const type of callTypes) {
    const { summary, properties, required } = own[type];
    app.openapi(routeOf(`/${type}`, summary, body({ ...common, ...properties }, required)), async (c) => {
      const raw = await c.req.text();
      const given = readBody(raw);
      const key = await keyOf(c, given.writeKey);
      const read = readCalls([given], { key, keyRing: deps.keyRing, context: contextOf(c, type, undefined) });
      const answer = await store(key, read);
      const [refused] = answer.refused;
      if (refused) {
        const { path, code, message } = refused;
        throw new DomainError('invalid', `Nothing was stored: ${path === '' ? 'the call' : path} ${message}.`, [
          { path, code, message },
        ]);
      }
      return c.json(answer, 200);
    });
  }
  app.openapi(
    routeOf(
      '/batch',
      'Several calls at once; good ones are stored whatever the others are',
      body({ batch: { type: 'array', items: object } }, ['batch']),
    ),
    async (c) => {
      const given = readBody(await c.req.text());
      const key = await keyOf(c, given.writeKey);
      const read = readCalls(callsOf(given), { key, keyRing: deps.keyRing, context: contextOf(c, null, given.sentAt) });
      return c.json(await store(key, read), 200);
    },
  );
  return app;
}

/** A page may send with a key of its site alone, and a secret key must not stand in a page at all. */
function checkOrigin(c: Context<ApiEnv>, key: UsableKey): void {
  const origin = c.req.header('origin');
  if (key.kind === 'server') {
    if (origin === undefined) return;
    throw new DomainError(
      'forbidden',
      'This is a server key, and a page sent it: revoke it, and give the page a site key.',
    );
  }
  if (origin === undefined || !key.origins.includes(origin.toLowerCase()))
    throw new DomainError(
      'forbidden',
      'This key is not for pages of this origin. Add the origin to the key in the settings.',
    );
  c.header('Access-Control-Allow-Origin', origin);
  c.header('Vary', 'Origin');
}

function notesOf(key: UsableKey, refused: ReadRequest['refused']) {
  return refused.map(({ type, path, code, message }) => ({
    writeKeyId: key.id,
    type,
    outcome: 'refused' as const,
    code,
    detail: path === '' ? `The call ${message}.` : `${path} ${message}.`,
  }));
}

const limitBody = bodyLimit({
  maxSize: mostBatchBytes,
  onError: () => {
    const most = `${mostBatchBytes / 1024} KB, one call ${mostEventBytes / 1024} KB`;
    throw new HTTPException(413, { message: `The body is too large: a batch may have ${most}. Nothing was stored.` });
  },
});
