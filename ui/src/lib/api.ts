import createClient from 'openapi-fetch';
import type { paths } from './api-types.ts';
import { firstAnswer } from './first-answers.ts';
import { problemFrom, unreachable } from './problem.ts';
import { repeats } from './repeats.ts';
import { storableJson } from './storable.ts';

/** Called when the API says that nobody is signed in; the session sets it. */
export const signedOut = { handler: (): void => {} };

/** The typed client of our own API: paths, parameters and bodies come from its OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  bodySerializer: (body) => storableJson(JSON.stringify(body)),
  fetch: (request) => firstAnswer(request) ?? (request.method === 'GET' ? read(request) : write(request)),
});

const read = (request: Request): Promise<Response> =>
  fetch(request).catch(() => {
    throw unreachable();
  });

async function write(request: Request): Promise<Response> {
  const { method, url, headers } = request;
  let [what, key, status] = ['', '', 0];
  if (method === 'POST') {
    what = `${url} ${await request.clone().text()}`;
    key = headers.get('idempotency-key') ?? repeats.keyFor(new URL(url).pathname, what, Date.now());
    headers.set('idempotency-key', key);
  }
  try {
    // A minute, and a moment for each letter of it: a picture takes long on a thin line.
    const answer = await fetch(request, { signal: AbortSignal.timeout(60_000 + what.length) });
    ({ status } = answer);
    return answer;
  } catch {
    throw unreachable(method);
  } finally {
    repeats.note({ what, key, status, atMs: Date.now() });
  }
}

/** The body of a successful answer; anything else is thrown as a `Problem`. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  if (response.status === 401) signedOut.handler();
  throw problemFrom(response.status, error);
}

/** The header of an update that must not overwrite somebody else's. */
export function ifMatch(resource: { version: number }): { 'if-match': string } {
  return { 'if-match': `"${resource.version}"` };
}
