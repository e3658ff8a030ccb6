import type { APIResponse, Page, Route } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstReads, readsOfFrame } from '../../ui/src/lib/first-reads.ts';
import type { PathName } from '../../ui/src/lib/paths.ts';
import { settle } from './browser.ts';
import type { House } from './house.ts';

const element = /<script type="application\/json" id="first-answers">(.*?)<\/script>/s;

/** What comes with the document of a page is what that page asks for. */
export function aboutFirstAnswers(house: () => House): void {
  describe('what a page reads first, in a browser', () => {
    let page: Page;
    let campaign = '';

    beforeAll(async () => {
      page = await house().as('manager@northwind.demo');
      await page.goto('/campaigns?status=completed');
      campaign = (await page.getByRole('link', { name: 'Customer letter, autumn' }).getAttribute('href')) ?? '';
    }, 60_000);

    it.each<PathName>(['campaigns', 'campaign'])('comes with the document of %s, else is asked for', async (name) => {
      const path = name === 'campaigns' ? '/campaigns' : campaign;
      const reads = [...readsOfFrame(name), ...(firstReads[name] ?? [])].map((read) =>
        read.replace(':id', campaign.split('/').at(-1)!),
      );
      const without = await opened(page, path, () => '');
      await expect.poll(() => reads.filter((read) => !without.includes(read)), { timeout: 15_000 }).toEqual([]);
      let came: string[] = [];
      const asked = await opened(page, path, (answers) => {
        came = Object.keys(JSON.parse(element.exec(answers)![1]!) as object);
        return answers;
      });
      const seen = (): string[] => [...came, ...asked].filter((read) => reads.includes(read)).sort();
      await expect.poll(() => reads.filter((read) => !seen().includes(read)), { timeout: 15_000 }).toEqual([]);
      expect(seen()).toEqual([...reads].sort());
    });
  });
}

/** Opens a page, with what comes within its document changed like this on the way. Fills as the page asks the API for more. */
async function opened(page: Page, path: string, change: (answers: string) => string): Promise<string[]> {
  const asked: string[] = [];
  page.removeAllListeners('request');
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname + search);
  });
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      const response = await whole(route);
      await route.fulfill({ response, body: (await response.text()).replace(element, change) });
    },
    { times: 1 },
  );
  await page.goto(path);
  await settle(page);
  return asked;
}

/** A document waits for answers only so long: where the machine has much else to do it goes without them, and is asked for again. */
async function whole(route: Route): Promise<APIResponse> {
  for (let turns = 0; turns < 50; turns += 1) {
    const response = await route.fetch();
    if (element.test(await response.text())) return response;
  }
  throw new Error('No document came with answers');
}
