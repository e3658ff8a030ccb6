import { createHash, randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { v7 as uuidv7 } from 'uuid';
import { withTenant } from '../db/connection.ts';
import {
  answerPurpose,
  claimIdempotencyKey,
  extendIdempotencyClaim,
  releaseIdempotencyKey,
  storeIdempotentAnswer,
  type KeyedRequest,
  type StoredAnswer,
} from '../db/queries/idempotency.ts';
import { openSecrets, sealSecret } from '../db/sealing.ts';
import { DomainError } from '../domain/errors.ts';
import type { Actor } from '../domain/policy/actor.ts';
import type { ApiEnv } from './router.ts';
import { watchUpload, type UploadedContent } from './uploaded-content.ts';

const keptHeaders = ['content-type', 'etag', 'location'];

/**
 * An id for what the request creates. Repeated after a crash with its Idempotency-Key, a request gets the same id again, so
 * that an insert with it cannot make the thing twice (`on conflict (id) do nothing`, or find the row that is there).
 */
export function creationId(c: Context<ApiEnv>): string {
  return c.var.creationId ?? uuidv7();
}

/**
 * Idempotency-Key on routes that create or start: `createRoute({ idempotent: true })`. A success is stored and given again; a
 * refusal or failure is not, since nothing was made: the same key may try again.
 */
export const idempotency: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const actor = c.var.identity?.actor;
  const key = c.req.header('idempotency-key');
  if (key === undefined || !actor) {
    if (actor?.kind === 'apiKey') throw keyMissing();
    return next();
  }
  if (key === '' || key.length > 255) throw keyMissing();
  const { database } = c.var.deps;
  const upload = isUpload(c) ? await watchUpload(c) : undefined;
  const body = upload ? [c.req.header('content-length') ?? '', upload.beginning] : await c.req.text();
  const request: KeyedRequest = { key, requestHash: hashRequest(c, actor, body), claim: randomUUID() };
  const claim = await withTenant(database.db, actor.tenantId, (db) => claimIdempotencyKey(db, request));
  if (claim.kind === 'otherRequest') throw keyReused();
  if (claim.kind === 'answered') {
    const { contentHash } = claim.answer;
    if (upload && contentHash !== null && contentHash !== (await upload.wholeHash())) throw keyReused();
    return replay(c, claim.answer);
  }
  if (claim.kind === 'inFlight') {
    throw new DomainError(
      'idempotency_in_flight',
      'The first request with this Idempotency-Key is still running. Ask again in a moment.',
    );
  }
  c.set('creationId', claim.creationId);
  await whileClaimed(c, { actor, request, upload }, next);
};

/** Runs the handler, keeping the claim alive, and stores its answer. */
async function whileClaimed(
  c: Context<ApiEnv>,
  held: { actor: Actor; request: KeyedRequest; upload: UploadedContent | undefined },
  next: () => Promise<void>,
) {
  const { database, keyRing } = c.var.deps;
  const { actor, request, upload } = held;
  const extend = () => withTenant(database.db, actor.tenantId, (db) => extendIdempotencyClaim(db, request));
  const timer = setInterval(
    () => void extend().catch((error: unknown) => c.var.log.warn({ err: error }, 'claim not extended')),
    10_000,
  );
  try {
    await next();
  } finally {
    clearInterval(timer);
  }
  if (c.res.status >= 300) {
    await withTenant(database.db, actor.tenantId, (db) => releaseIdempotencyKey(db, request));
    return;
  }
  const body = await c.res.clone().text();
  const headers = Object.fromEntries([...c.res.headers].filter(([name]) => keptHeaders.includes(name)));
  const bodySealed = body === '' ? null : sealSecret(keyRing, answerPurpose, body);
  const answer = { status: c.res.status, headers, bodySealed, contentHash: (await upload?.wholeHash()) ?? null };
  await withTenant(database.db, actor.tenantId, (db) => storeIdempotentAnswer(db, request, answer));
}

function replay(c: Context<ApiEnv>, answer: StoredAnswer): Response {
  const { bodySealed } = answer;
  const [body = null] = bodySealed === null ? [] : openSecrets(c.var.deps.keyRing, answerPurpose, [bodySealed]);
  // The key that it was sealed with has left the ring. What was asked for is done, and is not done again.
  if (bodySealed !== null && body === null) throw answerLost();
  const headers = { ...answer.headers, 'Idempotency-Replayed': 'true' };
  return c.newResponse(body, answer.status as StatusCode, headers);
}

/** Who asked for what. An upload is streamed and not read here: for it stand its length and how it begins. */
function hashRequest(c: Context<ApiEnv>, actor: Actor, body: unknown): string {
  const type = c.req.header('content-type')?.split(';')[0] ?? '';
  const parts = [actor.keyId ?? actor.personId, c.req.method, c.req.path, new URL(c.req.url).search, type, body];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

function isUpload(c: Context<ApiEnv>): boolean {
  const type = c.req.header('content-type')?.split(';')[0] ?? '';
  return type.startsWith('multipart/') || type === 'application/octet-stream' || type === 'text/csv';
}

function answerLost(): DomainError {
  return new DomainError(
    'conflict',
    'This was done when it was first asked with this Idempotency-Key, but what was answered can no longer be read. Look whether it is there.',
  );
}

function keyReused(): DomainError {
  return new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Nothing was done: send a new key.',
  );
}

function keyMissing(): DomainError {
  return new DomainError(
    'idempotency_key_missing',
    'Send an Idempotency-Key header (1 to 255 characters, new for each request, the same for its repetitions).',
  );
}
