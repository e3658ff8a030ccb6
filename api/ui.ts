import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { cookiePrefix } from './auth/options.ts';
import type { ApiEnv } from './router.ts';

/** What the page at an address needs beyond what every page needs, as the build wrote it down in pages.json. */
interface PageNeeds {
  /** Scripts, by their path below the folder. */
  scripts: string[];
  /** What it reads first of the API where its address has no query; `:id` stands for the one of the address. */
  reads: string[];
}

/**
 * The built UI: hashed assets are kept by browsers for a year, every other path of a page answers with index.html, whose head names
 * what that page needs, so that it comes beside the first scripts and not after them; what it reads only where somebody is signed in.
 */
export function uiRoutes(folder: string): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const page = pagesIn(folder);
  app.use(compress(), async (c, next) => {
    await next();
    const isHashed = c.req.path.startsWith('/assets/');
    if (c.res.status === 200) c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.get('*', async (c, next) => {
    const isPage = !/^\/(api|assets)\//.test(c.req.path) && !/\.[a-z0-9]{2,5}$/i.test(c.req.path);
    if (!isPage) return next();
    // An answer read ahead for somebody who is signed out says 401, and could be taken for the one after the sign-in.
    const isSignedIn = c.req.header('cookie')?.includes(`${cookiePrefix}.session_token`) ?? false;
    const html = await page(new URL(c.req.url), isSignedIn);
    return html === null ? next() : c.html(html, 200, { Vary: 'Cookie' });
  });
  app.use(serveStatic({ root: folder, precompressed: true }));
  return app;
}

/** What answers the address of a page; null where nothing is built. A newer build is taken up as it comes. */
function pagesIn(folder: string): (url: URL, isSignedIn: boolean) => Promise<string | null> {
  let built: { at: number; html: string; pages: [RegExp, PageNeeds][] } | undefined;
  return async (url, isSignedIn) => {
    const at = (await stat(join(folder, 'index.html')).catch(() => null))?.mtimeMs;
    if (at === undefined) return null;
    if (built?.at !== at)
      built = { at, html: await readFile(join(folder, 'index.html'), 'utf8'), pages: await needsIn(folder) };
    const known = built.pages.find(([path]) => path.test(url.pathname));
    if (!known) return built.html;
    const [path, { scripts, reads }] = known;
    const id = path.exec(url.pathname)?.[1] ?? '';
    const links = [
      ...scripts.map((script) => `<link rel="modulepreload" crossorigin href="/${script}">`),
      ...(isSignedIn && url.search === '' && /^[0-9a-f-]*$/.test(id) ? reads : []).map(
        (read) =>
          `<link rel="preload" as="fetch" crossorigin href="${read.replace(':id', id).replaceAll('&', '&amp;')}">`,
      ),
    ];
    return built.html.replace('</head>', `${links.join('')}</head>`);
  };
}

/** Addresses without parameters first: /people/new is not somebody called new. */
async function needsIn(folder: string): Promise<[RegExp, PageNeeds][]> {
  const text = await readFile(join(folder, 'pages.json'), 'utf8').catch(() => '{}');
  return Object.entries(JSON.parse(text) as Record<string, PageNeeds>)
    .sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')))
    .map(([path, needs]) => [new RegExp(`^${path.replaceAll(/:\w+/g, '([^/]+)')}/?$`), needs]);
}
