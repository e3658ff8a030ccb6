import { randomUUID } from 'node:crypto';
import { InputFault } from '../command.ts';
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
  }).catch(() => {
    throw new InputFault(`Nothing answers at ${url}: start the platform, or name its address with --url.`);
  });
  if (!answer.ok) throw new Error(`${who.email} could not sign in at ${url}: ${await refusalOf(answer)}`);
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
      throw new Error(`${method} ${path} was refused: ${await refusalOf(response)}`);
    }
  }
  return {
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body ?? {}),
    put: (path, body) => request('PUT', path, body),
  };
}

/** What an answer that is no success says: its problem, else its status and that it is none of the platform's. */
async function refusalOf(answer: Response): Promise<string> {
  const text = await answer.text();
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json'))
    return `${answer.status}, and not in the platform's words. Is this its address?`;
  const { detail, code, errors } = JSON.parse(text) as {
    detail: string;
    code: string;
    errors?: { path: string; message: string }[];
  };
  return [`${detail} (${answer.status} ${code})`, ...(errors ?? []).map((one) => `${one.path}: ${one.message}`)].join(
    ' ',
  );
}
