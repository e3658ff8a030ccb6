import { existsSync } from 'node:fs';
import chromiumPackage from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/**
 * A real Chromium: the one that CHROMIUM_PATH names, else the system's, else the one that npm brought. It reaches nothing
 * outside but the `host` that it is for. `debuggingPort` lets another tool drive it.
 */
export async function openBrowser({
  debuggingPort,
  host = 'localhost',
}: { debuggingPort?: number; host?: string } = {}): Promise<Browser> {
  const system = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  );
  chromiumPackage.setGraphicsMode = false;
  const executablePath = system ?? (await chromiumPackage.executablePath());
  const quiet = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
    '--disable-sync',
    // Refusing by name costs nothing, while asking about every request would also switch off the cache.
    `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE ${host}`,
    // Drawn by the processor alone: emulating a graphics card on it takes as long as all the rest of a page does.
    '--disable-gpu',
    '--disable-gpu-compositing',
    '--disable-software-rasterizer',
    ...(debuggingPort ? [`--remote-debugging-port=${debuggingPort}`] : []),
  ];
  // Without its own rules about origins a browser would not be the one that people have.
  const left = ['--single-process', '--disable-web-security'];
  const packaged = system
    ? []
    : chromiumPackage.args.filter((arg) => !arg.startsWith('--headless') && !left.includes(arg));
  return chromium.launch({ executablePath, headless: true, args: [...packaged, ...quiet] });
}

/** How a page is looked at. */
export interface Look {
  width: number;
  height: number;
  theme: 'light' | 'dark';
}

/** A browser window of its own, without cookies, that begins at `origin`. */
export async function openWindow(browser: Browser, origin: string, look: Look): Promise<BrowserContext> {
  const { width, height, theme } = look;
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: width < 600,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  return context;
}

/** Signs in through the page, as a person does; what comes then begins at its title, also for those who hear it. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.locator('#page-title:focus').waitFor({ timeout: 15_000 });
}

/** Waits until the page shows its data: it has a title, its font, and no skeleton is left. */
export async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ timeout: 30_000 });
  // By a locator: the pages' policy forbids to evaluate text as script, which waiting for a function would.
  await page.locator('[aria-label="Loading"]').first().waitFor({ state: 'detached', timeout: 15_000 });
  await page.evaluate('document.fonts.ready.then(() => {})');
}
