import { isGrpcServiceError, ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import { DomainError, type DomainErrorCode, type FieldError } from '../domain/errors.ts';
import { fieldErrorsOf } from '../domain/field-errors.ts';
import type { ApiEnv } from './router.ts';

const statusOf: Record<DomainErrorCode, ContentfulStatusCode> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 400,
  unavailable: 503,
  idempotency_key_missing: 400,
  idempotency_key_reused: 422,
  idempotency_in_flight: 409,
  precondition_failed: 412,
  rate_limited: 429,
  unauthenticated: 401,
};

const titleOf: Partial<Record<ContentfulStatusCode, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Not available at the moment',
};

/** An answer as RFC 9457: `code` is stable and for programs, `detail` is for people. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: FieldError[];
}

/** Turns whatever a handler threw into problem+json. What nobody expected is logged, and told to the caller without detail. */
export function answerError(error: unknown, c: Context<ApiEnv>): Response {
  if (error instanceof DomainError) {
    return problem(c, statusOf[error.code], { code: error.code, detail: error.message, errors: error.fields });
  }
  if (error instanceof HTTPException) {
    return problem(c, error.status as ContentfulStatusCode, { code: codeOf(error.status), detail: error.message });
  }
  const away = whoIsAway(error);
  if (away !== null) {
    c.var.log.error({ err: error }, 'a dependency does not answer');
    return problem(c, 503, { code: 'unavailable', detail: away });
  }
  c.var.log.error({ err: error }, 'unexpected error');
  return problem(c, 500, {
    code: 'internal',
    detail: `This is our fault. Mention request ${c.var.requestId} when you report it.`,
  });
}

/** What a library refused with codes and words of its own, as our problem+json. */
export function answerRefusal(
  c: Context<ApiEnv>,
  status: number,
  said: { code?: unknown; message?: unknown } | null,
): Response {
  const code = typeof said?.code === 'string' ? said.code.toLowerCase() : codeOf(status);
  const detail = typeof said?.message === 'string' && said.message !== '' ? said.message : 'It was refused.';
  return problem(c, status as ContentfulStatusCode, { code, detail });
}

/** The 404 of paths that no route answers. */
export function answerNoRoute(c: Context<ApiEnv>): Response {
  return problem(c, 404, { code: 'not_found', detail: 'There is nothing at this address.' });
}

/** The refusal of input that does not fit the route's schema, field by field. */
export function invalidInput(error: z.core.$ZodError, target: string): DomainError {
  const fields = fieldErrorsOf(error.issues, target === 'json' || target === 'form' ? [] : [target]);
  return new DomainError('invalid', 'Some of what was sent is not right. Each field says why.', fields);
}

const unstorable = {
  nul_character: 'holds a character that cannot be stored (NUL); take it out',
  half_character: 'holds half of a character, such as half of an emoji that was cut; type it again',
} as const;

/** Refuses text that Postgres cannot store, a NUL character or half of a surrogate pair, and names where it is. */
export function refuseUnstorable(data: unknown, target: string): void {
  const found = unstorableIn(data);
  if (found === null) return;
  const path = [...(target === 'json' || target === 'form' ? [] : [target]), ...found.path].join('.');
  throw new DomainError('invalid', 'Some of what was sent cannot be stored. Each field says why.', [
    { path, code: found.code, message: unstorable[found.code] },
  ]);
}

/** Half of a surrogate pair: read by characters, a whole pair is none. */
const half = /\p{Surrogate}/u;

interface Unstorable {
  path: string[];
  code: keyof typeof unstorable;
}

function unstorableIn(value: unknown): Unstorable | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return { path: [], code: 'nul_character' };
    return half.test(value) ? { path: [], code: 'half_character' } : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, within] of Object.entries(value)) {
    const ofKey = unstorableIn(key);
    if (ofKey) return { ...ofKey, path: [key.replaceAll('\0', '').replace(half, '')] };
    const found = unstorableIn(within);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return null;
}

function problem(
  c: Context<ApiEnv>,
  status: ContentfulStatusCode,
  what: { code: string; detail: string; errors?: FieldError[] },
): Response {
  const body: Problem = {
    type: 'about:blank',
    title: titleOf[status] ?? 'Refused',
    status,
    code: what.code,
    detail: what.detail,
    requestId: c.var.requestId,
    ...(what.errors?.length ? { errors: what.errors } : {}),
  };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}

function codeOf(status: number): string {
  return (titleOf[status as ContentfulStatusCode] ?? 'refused').toLowerCase().replaceAll(' ', '_');
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  '57P01',
  '57P03',
  '53300',
]);

/** What to tell when `error` says that a dependency does not answer: grpc UNAVAILABLE or DEADLINE_EXCEEDED, a refused connection. */
function whoIsAway(error: unknown): string | null {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return 'The worker did not answer in time. The command may still take effect: look before you repeat it.';
  }
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(cause) && (cause.code === 14 || cause.code === 4)) {
    return 'Temporal does not answer, so nothing can be started right now. Try again in a moment.';
  }
  const isDatabase = cause instanceof Error && 'code' in cause && awayCodes.has(String(cause.code));
  return isDatabase ? 'The database does not answer. Try again in a moment.' : null;
}
