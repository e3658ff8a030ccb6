import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DomainError } from '../domain/errors.ts';
import { clientNetwork } from './client-address.ts';
import { answerError } from './errors.ts';
import { messagePage } from './pages/message.ts';
import { rateLimit, type RateLimitOptions } from './rate-limit.ts';
import type { ApiEnv } from './router.ts';

/**
 * A router for what people and mail programs reach without signing in: never kept in caches, not found by search engines, limited
 * per address; errors are pages for people and not problem+json.
 */
export function newPublicRouter(path: string, limit: RateLimitOptions): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(path, rateLimit(limit, clientNetwork), async (c, next) => {
    // Programs that mails are read in, and people who copy a link, put a slash behind it.
    const { pathname, search } = new URL(c.req.url);
    if (/[^/]\/+$/.test(pathname)) c.res = c.redirect(pathname.replace(/\/+$/, '') + search, 308);
    else await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex, nofollow');
  });
  app.onError((error, c) => {
    const { status } = answerError(error, c);
    const said =
      status === 429
        ? { title: 'Too many requests', text: 'Please wait a moment and try again.' }
        : { title: 'That did not work', text: 'Nothing was changed. Please try again in a moment.' };
    return c.html(messagePage(said), status as ContentfulStatusCode);
  });
  return app;
}

/** The fields of a submitted form, as lists by name. Throws `invalid` if it cannot be read: a broken form is not our failure. */
export async function readForm(c: Context<ApiEnv>): Promise<Record<string, string | File | (string | File)[]>> {
  return c.req.parseBody({ all: true }).catch(() => {
    throw new DomainError('invalid', 'The form cannot be read. Nothing was changed.');
  });
}

/** What the pages of a person's choices say to whoever opens them from a copy for a seed: it is nobody's. */
export const seedCopy = {
  title: 'This was a test copy',
  text: 'The mail went to a mailbox of the sender’s own, to see where mail lands. Nothing was changed for anybody.',
};

/** The answer to a token that is not ours, was changed or has expired: no redirect, and nothing said of which it was. */
export const unknownLink = {
  title: 'This link does not work',
  text: 'It may be incomplete or too old. Please open it again from the message, or write to the sender.',
};
