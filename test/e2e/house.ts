import type { Browser, Page } from 'playwright-core';
import { demoPassword } from '../../bin/demo/people.ts';
import { startTestStack } from '../stack.ts';
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
  /** A new window of its own. */
  open: () => Promise<Page>;
  /** The same, signed in with this address; '': by nobody. */
  as: (email: string) => Promise<Page>;
  close: () => Promise<void>;
}

/** Starts it. */
export async function openHouse(): Promise<House> {
  const [stack, browser, shop] = await Promise.all([startTestStack(), openBrowser(), openShop()]);
  const complaints: Faults = [];
  const open = async () =>
    (await openWindow(browser, stack.url, { width: 1440, height: 900, theme: 'light' })).newPage();
  return {
    ...{ url: stack.url, mailboxUrl: stack.mailboxUrl ?? '', browser, shop, complaints, campaignId: '', open },
    as: async (email) => {
      const page = await open();
      const faults = listen(page);
      page.on('close', () => complaints.push(...faults));
      if (email !== '') await signIn(page, email, demoPassword);
      return page;
    },
    close: async () => {
      await browser.close();
      await shop.close();
      await stack.stop();
    },
  };
}
