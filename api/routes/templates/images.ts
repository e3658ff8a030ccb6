import { Hono } from 'hono';
import { withTenant } from '../../../db/connection.ts';
import { findImageData } from '../../../db/queries/templates/images.ts';
import { clientNetwork } from '../../client-address.ts';
import type { ApiDeps } from '../../deps.ts';
import { answerError } from '../../errors.ts';
import { rateLimit } from '../../rate-limit.ts';
import type { ApiEnv } from '../../router.ts';
import { readTenantToken } from '../../tenant-token.ts';

/** What this process keeps of images that were asked for lately, in bytes. */
const mostKept = 32 * 1024 * 1024;

interface Image {
  contentType: string;
  data: Buffer;
}

/**
 * GET /i/{token}: an uploaded image, for mail programs, which sign in nowhere. An image never changes, so that whoever has one may keep
 * it; it is shown as the kind that its bytes are, and runs nothing.
 */
export function imageRoutes({ database }: ApiDeps) {
  const app = new Hono<ApiEnv>();
  const kept = new Map<string, Image>();
  let bytes = 0;
  app.use('/i/*', rateLimit({ perSecond: 200, burst: 2000 }, clientNetwork));
  app.onError(answerError);
  app.get('/i/:token', async (c) => {
    const token = c.req.param('token');
    const image = kept.get(token) ?? (await load(token));
    if (!image) return c.text('There is no such image.', 404, { 'Cache-Control': 'no-store' });
    // Pages of mail in a browser are of other origins; and whatever it holds, an image runs nothing.
    c.set('loosen', (headers) => {
      headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
      headers.set('Content-Security-Policy', "default-src 'none'; sandbox");
    });
    return c.body(new Uint8Array(image.data), 200, {
      'Content-Type': image.contentType,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });
  return app;

  async function load(token: string): Promise<Image | undefined> {
    const opened = readTenantToken('template image', token);
    const image = opened && (await withTenant(database.db, opened.tenantId, (db) => findImageData(db, token)));
    if (!image) return undefined;
    if (!kept.has(token)) bytes += image.data.length;
    kept.set(token, image);
    for (const [oldest, { data }] of kept) {
      if (bytes <= mostKept) break;
      kept.delete(oldest);
      bytes -= data.length;
    }
    return image;
  }
}
