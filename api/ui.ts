import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { cookiePrefix } from './auth/options.ts';
import { firstAnswers, type Answering } from './first-answers.ts';
import type { ApiEnv } from './router.ts';

/** What the page at an address needs beyond what every page needs, as the build wrote it down in pages.json. */
interface PageNeeds {
  /** Scripts, by their path below the folder. */
  scripts: string[];
  /** What it reads first of the API, whatever the query of its address. */
  always: string[];
  /** What it reads first where its address has no query; `:id` stands for the one of the address. */
  reads: string[];
}

/** A page's document in two parts, between which its first answers come, and what those are. */
interface Page {
  before: string;
  after: string;
  reads: string[];
}

/**
 * The built UI: hashed assets are kept by browsers for a year. Every other path of a page answers with index.html, whose head names
 * the scripts of that page, so that they come beside the first ones and not after them; for whoever is signed in it also brings what
 * the page reads first, and is then nobody else's: no browser or proxy keeps it.
 */
export function uiRoutes(folder: string, answering: Answering): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const pageAt = pagesIn(folder);
  app.use(compress(), async (c, next) => {
    await next();
    const isHashed = c.req.path.startsWith('/assets/');
    if (c.res.status === 200 && !c.res.headers.has('Cache-Control'))
      c.header('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.get('*', async (c, next) => {
    const isPage = !/^\/(api|assets)\//.test(c.req.path) && !/\.[a-z0-9]{2,5}$/i.test(c.req.path);
    const page = isPage ? await pageAt(new URL(c.req.url)) : null;
    if (!page) return next();
    const isSignedIn = c.req.header('cookie')?.includes(`${cookiePrefix}.session_token`) ?? false;
    const answers = isSignedIn ? await firstAnswers(c, page.reads, answering) : '';
    const headers = { Vary: 'Cookie', ...(answers === '' ? {} : { 'Cache-Control': 'no-store' }) };
    return c.html(page.before + answers + page.after, 200, headers);
  });
  app.use(serveStatic({ root: folder, precompressed: true }));
  return app;
}

/** What answers the address of a page; null where nothing is built. A newer build is taken up as it comes. */
function pagesIn(folder: string): (url: URL) => Promise<Page | null> {
  let built: { at: number; html: string; pages: [RegExp, PageNeeds][] } | undefined;
  return async (url) => {
    const at = (await stat(join(folder, 'index.html')).catch(() => null))?.mtimeMs;
    if (at === undefined) return null;
    if (built?.at !== at)
      built = { at, html: await readFile(join(folder, 'index.html'), 'utf8'), pages: await needsIn(folder) };
    const [path, needs] = built.pages.find(([path]) => path.test(url.pathname)) ?? [];
    const id = path?.exec(url.pathname)?.[1] ?? '';
    const links = (needs?.scripts ?? []).map((script) => `<link rel="modulepreload" crossorigin href="/${script}">`);
    const [head = '', rest = ''] = halves(built.html, '</head>');
    const [body, end] = halves(rest, '</body>');
    const own = url.search === '' && /^[0-9a-f-]*$/.test(id) ? (needs?.reads ?? []) : [];
    return {
      before: head + links.join('') + body,
      after: end,
      reads: [...(needs?.always ?? []), ...own].map((read) => read.replace(':id', id)),
    };
  };
}

/** A text before a mark, and from it on; the second is empty where the mark is missing. */
function halves(text: string, mark: string): [string, string] {
  const at = text.lastIndexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/** Addresses without parameters first: /people/new is not somebody called new. */
async function needsIn(folder: string): Promise<[RegExp, PageNeeds][]> {
  const text = await readFile(join(folder, 'pages.json'), 'utf8').catch(() => '{}');
  return Object.entries(JSON.parse(text) as Record<string, PageNeeds>)
    .sort(([a], [b]) => Number(a.includes(':')) - Number(b.includes(':')))
    .map(([path, needs]) => [new RegExp(`^${path.replaceAll(/:\w+/g, '([^/]+)')}/?$`), needs]);
}
