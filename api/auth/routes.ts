import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { clientAddress } from '../client-address.ts';
import type { ApiDeps } from '../deps.ts';
import { DomainError } from '../../domain/errors.ts';
import { answerRefusal } from '../errors.ts';
import { createRateLimiter } from '../rate-limit.ts';
import type { ApiEnv } from '../router.ts';
import { addressHeader, lockSeconds, trustedOrigins } from './options.ts';
import { refuseForeignOrigin } from './origin.ts';
import { beginOwnChange, finishOwnChange } from './own-account.ts';
import { inOurWords } from './refusals.ts';
import { refuseSpentCode } from './used-codes.ts';

/**
 * The library's endpoints that people need. Its endpoints for organisations, members, invitations and keys stay closed: they
 * would change people and rights past our policy and audit log; /api/v1/users and /api/v1/api-keys do that.
 */
const open = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'POST /request-password-reset',
  'POST /reset-password',
  'POST /change-password',
  'POST /update-user',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-sessions',
  'POST /revoke-other-sessions',
  'POST /organization/set-active',
  'POST /two-factor/enable',
  'POST /two-factor/disable',
  'POST /two-factor/get-totp-uri',
  'POST /two-factor/verify-totp',
  'POST /two-factor/generate-backup-codes',
  'POST /two-factor/verify-backup-code',
]);

/** Sign-in under /api/auth, by better-auth. */
export function authRoutes({ auth, config, log }: ApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  // The library counts per address; this counts per account, whatever addresses are used. In this process's memory.
  const takeAttempt = createRateLimiter({ perSecond: 1 / 30, burst: 20 });
  app.on(['GET', 'POST'], '/api/auth/*', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const path = c.req.path.slice('/api/auth'.length);
    if (!open.has(`${c.req.method} ${path}`)) return c.notFound();
    if (c.req.method === 'POST') {
      refuseForeignOrigin(c.req.raw.headers, trustedOrigins(config.publicUrl));
      // The library takes forms too, in which attempts on an account would not be counted.
      if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
        throw new HTTPException(415, { message: 'Send JSON (Content-Type: application/json). Nothing was done.' });
    }
    const body = c.req.method === 'POST' ? await c.req.text() : undefined;
    const email = path === '/sign-in/email' ? emailOf(body) : null;
    if (email !== null) {
      const { allowed, retryAfter } = takeAttempt(email, Date.now());
      if (!allowed) throw refuseForNow(c, retryAfter);
    }
    const headers = new Headers(c.req.raw.headers);
    const address = clientAddress(c);
    headers.set(addressHeader, address === 'local' ? '127.0.0.1' : address);
    const change = await beginOwnChange(auth, { path, headers, body });
    const answer = await auth.handle(new Request(c.req.url, { method: c.req.method, headers, body }));
    if (answer.status === 429) throw refuseForNow(c, answer.headers.get('x-retry-after'));
    if (answer.status >= 400) return refused(c, answer);
    // Without a session it is a sign-in; with one, somebody turns the second factor on.
    if (path === '/two-factor/verify-totp' && change === null && answer.ok)
      await refuseSpentCode(auth, body, answer.clone());
    // The password is set by now, whatever becomes of its trace.
    if (change && answer.ok)
      await finishOwnChange(auth, change).catch((error: unknown) =>
        log.error({ err: error, user: change.userId }, 'a change of an account was not noted'),
      );
    return answer;
  });
  return app;
}

/** The library's refusal in the form that every other one has, with the cookies that it set or took back. */
async function refused(c: Context<ApiEnv>, answer: Response): Promise<Response> {
  const said = (await answer.json().catch(() => null)) as { code?: unknown; message?: unknown } | null;
  const problem = answerRefusal(c, answer.status, inOurWords(said));
  for (const cookie of answer.headers.getSetCookie()) problem.headers.append('set-cookie', cookie);
  return problem;
}

/** As everywhere else: the library says in a header of its own when to try again, and of an account that it locked not at all. */
function refuseForNow(c: Context<ApiEnv>, after: number | string | null): DomainError {
  const seconds = Math.max(1, Number(after ?? lockSeconds));
  c.header('Retry-After', String(seconds));
  return new DomainError('rate_limited', `Too many attempts. Try again in ${seconds} s.`);
}

function emailOf(body = ''): string | null {
  try {
    const { email } = JSON.parse(body) as { email?: unknown };
    return typeof email === 'string' ? email.toLowerCase().slice(0, 320) : null;
  } catch {
    return null;
  }
}
