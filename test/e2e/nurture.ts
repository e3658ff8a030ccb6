import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoPassword } from '../../bin/demo/people.ts';
import { settle, signIn } from './browser.ts';
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

/** A programme built and ordered, and one that runs. `open` gives a new window of the installation that several such share. */
export function aboutNurture(open: () => Promise<Page>): void {
  describe('a nurture programme, in a browser', () => {
    it('is built, ordered by keyboard and by mouse, and says who would get what before it happens', async () => {
      const page = await open();
      const faults: Faults = listen(page);
      await signIn(page, 'manager@northwind.demo', demoPassword);
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
      const page = await open();
      const faults: Faults = listen(page);
      await signIn(page, 'manager@northwind.demo', demoPassword);
      const read = (path: string) =>
        page.evaluate(
          async (path) => (await (await fetch(`/api/v1${path}`)).json()) as { data: { id: string }[] },
          path,
        );
      const campaign = (await read('/campaigns?q=Better warehouses')).data[0]?.id ?? '';
      const nurture = (await read(`/campaigns/${campaign}/nurtures`)).data[0]?.id ?? '';
      const path = `/campaigns/${campaign}/nurtures/${nurture}`;
      faults.push(...(await lookAt(page, `/campaigns/${campaign}?tab=nurture`, 'campaign-nurture')));
      for (const tab of ['streams', 'people', 'rules', 'casts']) {
        faults.push(...(await lookAt(page, `${path}?tab=${tab}`, `nurture-${tab}`)));
      }
      expect(faults).toEqual([]);
      await page.close();
    }, 90_000);
  });
}
