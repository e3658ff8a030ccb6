import { randomUUID } from 'node:crypto';
import type { SignIn } from './options.ts';

/** A signed-in person's way to the public API. */
export interface ApiClient {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body?: unknown) => Promise<T>;
  /** Writes what stands at an address over, whatever its version is. */
  put: <T>(path: string, body: unknown) => Promise<T>;
}

/** Signs in as a person does, with a session cookie. */
export async function signInTo(url: string, who: SignIn): Promise<ApiClient> {
  const origin = new URL(url).origin;
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    body: JSON.stringify(who),
    headers: { 'content-type': 'application/json', origin },
  });
  if (!answer.ok) throw new Error(`${who.email} could not sign in (${answer.status}): ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const isForm = body instanceof FormData;
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
        headers: {
          cookie,
          origin,
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...(method === 'PUT' ? { 'if-match': '*' } : {}),
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
      });
      if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
      if (response.status === 429 && attempt < 10) {
        await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after') ?? 1)));
        continue;
      }
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    }
  }
  return {
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body ?? {}),
    put: (path, body) => request('PUT', path, body),
  };
}
