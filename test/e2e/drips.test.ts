import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword } from '../../bin/demo/people.ts';
import { startTestStack, type TestStack } from '../stack.ts';
import { openBrowser, openWindow, settle, signIn } from './browser.ts';
import { listen, lookAt, type Faults } from './look-at.ts';
import { planCampaign } from './planning.ts';

const wide = { width: 1440, height: 900, theme: 'light' } as const;

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startTestStack(), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
}, 60_000);

/** Puts the focus on a control and presses a key: the mouse is left alone. */
async function press(page: Page, role: 'button' | 'menuitem' | 'link', name: string | RegExp): Promise<void> {
  const control = page.getByRole(role, { name }).first();
  await control.waitFor();
  await control.focus();
  await page.keyboard.press('Enter');
}

const stepsOf = async (page: Page): Promise<string[]> =>
  (await page.locator('ol[aria-label=Steps] [data-step] .font-medium').allInnerTexts()).map((text) => text.trim());

describe('a drip, in a browser', () => {
  it('is built by keyboard in the list, changed, taken back, saved, and seen on the canvas', async () => {
    const page = await (await openWindow(browser, stack.url, wide)).newPage();
    const faults: Faults = listen(page);
    await signIn(page, 'manager@northwind.demo', demoPassword);
    const { id } = await planCampaign(page, 'Steps for newcomers');

    await page.goto(`/campaigns/${id}?tab=drips`);
    await settle(page);
    await press(page, 'button', 'Choose a recipe');
    await page.getByRole('radio', { name: /^Nothing/ }).focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Name', { exact: false }).last().focus();
    await page.keyboard.type('Newcomers');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/drips\/[0-9a-f-]+$/, { timeout: 30_000 });
    await settle(page);

    await press(page, 'button', 'Add as first step');
    await press(page, 'menuitem', 'Send an e-mail');
    await page.getByLabel('Subject').focus();
    await page.keyboard.type('Welcome');
    await press(page, 'button', 'Add after it');
    await press(page, 'menuitem', 'Wait');
    await press(page, 'button', 'Add after it');
    await press(page, 'menuitem', 'Branch');
    await press(page, 'button', 'Add to no');
    await press(page, 'menuitem', 'Exit');
    expect(await stepsOf(page)).toEqual(['1. Send an e-mail', '2. Wait', '3. Branch', '4. Exit']);

    // The wait goes before the message, and back again.
    await page.locator('[data-step=wait1]').focus();
    await page.keyboard.press('Alt+ArrowUp');
    expect(await stepsOf(page)).toEqual(['1. Wait', '2. Send an e-mail', '3. Branch', '4. Exit']);
    await page.keyboard.press('Control+z');
    expect(await stepsOf(page)).toEqual(['1. Send an e-mail', '2. Wait', '3. Branch', '4. Exit']);
    await page.keyboard.press('Control+s');
    await page.getByText('Drip saved').waitFor();

    await page.reload();
    await settle(page);
    expect(await stepsOf(page)).toEqual(['1. Send an e-mail', '2. Wait', '3. Branch', '4. Exit']);
    await page.getByText('Sends “Welcome”').waitFor();
    await page.getByRole('radio', { name: 'Canvas' }).focus();
    await page.keyboard.press('Space');
    await page.locator('.svelte-flow [data-step=send1]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '2. Wait' }).waitFor();

    const at = new URL(page.url()).pathname;
    const looks: Faults = [];
    looks.push(...(await lookAt(page, `${at}?step=branch1`, 'drip')));
    looks.push(...(await lookAt(page, `${at}?view=canvas`, 'drip-canvas')));
    looks.push(...(await lookAt(page, `${at}?tab=rules`, 'drip-rules')));
    looks.push(...(await lookAt(page, `${at}?tab=versions`, 'drip-versions')));
    looks.push(...(await lookAt(page, `${at}?tab=people`, 'drip-people')));
    looks.push(...(await lookAt(page, `/campaigns/${id}?tab=drips`, 'campaign-drips')));
    await page.close();
    expect([...looks, ...faults]).toEqual([]);
  }, 180_000);
});
