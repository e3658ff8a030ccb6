import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import type { newRouter } from './router.ts';
import type { ApiEnv } from './router.ts';
import { documentWebhooks } from './routes/webhooks/document.ts';

const assetTypes: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const docsPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>SalesCompass Marketing API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>`;

const startScript = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'none', filter: true });`;

/** The OpenAPI 3.1 document of everything mounted on `api`, paths with the base they are mounted under. */
export function openApiDocument(api: ReturnType<typeof newRouter>) {
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'SalesCompass Marketing',
      version: '1.0.0',
      description:
        'Ids are UUIDs, times ISO 8601 in UTC, money integer minor units with a currency. Errors are problem+json with a stable `code`. ' +
        'The organisation comes from the credential alone. `x-action` names the right that a route asks for.',
    },
    servers: [{ url: '/' }],
    security: [],
  });
}

/** /api/v1/openapi.json and /api/docs, its assets served by ourselves: the page needs no other host. */
export function documentationRoutes(api: ReturnType<typeof newRouter>): Hono<ApiEnv> {
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'salescompass.session_token',
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  api.openAPIRegistry.registerComponent('securitySchemes', 'writeKey', {
    type: 'http',
    scheme: 'basic',
    description: 'A write key as the user name, without a password',
  });
  documentWebhooks(api);
  const app = new Hono<ApiEnv>();
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  // Made at the first request, when every route is mounted, and kept.
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/api/v1/openapi.json', (c) => c.json((document ??= openApiDocument(api))));
  app.get('/api/docs', (c) => c.html(docsPage));
  app.get('/api/docs/start.js', (c) => c.body(startScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  app.get('/api/docs/:asset', async (c) => {
    const type = assetTypes[c.req.param('asset')];
    if (!type) return c.notFound();
    const content = await readFile(join(assets, c.req.param('asset')));
    return c.body(new Uint8Array(content), 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=86400' });
  });
  return app;
}
