import createClient from 'openapi-fetch';
import type { paths } from './api-types.ts';
import { firstAnswer } from './first-answers.ts';
import { problemFrom, unreachable } from './problem.ts';
import { storableJson } from './storable.ts';

/** Called when the API says that nobody is signed in; the session sets it. */
export const signedOut = { handler: (): void => {} };

/** The typed client of our own API: paths, parameters and bodies come from its OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  bodySerializer: (body) => storableJson(JSON.stringify(body)),
  fetch: (request) =>
    firstAnswer(request) ??
    fetch(request).catch(() => {
      throw unreachable();
    }),
});

api.use({
  onRequest({ request }) {
    // A key of its own for each press of a button, so that a retry by the browser or a proxy starts nothing twice.
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', crypto.randomUUID());
    }
    return request;
  },
});

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
