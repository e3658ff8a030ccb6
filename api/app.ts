import { randomUUID } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { matchedRoutes } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { speakPlainly } from '../domain/input-words.ts';
import { authRoutes } from './auth/routes.ts';
import { identify, refuseInvalidKey } from './auth/identify.ts';
import { clientNetwork } from './client-address.ts';
import type { ApiDeps } from './deps.ts';
import { answerError, answerNoRoute } from './errors.ts';
import { healthRoutes } from './health.ts';
import { apiRoutes } from './mounts.ts';
import { publicRoutes } from './public-mounts.ts';
import { documentationRoutes } from './openapi.ts';
import { servePublicHosts } from './public-host.ts';
import { rateLimit } from './rate-limit.ts';
import { newRouter, type ApiEnv } from './router.ts';
import { ingestRoutes } from './routes/ingest/ingest.ts';
import type { Read } from './first-answers.ts';
import { snippetRoutes } from './snippet.ts';
import { uiRoutes } from './ui.ts';

/** The whole HTTP side: API, sign-in, documentation, health, public pages and the UI, on one port. */
export function createApp(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  speakPlainly();
  const app = newRouter();
  app.onError(answerError);
  app.notFound(answerNoRoute);
  app.use(beginRequest(deps), secure(deps));
  app.route('/', healthRoutes());
  app.route('/', authRoutes(deps));
  app.use(servePublicHosts(deps));
  for (const routes of publicRoutes(deps)) app.route('/', routes);
  app.route('/', documentationRoutes(app));
  // Before the others of /api/v1: events come with write keys, at another rate, and from pages of other origins.
  app.route('/api/v1', ingestRoutes(deps));
  const perCredential = rateLimit(deps.config.rateLimit, (c) => c.var.identity?.credentialId ?? clientNetwork(c));
  app.use('/api/v1/*', noStore, packLists, identify, perCredential, refuseInvalidKey, limitBody, boundTemporal);
  for (const routes of apiRoutes(deps)) app.route('/api/v1', routes);
  if (deps.config.uiFolder !== null) {
    app.route('/', snippetRoutes(deps.config.uiFolder));
    // As the browser that asks for the page would ask: with its cookies and from its address, and through everything above.
    const read: Read = (path, c) => {
      const headers = new Headers();
      for (const name of ['cookie', 'user-agent', 'x-forwarded-for', 'host']) {
        const value = c.req.header(name);
        if (value !== undefined) headers.set(name, value);
      }
      return app.fetch(new Request(new URL(path, c.req.url), { headers }), c.env);
    };
    app.route('/', uiRoutes(deps.config.uiFolder, { read, patienceMs: deps.config.firstAnswersMs ?? 200 }));
  }
  return app;
}

/** Gives the request its id and log, and tells log and metrics how it ended; paths and queries hold ids and are not logged. */
function beginRequest(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const began = performance.now();
    const requestId = randomUUID();
    c.set('deps', deps);
    c.set('requestId', requestId);
    c.set('identity', null);
    c.set('log', deps.log.child({ requestId }));
    await next();
    c.header('X-Request-Id', requestId);
    // Whose body is too large is not read to its end: who sends on over the same connection would lose what they send next.
    if (c.res.status === 413) c.header('Connection', 'close');
    const seconds = (performance.now() - began) / 1000;
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'pages';
    const seen = { method: c.req.method, route, status: c.res.status, seconds };
    deps.metrics.observeRequest(seen);
    c.var.log.debug({ ...seen, tenant: c.var.identity?.actor?.tenantId }, 'request');
  };
}

function secure(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const isHttps = deps.config.publicUrl.startsWith('https:');
  const headers = secureHeaders({
    // Styles inline: the UI's components set their own measures. Images from anywhere: previews show what e-mails will show.
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'https:', 'http:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      objectSrc: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'strict-origin-when-cross-origin',
    strictTransportSecurity: isHttps,
  });
  return async (c, next) => {
    await headers(c, next);
    c.var.loosen?.(c.res.headers);
  };
}

/** Answers of the API are never kept by a browser or proxy. */
const noStore: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
};

const packed = compress({ contentTypeFilter: /^application\/json/ });

/** Lists go packed: fifty campaigns are 40 kB, and a tenth of it on the way. What has a version stays as it is, and with it its ETag. */
const packLists: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  if (c.req.method === 'GET' && !c.res.headers.has('ETag')) await packed(c, async () => {});
};

const limit = bodyLimit({
  maxSize: 5 * 1024 * 1024,
  onError: () => {
    throw new HTTPException(413, { message: 'The body is larger than 5 MB. Send it in parts, or as an import.' });
  },
});

/** What is read into memory is limited; uploads are streamed, and limited by the routes that take them. */
const limitBody: MiddlewareHandler<ApiEnv> = (c, next) => {
  const isUpload = c.req.header('content-type')?.startsWith('multipart/form-data');
  return isUpload ? next() : limit(c, next);
};

/** Every call to Temporal within a command has the same deadline; without one the client tries on for minutes. */
const boundTemporal: MiddlewareHandler<ApiEnv> = (c, next) => {
  const { temporal, config } = c.var.deps;
  if (c.req.method === 'GET') return next();
  return temporal.withDeadline(Date.now() + (config.commandSeconds ?? 15) * 1000, next);
};
