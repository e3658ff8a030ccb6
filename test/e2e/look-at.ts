import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page, Request } from 'playwright-core';
import { expect } from 'vitest';

let axeSource: string | undefined;

interface Look {
  width: number;
  colorScheme: 'light' | 'dark';
}

// Layout differs by width and colours by theme: two looks see both. All six where pictures are wanted.
const wide: Look = { width: 1440, colorScheme: 'light' };
const phone: Look = { width: 375, colorScheme: 'dark' };
const allLooks = [1440, 375, 320].flatMap((width): Look[] => [
  { width, colorScheme: 'light' },
  { width, colorScheme: 'dark' },
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
 * screen of 320 px, and there is a title. Begins at the width that the page has: every other page is opened on a phone. With
 * SCREENSHOTS=1 pictures go to ui/screenshots.
 */
export async function lookAt(page: Page, path: string, name: string): Promise<Faults> {
  const faults: Faults = [];
  const isWide = (page.viewportSize()?.width ?? wide.width) === wide.width;
  const looks = process.env.SCREENSHOTS ? allLooks : isWide ? [wide, phone] : [phone, wide];
  for (const [index, look] of looks.entries()) {
    const { width, colorScheme } = look;
    await turnTo(page, look);
    if (index === 0) await goTo(page, path);
    if (!path.startsWith('/sign-in') && new URL(page.url()).pathname === '/sign-in') faults.push('asks to sign in');
    if ((await rest(page, colorScheme)) === '') faults.push(`${width} px, ${colorScheme}: has an empty title`);
    faults.push(...(await axe(page)).map((fault) => `${width} px, ${colorScheme}: ${fault}`));
    if (process.env.SCREENSHOTS) await picture(page, `${name}.${width}.${colorScheme}`);
    if (width === phone.width) faults.push(...(await beside(page)));
  }
  return faults.map((fault) => `${name} (${path}): ${fault}`);
}

/** Looks at many addresses from two windows of a browser at once: while one waits the other draws. */
export async function lookAtAll(windows: [Page, Page], places: [path: string, name: string][]): Promise<Faults> {
  const left = [...places];
  const faults: Faults = [];
  await Promise.all(
    windows.map(async (page) => {
      for (let next = left.shift(); next; next = left.shift()) faults.push(...(await lookAt(page, ...next)));
    }),
  );
  return faults;
}

async function turnTo(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme });
  if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height: width === 1440 ? 900 : 812 });
}

/** Makes the screen as narrow as screens are, and leaves it so. */
async function beside(page: Page): Promise<Faults> {
  await page.setViewportSize({ width: 320, height: 640 });
  const px = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return px > 0 ? [`${px} px lie beside a screen of 320 px`] : [];
}

/** What a page has asked for and not yet got, without the stream that stays open. */
const awaited = new WeakMap<Page, Set<Request>>();

/**
 * Goes to an address as somebody does who follows a link to it: loading the application anew for each would cost more than looking.
 */
async function goTo(page: Page, path: string): Promise<void> {
  if (!awaited.has(page)) {
    awaitedBy(page);
    await page.goto(path);
    return;
  }
  // The address changes together with what is shown: before, it is the last page that one would look at.
  await page.evaluate(
    `(async () => {
      const from = location.href;
      const link = Object.assign(document.createElement('a'), { href: ${JSON.stringify(path)} });
      document.body.append(link);
      link.click();
      link.remove();
      for (const end = Date.now() + 15_000; location.href === from && link.href !== from; ) {
        if (Date.now() > end) throw new Error('the link leads nowhere');
        await new Promise(requestAnimationFrame);
      }
    })()`,
  );
}

/** Waits until a page has got and drawn everything that it asks for, in these colours. Returns its title. */
async function rest(page: Page, colorScheme: string): Promise<string> {
  let title: string | null = null;
  await expect
    .poll(
      async () => {
        title = await page.evaluate<string | null>(titleAtRest(colorScheme));
        return title !== null && awaited.get(page)?.size === 0;
      },
      { timeout: 15_000, interval: 20 },
    )
    .toBe(true);
  return title ?? '';
}

/** Two frames later, null where a page is not in its colours, has no title, or shows that it loads. */
const titleAtRest = (colorScheme: string): string => `(async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(null))));
  await document.fonts.ready;
  const title = document.querySelector('h1');
  const isColored = document.documentElement.dataset.theme === '${colorScheme}';
  return title && isColored && !document.querySelector('[aria-label="Loading"]') ? title.innerText.trim() : null;
})()`;

function awaitedBy(page: Page): void {
  const open = new Set<Request>();
  awaited.set(page, open);
  page.on('request', (request) => void (request.resourceType() === 'eventsource' || open.add(request)));
  page.on('requestfinished', (request) => void open.delete(request));
  page.on('requestfailed', (request) => void open.delete(request));
}

/** What axe finds wrong with a page as it is now. */
export async function axe(page: Page): Promise<string[]> {
  axeSource ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

async function picture(page: Page, name: string): Promise<void> {
  await mkdir('ui/screenshots', { recursive: true });
  await page.screenshot({ path: `ui/screenshots/${name}.png`, fullPage: true });
}
