import type { Context } from 'hono';
import { withTenant } from '../../../db/connection.ts';
import { recordOptOut } from '../../../db/queries/consent/opt-out.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import type { ApiDeps } from '../../deps.ts';
import { messagePage } from '../../pages/message.ts';
import { unsubscribedPage, unsubscribePage } from '../../pages/unsubscribe.ts';
import { newPublicRouter, seedCopy, unknownLink } from '../../public-router.ts';
import type { ApiEnv } from '../../router.ts';
import { createTrackingLookups } from '../tracking/tracking-lookups.ts';

/**
 * One-click unsubscribe (RFC 8058). GET shows a button and changes nothing; POST needs no cookie, no sign-in and no particular body,
 * is answered with 200 and no redirect, and holds before the next message is claimed. The link never expires.
 */
export function unsubscribeRoutes(deps: ApiDeps) {
  const app = newPublicRouter('/u/*', { perSecond: 200, burst: 2000 });
  const lookups = createTrackingLookups(deps);

  app.get('/u/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'unsubscribe', c.var.servedTenants);
    return spoken ? c.html(unsubscribePage({ from: spoken.tenantName })) : c.html(messagePage(unknownLink), 404);
  });

  app.post('/u/:token', async (c) => {
    const spoken = await lookups.read(c.req.param('token'), 'unsubscribe', c.var.servedTenants);
    if (!spoken) return c.html(messagePage(unknownLink), 404);
    const { tenantId, tenantName, messageId } = spoken;
    const way = (await isFromPage(c)) ? 'unsubscribe_page' : 'one_click';
    const done = await withTenant(deps.database.db, tenantId, (db) => recordOptOut(db, { tenantId, messageId, way }));
    // A mail program wants 200 of the copy that a seed got as well; there is nobody whose choice it were.
    if (!done && (await lookups.seed(spoken))) return c.html(messagePage({ ...seedCopy, from: tenantName }));
    if (!done) return c.html(messagePage(unknownLink), 404);
    const { preferences } = messageTokens(deps.keyRing, { tenantNumber: spoken.tenantNumber, messageId });
    return c.html(unsubscribedPage({ from: tenantName, preferencesUrl: `/p/${preferences}` }));
  });

  return app;
}

/** Octets of a body that are looked at: what our own button sends is a few. */
const mostOctets = 4096;

/**
 * Whether our own button was pressed. Any other body is a mail program's and unsubscribes all the same, whether or not it can be read and
 * however large it is.
 */
async function isFromPage(c: Context<ApiEnv>): Promise<boolean> {
  try {
    const body = await smallBody(c.req.raw);
    if (body === null) return false;
    const headers = { 'content-type': c.req.header('content-type') ?? '' };
    return (await new Response(body, { headers }).formData()).get('way') === 'page';
  } catch {
    return false;
  }
}

/** The body of a request, null where it is too large to be of interest. */
async function smallBody({ body }: Request): Promise<Blob | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let octets = 0;
  for await (const chunk of body ?? []) {
    octets += chunk.byteLength;
    if (octets > mostOctets) return null;
    chunks.push(new Uint8Array(chunk));
  }
  return new Blob(chunks);
}
