import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { CreditReport } from '../../domain/attribution/report.ts';
import type { Person } from '../../domain/people/person.ts';
import { snippetCode } from '../../ui/src/settings/snippet-code.ts';
import { settle } from './browser.ts';
import { call } from './call.ts';

/** A shop on this machine whose pages carry the snippet once it has a key. */
export interface Shop {
  origin: string;
  carry: (productUrl: string, key: string) => void;
  close: () => Promise<void>;
}

/** Opens a shop that answers every path with the same page. */
export async function openShop(): Promise<Shop> {
  let code = '';
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><html lang="en"><head><title>Shop</title>${code}</head><body><h1>Shop</h1></body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    carry: (productUrl, key) => (code = snippetCode(productUrl, key)),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

/** Asks until the answer is as wanted, however slow the machine is. */
export async function until<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; ;) {
    const answer = await ask();
    if (isWanted(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** A visitor's browser: what it sent to the product, and what it keeps. */
interface Visitor {
  page: Page;
  sent: string[];
  kept: () => Promise<{ cookies: number; stored: string[] }>;
  /** Says yes, and waits until what was held is taken. */
  consent: () => Promise<void>;
  say: (...call: ['identify' | 'track' | 'page' | 'consent', ...unknown[]]) => Promise<void>;
}

/** What a page of the shop has, besides what every page has. */
interface PageGlobals {
  localStorage: object;
  sc: Record<string, (...given: unknown[]) => void> | unknown[];
}

/** Opens a browser of somebody whom nobody knows. */
export async function openVisitor(browser: Browser): Promise<Visitor> {
  // A browser without a window says so in its name, and what such ones do counts for nothing.
  const userAgent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36';
  const context = await browser.newContext({ userAgent });
  await context.route('**', (route) =>
    ['127.0.0.1', 'localhost'].includes(new URL(route.request().url()).hostname) ? route.continue() : route.abort(),
  );
  const page = await context.newPage();
  const sent: string[] = [];
  const isBatch = (url: string): boolean => url.endsWith('/api/v1/batch');
  page.on('request', (request) => void (isBatch(request.url()) && sent.push(request.postData() ?? '')));
  const say: Visitor['say'] = (name, ...given) =>
    page.evaluate(
      ([name, given]) => {
        const { sc } = globalThis as unknown as PageGlobals;
        if (!Array.isArray(sc)) sc[name]?.(...given);
      },
      [name, given] as [string, unknown[]],
    );
  return {
    page,
    sent,
    say,
    kept: async () => ({
      cookies: (await context.cookies()).length,
      stored: (await page.evaluate(() => Object.keys((globalThis as unknown as PageGlobals).localStorage))).sort(),
    }),
    consent: async () => {
      const taken = page.waitForResponse((answer) => isBatch(answer.url()));
      await say('consent', true);
      expect((await taken).status()).toBe(200);
    },
  };
}

/** Goes to a page of the shop, and waits until the snippet is there. */
export async function goTo({ page }: Visitor, address: string): Promise<void> {
  const loaded = page.waitForResponse((answer) => answer.url().endsWith('/s/v1.js'));
  await page.goto(address);
  await (await loaded).finished();
  await page.waitForFunction(() => !Array.isArray((globalThis as unknown as PageGlobals).sc));
}

/** A person as the API shows them, once their latest touch names this campaign. */
export async function touchedPerson(page: Page, query: string, latest: string): Promise<Person> {
  const find = () => call<{ data: Person[] }>(page, 'GET', `/api/v1/people?q=${encodeURIComponent(query)}`);
  const { data } = await until(find, (answer) => answer.data[0]?.latestTouch?.utm.campaign === latest);
  return data[0]!;
}

/** What the page of a person says of where they came from. */
export async function shownTouches(page: Page, personId: string): Promise<string> {
  await page.goto(`/people/${personId}?tab=details`);
  await settle(page);
  return page.getByRole('region', { name: 'Where they came from' }).innerText();
}

/** Sales win something with a person; returns once it is credited, from the page that reports it. */
export async function creditedOnReport(page: Page, personId: string, campaign: string): Promise<string> {
  await call(page, 'POST', '/api/v1/opportunities', {
    ...{ name: 'Won on the web', stage: 'Closed won', state: 'won', amount: { amountMinor: 123_400, currency: 'EUR' } },
    contactRoles: [{ personId }],
  });
  const read = () => call<CreditReport>(page, 'GET', '/api/v1/attribution?model=first');
  await until(read, ({ groups }) => groups.some(({ name, won }) => name === campaign && won > 0));
  await page.goto('/attribution?model=first');
  await settle(page);
  return page.getByRole('row').filter({ hasText: campaign }).first().innerText();
}
