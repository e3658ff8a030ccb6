import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ApiEnv } from './router.ts';

/** GET /s/v1.js: the script that sites load to send events. Pages of any origin may have it; it is asked for again after an hour. */
export function snippetRoutes(folder: string): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use('/s/*', compress(), async (c, next) => {
    await next();
    c.set('loosen', (headers) => headers.set('Cross-Origin-Resource-Policy', 'cross-origin'));
    if (c.res.status === 200) c.header('Cache-Control', 'public, max-age=3600');
  });
  app.use('/s/*', serveStatic({ root: folder }));
  return app;
}
