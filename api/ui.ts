import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { ApiEnv } from './router.ts';

/** The built UI: hashed assets are kept by browsers for a year, every other path of a page answers with index.html. */
export function uiRoutes(folder: string): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(compress(), async (c, next) => {
    await next();
    const isHashed = c.req.path.startsWith('/assets/');
    if (c.res.status === 200) c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.use(serveStatic({ root: folder, precompressed: true }));
  app.get('*', async (c, next) => {
    const isPage = !/^\/(api|assets)\//.test(c.req.path) && !/\.[a-z0-9]{2,5}$/i.test(c.req.path);
    return isPage ? serveStatic({ path: join(folder, 'index.html') })(c, next) : next();
  });
  return app;
}
