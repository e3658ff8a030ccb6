import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startTestStack, type TestStack } from '../stack.ts';
import { openBrowser, openWindow } from './browser.ts';
import { aboutCampaignList } from './campaign-list.ts';
import { aboutDrips } from './drips.ts';
import { aboutNurture } from './nurture.ts';

// One installation for all of them: each works on campaigns of its own, and starting one takes longer than most of what is tried in it.
let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startTestStack(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

async function open(): Promise<Page> {
  return (await openWindow(browser, stack.url, { width: 1440, height: 900, theme: 'light' })).newPage();
}

aboutCampaignList(open);
aboutDrips(open);
aboutNurture(open);
