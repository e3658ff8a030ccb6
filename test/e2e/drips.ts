import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { settle } from './browser.ts';
import { call } from './call.ts';
import type { House } from './house.ts';
import { listen, lookAt, type Faults } from './look-at.ts';
import { planCampaign } from './planning.ts';

/** Puts the focus on a control and presses a key: the mouse is left alone. */
async function press(page: Page, role: 'button' | 'menuitem' | 'link', name: string | RegExp): Promise<void> {
  const control = page.getByRole(role, { name }).first();
  await control.waitFor();
  await control.focus();
  // A menu that opens takes the focus a moment later: only then does it stay where it is put.
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  await control.focus();
  await page.keyboard.press('Enter');
}

const stepsOf = async (page: Page): Promise<string[]> =>
  (await page.locator('ol[aria-label=Steps] [data-step] .font-medium').allInnerTexts()).map((text) => text.trim());

/** A drip built by keyboard, and one edited while people are in it. */
export function aboutDrips(house: () => House): void {
  describe('a drip, in a browser', () => {
    it('is built by keyboard in the list, changed, taken back, saved, and seen on the canvas', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults: Faults = listen(page);
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
      expect(await stepsOf(page)).toEqual(['1. Send an e-mail', '2. Wait 3 days', '3. Branch', '4. Exit']);

      // The wait goes before the message, and back again.
      await page.locator('[data-step=wait1]').focus();
      await page.keyboard.press('Alt+ArrowUp');
      expect(await stepsOf(page)).toEqual(['1. Wait 3 days', '2. Send an e-mail', '3. Branch', '4. Exit']);
      await page.keyboard.press('Control+z');
      expect(await stepsOf(page)).toEqual(['1. Send an e-mail', '2. Wait 3 days', '3. Branch', '4. Exit']);
      await page.keyboard.press('Control+s');
      await page.getByText('Drip saved').waitFor();

      await page.reload();
      await settle(page);
      expect(await stepsOf(page)).toEqual(['1. Send an e-mail', '2. Wait 3 days', '3. Branch', '4. Exit']);
      await page.getByText('Sends “Welcome”').waitFor();
      await page.getByRole('radio', { name: 'Canvas' }).focus();
      await page.keyboard.press('Space');
      await page.locator('.svelte-flow [data-step=send1]').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '2. Wait 3 days' }).waitFor();

      // On with the mouse, on the canvas: a step more, a note on it, a copy that is taken back, done again, and an image of it all.
      await page.getByRole('button', { name: 'Add after it' }).click();
      await page.getByRole('menuitem', { name: 'Split at random' }).click();
      await page.getByLabel('Note').fill('Half of them hear of the offer.');
      await page.locator('.svelte-flow').getByText('Half of them hear of the offer.').waitFor();
      const onCanvas = (): Promise<number> => page.locator('.svelte-flow [data-step]').count();
      expect(await onCanvas()).toBe(5);
      await page.getByRole('button', { name: 'Copy' }).click();
      expect(await onCanvas()).toBe(6);
      await page.getByRole('button', { name: 'Undo' }).click();
      expect(await onCanvas()).toBe(5);
      await page.getByRole('button', { name: 'Redo' }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as image' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('Newcomers.png');
      expect((await readFile(await file.path())).length).toBeGreaterThan(20_000);
      await page.getByRole('button', { name: 'Save drip' }).click();
      await page.getByText('Drip saved').last().waitFor();
      const looks = await lookAt(page, `/campaigns/${id}?tab=drips`, 'campaign-drips');
      await page.close();
      expect([...looks, ...faults]).toEqual([]);
    }, 180_000);

    it('is edited while people are in it: the page says whom that touches, asks where they go, and shows where each of them is', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults: Faults = listen(page);
      const drip = await runningDrip(page);
      const looks = await lookAt(page, `${drip.path}?step=began`, 'drip');
      looks.push(...(await lookAt(page, `${drip.path}?view=canvas&step=silent`, 'drip-canvas')));
      looks.push(...(await lookAt(page, `${drip.path}?tab=rules`, 'drip-rules')));
      looks.push(...(await lookAt(page, `${drip.path}?tab=people&open=true`, 'drip-people')));
      looks.push(...(await lookAt(page, `${drip.path}?tab=versions`, 'drip-versions')));
      await page.setViewportSize({ width: 1440, height: 900 });

      await letIn(page, drip.path);
      await press(page, 'button', 'Actions in Welcome');
      await press(page, 'menuitem', 'Hold them here');
      await page.getByText('Nothing, until somebody lets them go on.').waitFor();
      looks.push(...(await lookAt(page, new URL(page.url()).pathname + '?tab=journeys', 'person-journeys')));
      await page.setViewportSize({ width: 1440, height: 900 });

      await page.goto(`${drip.path}?step=rest`);
      await settle(page);
      await press(page, 'button', 'Remove');
      await press(page, 'button', 'Save as a new version');
      const { inside, waiting } = await runningDrip(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByText(`${inside} people are in the drip now. Removed: “Wait 3 days”.`).waitFor();
      await dialog.getByText(`${inside} people follow it from their next step`).waitFor();
      const where = dialog.getByLabel(`“Wait 3 days” is removed. ${waiting} people wait there and`);
      expect(await dialog.getByRole('button', { name: 'Save version' }).isDisabled()).toBe(true);
      await where.selectOption({ label: 'go to 2. Did they click?' });
      await dialog.getByRole('button', { name: 'Save version' }).press('Enter');
      await page.getByText(/Version 3 waits for approval/).waitFor();

      const approver = await house().as('approver@northwind.demo');
      await approver.goto(`${drip.path}?tab=versions`);
      await approver.getByText('Removed: “Wait 3 days”.').waitFor();
      await press(approver, 'button', /^Approve$/);
      await approver.getByText('Version 3 approved', { exact: true }).waitFor();
      await Promise.all([page.close(), approver.close()]);
      expect([...looks, ...faults]).toEqual([]);
    }, 180_000);
  });
}

/** The example's drip that runs: its address, how many people are in it, and how many wait at its first wait. */
async function runningDrip(page: Page): Promise<{ path: string; inside: number; waiting: number }> {
  const read = <T>(path: string): Promise<T> => call(page, 'GET', `/api/v1${path}`);
  interface Rows<Row> {
    data: Row[];
  }
  const [campaign] = (await read<Rows<{ id: string }>>('/campaigns?q=Welcome%20to%20Northwind')).data;
  const drips = await read<Rows<{ id: string; people: Record<string, number> }>>(`/campaigns/${campaign?.id}/drips`);
  const path = `/campaigns/${campaign?.id}/drips/${drips.data[0]?.id}`;
  const { enrolled = 0, active = 0, paused = 0 } = drips.data[0]?.people ?? {};
  const steps = (await read<Rows<{ step: string; waiting: number }>>(`${path}/figures`)).data;
  const waiting = steps.find(({ step }) => step === 'rest')?.waiting ?? 0;
  return { path, inside: enrolled + active + paused, waiting };
}

/** Lets somebody in who has not been in it, and goes to where they are: at the first step, or already behind it. */
async function letIn(page: Page, path: string): Promise<void> {
  await page.goto(`${path}?tab=people`);
  await press(page, 'button', 'Let somebody in');
  const dialog = page.getByRole('dialog');
  // Enter before the answer takes nobody who does not fit what was typed.
  const field = dialog.getByRole('combobox', { name: 'Person' });
  await field.focus();
  await dialog.getByRole('listbox').getByRole('option').nth(1).waitFor();
  await field.fill('person7@');
  await field.press('Enter');
  if ((await dialog.getByRole('button', { name: 'Clear Person' }).count()) === 0)
    await dialog.getByRole('listbox').getByRole('option').first().click();
  await dialog.getByRole('button', { name: 'Let them in' }).click();
  await page.getByText(/ is in the drip$/).waitFor();
  const name = (
    await page
      .getByText(/ is in the drip$/)
      .first()
      .innerText()
  ).replace(' is in the drip', '');
  await page.getByRole('link', { name }).first().click();
  await page.waitForURL(/tab=journeys/);
  const { email } = await call<{ email: string }>(page, 'GET', `/api/v1${new URL(page.url()).pathname}`);
  expect(email).toBe('person7@people.example');
  const journeys = `/api/v1${new URL(page.url()).pathname}/journeys`;
  const { data } = await call<{ data: { endedAt: string | null }[] }>(page, 'GET', journeys);
  expect(data[0]?.endedAt, JSON.stringify(data)).toBeNull();
}
