import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { createApp } from '../api/app.ts';
import type { ApiDeps } from '../api/deps.ts';

const target = fileURLToPath(new URL('../ui/src/lib/api-types.ts', import.meta.url));

/** The API's own OpenAPI document; no server, database or Temporal is asked. */
export async function apiDocument(): Promise<OpenAPI3> {
  const answer = await createApp(surroundings()).request('/api/v1/openapi.json');
  if (!answer.ok) throw new Error(`the document cannot be made: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as OpenAPI3;
}

/** The types of the API as its document has them. */
export async function apiTypes(): Promise<string> {
  const syntax = await openapiTS(await apiDocument(), { alphabetize: true });
  return `// Made by \`npm run api:types\` from the API's own document; do not edit.\n${astToString(syntax)}`;
}

/** Stands in for everything routes are built with: they take it apart when they are declared, and are never called here. */
function surroundings(): ApiDeps {
  const anything: unknown = new Proxy(function () {}, {
    get: (_target, name) => (name === 'then' ? undefined : name === Symbol.toPrimitive ? () => '' : anything),
    apply: () => anything,
    construct: () => anything as object,
  });
  const config: ApiDeps['config'] = {
    publicUrl: 'http://localhost',
    consoleUrl: null,
    sending: {
      bounceDomain: 'bounces.localhost',
      publicHost: 'localhost',
      spfInclude: null,
      sendingIps: [],
      isRequired: false,
    },
    temporalNamespace: 'default',
    historyRetentionMs: () => null,
    uiFolder: null,
    rateLimit: { perSecond: 1, burst: 1 },
    trustedProxies: 0,
  };
  return new Proxy({ config } as ApiDeps, {
    get: (known, name) => (name in known ? known[name as keyof ApiDeps] : anything) as never,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await apiTypes());
