import type { Page } from 'playwright-core';
import type { Dice } from './dice.ts';

/** A phone far from a mast: what it takes until anything comes (ms), and how much then (bytes a second). */
const far = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 25_000 };

/** Has a page wait for everything as on a slow line. */
export async function slowDown(page: Page): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', far);
}

/** Loses this share (0 to 1) of what a page asks of the API: half of it before it gets there, of the other half the answer. */
export async function loseAnswers(page: Page, share: number, dice: Dice): Promise<void> {
  await page.route('**/api/v1/**', async (route) => {
    const isStream = route.request().resourceType() === 'eventsource';
    if (isStream || !dice.isLucky(share)) return route.fallback();
    if (dice.isLucky(0.5)) await route.fetch().catch(() => null);
    await route.abort().catch(() => null);
  });
}
