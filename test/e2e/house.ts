import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import { demoPassword } from '../../bin/demo/people.ts';
import { createTestDatabase } from '../database.ts';
import { startTestStack, type TestStack } from '../stack.ts';
import { createTestTemporal } from '../temporal.ts';
import { openBrowser, openWindow, signIn } from './browser.ts';
import { listen, type Faults } from './look-at.ts';
import { openShop, type Shop } from './web-visit.ts';

/** One installation, a browser and a shop for all that is tried by hand: starting them takes longer than most of what is tried. */
export interface House {
  url: string;
  mailboxUrl: string;
  browser: Browser;
  shop: Shop;
  /** What pages that were opened by `as` threw or complained about until they were closed. */
  complaints: Faults;
  /** The campaign that the main job wrote and sent; what comes after it looks at it. */
  campaignId: string;
  /** A new window of a browser that nobody has used. */
  open: () => Promise<Page>;
  /** One of the browser in which this address is signed in, through the form the first time; '': one in which nobody is. */
  as: (email: string) => Promise<Page>;
  close: () => Promise<void>;
}

/** Starts it. */
export async function openHouse(): Promise<House> {
  const [stack, browser, shop] = await Promise.all([startOnSharedServers(), openBrowser(), openShop()]);
  const complaints: Faults = [];
  const newBrowser = () => openWindow(browser, stack.url, { width: 1440, height: 900, theme: 'light' });
  const open = async () => (await newBrowser()).newPage();
  const browsers = new Map<string, BrowserContext>();
  const browserOf = async (email: string): Promise<BrowserContext> => {
    const known = browsers.get(email);
    if (known) return known;
    const context = await newBrowser();
    const page = await context.newPage();
    await signIn(page, email, demoPassword);
    await page.close();
    browsers.set(email, context);
    return context;
  };
  return {
    ...{ url: stack.url, mailboxUrl: stack.mailboxUrl ?? '', browser, shop, complaints, campaignId: '', open },
    as: async (email) => {
      const page = email === '' ? await open() : await (await browserOf(email)).newPage();
      const faults = listen(page);
      page.on('close', () => complaints.push(...faults));
      return page;
    },
    close: async () => {
      await browser.close();
      await shop.close();
      await stack.stop();
    },
  };
}

/** On the Postgres and the Temporal of the test run: `npm start` with those of its own is tried in a test of its own. */
async function startOnSharedServers(): Promise<TestStack> {
  const [database, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
  const stack = await startTestStack({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: temporal.namespace,
  });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      await temporal.close();
      await database.drop();
    },
  };
}
