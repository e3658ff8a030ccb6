import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

/** Asks the API as whoever is signed in in the browser of a page, whatever the page shows. Throws where it is refused. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await page.request.fetch(path, {
    method,
    // A connection that rested may be closed by the server just when it is used again; what is asked twice has one key.
    maxRetries: 3,
    ...(method === 'GET' ? {} : { headers: { 'idempotency-key': randomUUID() }, data: body ?? {} }),
  });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}
