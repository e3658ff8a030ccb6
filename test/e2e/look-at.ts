import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { settle } from './browser.ts';

let axeSource: string | undefined;

// Layout differs by width and colours by theme: two looks see both. All four where pictures are wanted.
const looks = [
  { width: 1440, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const;
const allLooks = [1440, 375].flatMap((width) => [
  { width, colorScheme: 'light' as const },
  { width, colorScheme: 'dark' as const },
]);

/** What is wrong with one page, in words; nothing where all is well. */
export type Faults = string[];

/** Collects what a page throws or complains about while it is open. */
export function listen(page: Page): Faults {
  const faults: Faults = [];
  page.on('pageerror', (error) => void faults.push(`threw ${error.message}`));
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} from ${new URL(answer.url()).pathname}`);
  });
  return faults;
}

/**
 * Opens an address and looks at it wide and on a phone, in the light and in the dark: axe finds nothing, nothing lies beside a
 * screen of 320 px, and there is a title. With SCREENSHOTS=1 pictures go to ui/screenshots.
 */
export async function lookAt(page: Page, path: string, name: string): Promise<Faults> {
  const faults: Faults = [];
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await comeTo(page, path);
  if ((await page.locator('h1').innerText()).trim() === '') faults.push('has an empty title');
  for (const { width, colorScheme } of process.env.SCREENSHOTS ? allLooks : looks) {
    await page.setViewportSize({ width, height: width === 1440 ? 900 : 812 });
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await page.evaluate(twoFrames);
    faults.push(...(await axe(page)).map((fault) => `${width} px, ${colorScheme}: ${fault}`));
    if (process.env.SCREENSHOTS) await picture(page, `${name}.${width}.${colorScheme}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const beside = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (beside > 0) faults.push(`${beside} px lie beside a screen of 320 px`);
  return faults.map((fault) => `${name} (${path}): ${fault}`);
}

/** What a page has asked for and not yet got, without the stream that stays open. */
const awaited = new WeakMap<Page, Set<Request>>();

/**
 * Goes to an address as somebody does who follows a link to it: loading the application anew for each would cost more than looking.
 * Rests when the page has got everything that it asks for.
 */
async function comeTo(page: Page, path: string): Promise<void> {
  const isFirst = !awaited.has(page);
  const open = awaited.get(page) ?? awaitedBy(page);
  if (isFirst) await page.goto(path);
  else
    await page.evaluate(
      `(() => {
        const link = Object.assign(document.createElement('a'), { href: ${JSON.stringify(path)} });
        document.body.append(link);
        link.click();
        link.remove();
      })()`,
    );
  await expect
    .poll(
      async () => {
        await page.evaluate(twoFrames);
        return open.size;
      },
      { timeout: 15_000, interval: 20 },
    )
    .toBe(0);
  await settle(page);
}

const twoFrames = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null))))';

function awaitedBy(page: Page): Set<Request> {
  const open = new Set<Request>();
  awaited.set(page, open);
  page.on('request', (request) => void (request.resourceType() === 'eventsource' || open.add(request)));
  page.on('requestfinished', (request) => void open.delete(request));
  page.on('requestfailed', (request) => void open.delete(request));
  return open;
}

async function axe(page: Page): Promise<string[]> {
  axeSource ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

async function picture(page: Page, name: string): Promise<void> {
  await mkdir('ui/screenshots', { recursive: true });
  await page.screenshot({ path: `ui/screenshots/${name}.png`, fullPage: true });
}
