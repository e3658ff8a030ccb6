import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser, openWindow, settle, signIn } from '../../test/e2e/browser.ts';
import type { SignIn } from '../smoke/options.ts';
import { until } from '../smoke/until.ts';

/** Pictures of the model's page and of the web console at each step. */
export interface Pictures {
  of: (name: string, training: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Takes none. */
export const noPictures: Pictures = { of: async () => {}, close: async () => {} };

/** Opens a browser that takes them, signed in as a manager; the console asks for nobody. */
export async function takePictures({
  url,
  console: consoleUrl,
  folder,
  manager,
}: {
  url: string;
  console: string;
  folder: string;
  manager: SignIn;
}): Promise<Pictures> {
  await mkdir(folder, { recursive: true });
  const browser = await openBrowser();
  const window = await openWindow(browser, url, { width: 1440, height: 900, theme: 'light' });
  const page = await window.newPage();
  await signIn(page, manager.email, manager.password);
  const console = await window.newPage();
  let taken = 0;
  return {
    of: async (name, training) => {
      const file = (what: string) => join(folder, `${taken}-${name}-${what}.png`);
      taken++;
      await page.goto('/models');
      await settle(page);
      await page.screenshot({ path: file('page'), fullPage: true });
      await console.goto(`${consoleUrl}/namespaces/default/workflows/${encodeURIComponent(training)}`);
      await console.getByText('User Metadata').first().click();
      // The console shows what workflows say of themselves in a frame each.
      const frames = () => Promise.all(console.frames().map((frame) => frame.getByText('Last steps:').count()));
      await until(frames, { done: (counts) => counts.some((count) => count > 0), seconds: 20, what: 'what it says' });
      await console.screenshot({ path: file('console') });
    },
    close: () => browser.close(),
  };
}
