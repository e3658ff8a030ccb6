import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle } from './browser.ts';
import type { House } from './house.ts';
import { listen, type Faults } from './look-at.ts';
import { planCampaign } from './planning.ts';

/** What one does with many campaigns at once. */
export function aboutCampaignList(house: () => House): void {
  describe('the list of campaigns, in a browser', () => {
    let page: Page;
    let faults: Faults;
    /** Views that were kept: a second try keeps one of another name. */
    let views = 0;

    beforeAll(async () => {
      page = await house().as('manager@northwind.demo');
      faults = listen(page);
    }, 60_000);

    it('tags several at once, and takes it back', async () => {
      await page.goto('/campaigns');
      await settle(page);
      for (const name of ['Loyalty idea', 'Summer clearance']) await page.getByLabel(`Tick ${name}`).check();
      await page.getByRole('button', { name: 'Add a tag' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Tag', { exact: true }).fill('Ideas');
      await dialog.getByRole('button', { name: 'Add tag' }).click();
      await page.getByText('2 tagged Ideas').waitFor();
      await page.getByText('E-mail · Offers, Ideas').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('E-mail · Offers', { exact: true }).waitFor();
      expect(await page.getByText('Offers, Ideas').count()).toBe(0);
    }, 60_000);

    it('makes no cell on a phone that nobody sees, and the others where there is room', async () => {
      const cells = page.locator('tbody tr').first().locator('td');
      await page.setViewportSize({ width: 375, height: 812 });
      await page.goto('/campaigns');
      await settle(page);
      await cells.first().waitFor();
      const unseen = await cells.evaluateAll((all) => all.filter((cell) => cell.getClientRects().length === 0).length);
      expect({ cells: await cells.count(), unseen }).toEqual({ cells: 6, unseen: 0 });
      await page.setViewportSize({ width: 1440, height: 900 });
      await expect.poll(() => cells.count()).toBe(9);
      await page.getByRole('cell', { name: 'Mina Okafor' }).first().waitFor();
    }, 60_000);

    it('keeps wide tables within a tablet, with names that can be read', async () => {
      await page.setViewportSize({ width: 768, height: 900 });
      for (const [path, row] of [
        ['/campaigns?layout=tree', 'Northwind One, the year'],
        ['/opportunities', 'Kite Energy'],
      ] as const) {
        await page.goto(path);
        const name = page.getByRole('cell', { name: new RegExp(row) }).first();
        await name.waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), path).toBe(0);
        expect((await name.boundingBox())?.width, path).toBeGreaterThan(150);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }, 60_000);

    it('says so where what the campaigns earned could not be read', async () => {
      const figures = '**/api/v1/roi/campaigns?**';
      await page.route(figures, (route) => route.fulfill({ status: 400, json: { status: 400 } }));
      await page.goto('/campaigns?columns=earned');
      await page.getByRole('alert').getByText('This could not be loaded').waitFor();
      await page.unroute(figures);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('alert').waitFor({ state: 'detached' });
      await page.getByRole('cell', { name: /^€/ }).first().waitFor();
    });

    it('keeps a view with its filters, at an address of its own', async () => {
      await page.goto('/campaigns');
      await settle(page);
      await page.getByLabel('Status', { exact: true }).selectOption('completed');
      await page.getByRole('button', { name: 'Save as a view' }).click();
      const name = `What is done ${++views}`;
      await page.getByRole('dialog').getByLabel('Name').fill(name);
      await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
      await page.waitForURL(/status=completed.*view=/);
      const address = page.url();
      await page.goto('/');
      await page.goto(address);
      await settle(page);
      expect(await page.getByRole('link', { name }).getAttribute('aria-current')).toBe('page');
      await page.getByRole('link', { name: 'Customer letter, autumn' }).waitFor();
      expect(await page.getByRole('link', { name: 'Loyalty idea' }).count()).toBe(0);
    }, 60_000);

    it('adds members from what was pasted, with a result for each row that could not be used', async () => {
      await page.goto('/campaigns');
      const { name } = await planCampaign(page, 'Guests of the fair');
      await page.goto(`/campaigns?q=${encodeURIComponent(name)}`);
      await settle(page);
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('link', { name: 'Members', exact: true }).click();
      await page.getByRole('button', { name: 'Add members' }).first().click();
      const rows = [
        'E-mail',
        'person1@people.example',
        'nobody@people.example',
        'no address',
        'person3@people.example',
      ];
      await page.getByLabel('E-mail addresses or external ids').fill(rows.join('\n'));
      await page.getByRole('dialog').getByRole('button', { name: 'Add members' }).click();
      await page.getByText('2 added, 2 rows could not be used.').waitFor();
      await page.getByText('nobody here is known by this').waitFor();
      await page.getByRole('button', { name: 'Done' }).click();
      const sum = await page.getByText(/^2 members = \d leads? − \d converted \+ \d contacts?/).innerText();
      const [all = 0, leads = 0, converted = 0, contacts = 0] = (sum.match(/\d+/g) ?? []).map(Number);
      expect(leads - converted + contacts).toBe(all);
      expect(faults).toEqual([]);
    }, 60_000);
  });
}
