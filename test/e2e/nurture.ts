import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { settle } from './browser.ts';
import { call } from './call.ts';
import type { House } from './house.ts';
import { listen, lookAt, type Faults } from './look-at.ts';
import { planCampaign } from './planning.ts';

const itemsOf = async (page: Page): Promise<string[]> =>
  (await page.locator('ol[aria-label="Items in their order"] [data-item]').allInnerTexts()).map((text) =>
    text.replace(/^\d+\.\s*/, '').trim(),
  );

async function addItem(page: Page, name: string): Promise<void> {
  await page
    .getByRole('button', { name: /^Add (the first item|an item to)/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Add an item' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Subject').fill(`About ${name}`);
  await dialog.getByRole('button', { name: 'Add item' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** A programme built and ordered, and one that runs. */
export function aboutNurture(house: () => House): void {
  describe('a nurture programme, in a browser', () => {
    it('is built, ordered by keyboard and by mouse, and says who would get what before it happens', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults: Faults = listen(page);
      const { id } = await planCampaign(page, 'Letters for readers');
      await page.goto(`/campaigns/${id}?tab=nurture`);
      await settle(page);
      await page.getByRole('button', { name: 'Add a programme' }).last().click();
      await page.getByRole('button', { name: 'Add programme' }).click();
      await page.waitForURL(/\/nurtures\/[0-9a-f-]+$/, { timeout: 30_000 });
      await settle(page);
      for (const name of ['Guide', 'Checklist', 'Offer']) await addItem(page, name);
      await page.getByRole('button', { name: 'Offer' }).first().waitFor();
      expect(await itemsOf(page)).toEqual(['Guide', 'Checklist', 'Offer']);

      await page.locator('[data-item]', { hasText: 'Offer' }).focus();
      await page.keyboard.press('Alt+ArrowUp');
      await page.getByText('“Offer” is number 2 now').waitFor();
      expect(await itemsOf(page)).toEqual(['Guide', 'Offer', 'Checklist']);
      const row = (name: string) =>
        page.getByRole('list', { name: 'Items in their order' }).locator('li', { hasText: name });
      await row('Checklist').dragTo(row('Guide'));
      await page.getByText('“Checklist” is number 1 now').waitFor();
      await page.reload();
      await settle(page);
      expect(await itemsOf(page)).toEqual(['Checklist', 'Guide', 'Offer']);

      await page.getByRole('link', { name: 'People and next cast' }).click();
      await page.getByRole('button', { name: 'Add people' }).last().click();
      const dialog = page.getByRole('dialog', { name: 'Add people' });
      await dialog.getByLabel('List', { exact: true }).selectOption({ label: 'Customers' });
      await dialog.getByRole('button', { name: 'Add people' }).click();
      await page.getByText(/people were added/).waitFor();
      await page.getByText(/^It begins with its campaign\. Next cast Tue .* people get “Checklist”/).waitFor();
      await page.getByText('Gets “Checklist”').first().waitFor();
      expect(faults).toEqual([]);
      await page.close();
    }, 90_000);

    it('that runs is well on any screen, in the light and in the dark', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults: Faults = listen(page);
      const { campaign, path } = await runningProgramme(page);
      faults.push(...(await lookAt(page, `/campaigns/${campaign}?tab=nurture`, 'campaign-nurture')));
      for (const tab of ['streams', 'people', 'rules', 'versions', 'casts']) {
        faults.push(...(await lookAt(page, `${path}?tab=${tab}`, `nurture-${tab}`)));
      }
      expect(faults).toEqual([]);
      await page.close();
    }, 90_000);

    it('is edited while people are in it, ends by a date of its own and is stopped: each says whom it touches first', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults: Faults = listen(page);
      const { path, inside, experts } = await runningProgramme(page);
      await page.goto(`${path}?tab=rules`);
      await settle(page);
      await page.getByRole('button', { name: 'Remove For experts' }).click();
      await page.getByRole('button', { name: 'Save as a new version' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(`${inside} people are in it now. Removed: “For experts”.`).waitFor();
      expect(await dialog.getByRole('button', { name: 'Save version' }).isDisabled()).toBe(true);
      const where = dialog.getByLabel(`“For experts” is removed. ${experts} people are in it and`);
      await where.selectOption({ label: 'go to “First steps”' });
      await dialog.getByRole('button', { name: 'Save version' }).press('Enter');
      await page.getByText('Version 2 waits for approval').first().waitFor();

      const approver = await house().as('approver@northwind.demo');
      await approver.goto(`${path}?tab=versions`);
      await approver.getByRole('button', { name: 'Approve', exact: true }).click();
      await approver.getByText('Version 2 approved', { exact: true }).waitFor();
      await approver.close();

      const more = page.getByRole('button', { name: 'Actions for Warehouse know-how' });
      await page.goto(path);
      await more.click();
      await page.getByRole('menuitem', { name: 'End date' }).click();
      await dialog.getByLabel('No further cast after').fill('2099-03-01T09:00');
      await dialog.getByText('What is on the road is taken back').click();
      await dialog.getByRole('button', { name: 'Save end date' }).click();
      await page.getByText(/It ends on .*2099/).waitFor();
      await more.click();
      await page.getByRole('menuitem', { name: 'Stop this programme' }).click();
      await dialog.getByText(`${inside} people leave it.`).waitFor();
      await dialog.getByLabel(/^Type .* to go on$/).fill(String(inside));
      await dialog.getByRole('button', { name: 'Stop programme' }).click();
      await page.getByText('It was stopped: there is no further cast.').waitFor();
      expect(faults).toEqual([]);
      await page.close();
    }, 90_000);
  });
}

/** The example's programme that runs: where it is, and how many people are in it and in its second stream. */
async function runningProgramme(page: Page) {
  const read = <T>(path: string): Promise<T> => call(page, 'GET', `/api/v1${path}`);
  interface Row {
    id: string;
    members: { normal: number; paused: number };
  }
  const [campaign] = (await read<{ data: Row[] }>('/campaigns?q=Better warehouses')).data;
  const [nurture] = (await read<{ data: Row[] }>(`/campaigns/${campaign?.id}/nurtures`)).data;
  const path = `/campaigns/${campaign?.id}/nurtures/${nurture?.id}`;
  const forecast = await read<{ streams: { stream: string; people: number }[] }>(`${path}/next-cast`);
  const { normal = 0, paused = 0 } = nurture?.members ?? {};
  const experts = forecast.streams.find(({ stream }) => stream === 'experts')?.people ?? 0;
  return { campaign: campaign?.id, path, inside: normal + paused, experts };
}
