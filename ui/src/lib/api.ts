import createClient from 'openapi-fetch';
import type { paths } from './api-types.ts';
import { firstAnswer } from './first-answers.ts';
import { problemFrom, tookTooLong, unreachable } from './problem.ts';
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

/** How long (ms) the server has for an answer. */
const patience = 60_000;

/** An answer that is there to its last letter: one that stalls in the middle is none. */
const whole = (answer: Response): Promise<Response> =>
  answer
    .clone()
    .text()
    .then(() => answer);

// A NUL that was written into a search is looked for as what is sent is stored: without it.
const read = (request: Request): Promise<Response> =>
  fetch(new Request(request.url.replaceAll('%00', ''), request), { signal: AbortSignal.timeout(patience) })
    .then(whole)
    .catch((failure: Error) => {
      throw failure.name === 'TimeoutError' ? tookTooLong() : unreachable();
    });

async function write(request: Request): Promise<Response> {
  const { method, url, headers } = request;
  const body = await request.clone().text();
  const what = `${method} ${url} ${body}`;
  const isRepeated = repeats.isUnanswered(what, Date.now());
  let [key, status] = ['', 0];
  if (method === 'POST') {
    key = headers.get('idempotency-key') ?? repeats.keyFor(new URL(url).pathname, what, Date.now());
    headers.set('idempotency-key', key);
  }
  try {
    // A minute, and a moment for each letter of it: a picture takes long on a thin line.
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience + body.length) }).then(whole);
    ({ status } = answer);
    if (!isRepeated || (status !== 404 && status !== 412)) return answer;
    const { settled } = await import('./lost-answers.ts');
    return await settled(answer, { method, body, read: () => read(new Request(url)) });
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
