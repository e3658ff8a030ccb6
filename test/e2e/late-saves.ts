import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startingDefinition } from '../../ui/src/drips/new-step.ts';
import { settle } from './browser.ts';
import { call } from './call.ts';
import type { House } from './house.ts';
import { listen, type Faults } from './look-at.ts';
import { planCampaign } from './planning.ts';
import { newsOf, slowly } from './slow-answers.ts';

/** What one can still do after a save: one's own, or one of somebody else in the middle of it. */
export function aboutLateSaves(house: () => House): void {
  describe('after slow answers and saves of others, a page in a browser', () => {
    let page: Page;
    let faults: Faults;

    beforeAll(async () => {
      page = await house().as('manager@northwind.demo');
      faults = listen(page);
    }, 60_000);

    it('takes a command beside a form, and keeps what is written in the form', async () => {
      const item = {
        title: `Put away ${Date.now()}`,
        url: `https://northwind.example/${Date.now()}`,
        format: 'article',
      };
      const { id } = await call<{ id: string }>(page, 'POST', '/api/v1/content-items', item);
      await page.goto(`/content/${id}`);
      await settle(page);
      await page.getByRole('button', { name: 'Archive', exact: true }).click();
      const takeOut = page.getByRole('button', { name: 'Take out of the archive' });
      await takeOut.waitFor();
      await page.getByLabel('Title').fill('Written before it is taken out');
      await takeOut.click();
      await page.getByRole('button', { name: 'Archive', exact: true }).waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Written before it is taken out');
      await page.getByRole('link', { name: 'Campaigns' }).first().click();
      await page.getByRole('button', { name: 'Stay here' }).click();
      await page.getByRole('button', { name: 'Save content' }).click();
      await page.getByText('Content saved').waitFor();
      await page.getByRole('heading', { level: 1, name: 'Written before it is taken out' }).waitFor();
      await page.getByRole('link', { name: 'Campaigns' }).first().click();
      await page.waitForURL(/\/campaigns$/);
    }, 60_000);

    it('lets one go on once it is saved, and says so where there is no line', async () => {
      const { id } = await planCampaign(page, 'Planned once');
      await page.goto(`/campaigns/${id}`);
      await settle(page);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Planned twice');
      const end = await slowly(page, `**/api/v1/campaigns/${id}`, 20_000, 'GET');
      await dialog.getByRole('button', { name: 'Save plan' }).click();
      await dialog.waitFor({ state: 'hidden', timeout: 5_000 });
      await end();

      await page.goto('/people');
      await settle(page);
      await withoutLine(page, async () => {
        await page.getByLabel('Name or e-mail begins with').fill('nobody');
        await page.getByText('The server did not answer').first().waitFor();
      });

      await page.goto('/settings/attribution');
      await settle(page);
      await page.route('**/attribution/rebuild', (route) =>
        route.fulfill({ status: 418, json: { code: 'teapot', detail: 'Not now.' } }),
      );
      const recalculate = page.getByRole('button', { name: 'Recalculate' });
      await recalculate.click();
      await page.getByText('Not now.').waitFor();
      await page.unrouteAll();
      await withoutLine(page, async () => {
        await recalculate.click();
        await page.getByText('it may be done, or not').waitFor();
      });
    }, 60_000);

    it('tells of a save of somebody else that came in the middle of one’s own', async () => {
      const { id } = await planCampaign(page, 'Crossed');
      const broadcasts = `/api/v1/campaigns/${id}/broadcasts`;
      const made = await call<{ id: string; audience: object }>(page, 'POST', broadcasts, { name: 'Letter' });
      const campaign = await call<object>(page, 'GET', `/api/v1/campaigns/${id}`);
      const tell = await newsOf(page, { ...campaign, status: 'in_review', broadcasts: [] });
      await page.goto(`/campaigns/${id}?tab=audience`);
      await settle(page);
      await page
        .getByRole('checkbox', { name: /^Customers/ })
        .first()
        .check();
      await page.route(`**${broadcasts}/${made.id}`, async (route) => {
        if (route.request().method() !== 'PATCH') return route.continue();
        await call(page, 'PATCH', `${broadcasts}/${made.id}`, { audience: { ...made.audience, everyone: true } });
        // The page hears of it before the refusal comes.
        const read = page.waitForResponse((answer) => new URL(answer.url()).pathname === broadcasts);
        tell();
        await read;
        await page.waitForTimeout(200);
        await route.continue();
      });
      await page.getByRole('button', { name: 'Save audience' }).click();
      await page.getByText('Somebody saved this audience meanwhile').waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Save over it' }).click();
      await page.getByText('Audience saved').waitFor();

      const drips = `/api/v1/campaigns/${id}/drips`;
      const drip = await call<{ id: string }>(page, 'POST', drips, { name: 'Steps', definition: startingDefinition });
      const path = `${drips}/${drip.id}`;
      await page.goto(`/campaigns/${id}/drips/${drip.id}`);
      await settle(page);
      await page.getByRole('button', { name: 'Add as first step' }).click();
      await page.getByRole('menuitem', { name: 'Exit' }).click();
      await page.route(`**${path}`, async (route) => {
        if (route.request().method() !== 'PATCH') return route.continue();
        await call(page, 'PATCH', path, { definition: { ...startingDefinition, exitOnReply: false } });
        const read = page.waitForResponse((answer) => new URL(answer.url()).pathname === path);
        await page.evaluate(lookAgain);
        await read;
        await page.waitForTimeout(200);
        await route.continue();
      });
      await page.getByRole('button', { name: 'Save drip' }).click();
      await page.getByText('Somebody saved this drip meanwhile').waitFor();
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Load theirs' }).click();
      expect(faults).toEqual([]);
      await page.close();
    }, 60_000);

    it('asks what shall hold only where somebody else changed what is written in a form, and keeps what is written meanwhile', async () => {
      const admin = await house().as('admin@northwind.demo');
      const { name, tagLinks } = await call<{ name: string; tagLinks: boolean }>(admin, 'GET', '/api/v1/tenant');
      const { rules } = await call<{ rules: object }>(admin, 'GET', '/api/v1/retention');
      await admin.goto('/settings/organization');
      await settle(admin);
      const written = admin.getByLabel('Name', { exact: true });
      const save = admin.getByRole('button', { name: 'Save settings' });
      // The rules of another page stand under the same version.
      await written.fill('Saved over other rules');
      await call(admin, 'PUT', '/api/v1/retention', rules);
      await save.click();
      await admin.getByText('Settings saved').waitFor();
      await written.fill('Mine');
      await call(admin, 'PATCH', '/api/v1/tenant', { name: 'Theirs' });
      await save.click();
      const question = admin.getByText('Somebody saved these settings meanwhile');
      await question.waitFor();
      expect(await written.inputValue()).toBe('Mine');
      await admin.getByRole('button', { name: 'Save over it' }).click();
      await expect.poll(async () => (await call<{ name: string }>(admin, 'GET', '/api/v1/tenant')).name).toBe('Mine');
      await question.waitFor({ state: 'detached' });
      await admin.reload();
      await settle(admin);
      await written.fill('Mine again');
      await call(admin, 'PATCH', '/api/v1/tenant', { name, tagLinks });
      await save.click();
      await admin.getByRole('button', { name: 'Load theirs' }).click();
      await expect.poll(() => written.inputValue()).toBe(name);

      // So do dialogs.
      const account = await call<{ id: string }>(admin, 'POST', '/api/v1/accounts', { name: 'Written twice' });
      await admin.goto(`/accounts/${account.id}`);
      await admin.getByRole('button', { name: 'Edit', exact: true }).click();
      const dialog = admin.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Mine');
      await call(admin, 'PATCH', `/api/v1/accounts/${account.id}`, { name: 'Theirs', industry: 'Retail' });
      await dialog.getByRole('button', { name: 'Save account' }).click();
      await dialog.getByText('Somebody saved this account meanwhile').waitFor();
      expect(await dialog.getByLabel('Name').inputValue()).toBe('Mine');
      await dialog.getByRole('button', { name: 'Save over it' }).click();
      await admin.getByRole('heading', { level: 1, name: 'Mine' }).waitFor();
      await admin.close();

      const page = await house().as('manager@northwind.demo');
      const { id } = await planCampaign(page, 'Written meanwhile');
      const nurtures = `/api/v1/campaigns/${id}/nurtures`;
      const nurture = await call<{ id: string }>(page, 'POST', nurtures, { name: 'Letters' });
      await page.goto(`/campaigns/${id}/nurtures/${nurture.id}?tab=rules`);
      await settle(page);
      const named = page.getByLabel('Name', { exact: true }).first();
      await named.fill('My letters');
      await call(page, 'PATCH', `${nurtures}/${nurture.id}`, { name: 'Their letters' });
      await page.getByRole('button', { name: 'Save schedule and rules' }).click();
      const over = page.getByRole('button', { name: 'Save over it' });
      await over.waitFor();
      expect(await page.getByText('Somebody changed this since').count()).toBe(0);
      const end = await slowly(page, `**${nurtures}/${nurture.id}`, 500, 'PATCH');
      await over.click();
      await named.fill('My letters, and more');
      await page.getByText('Schedule and rules saved').waitFor();
      await end();
      expect(await named.inputValue()).toBe('My letters, and more');
      await page.getByRole('button', { name: 'Save schedule and rules' }).click();
      await page.getByRole('heading', { level: 1, name: 'My letters, and more' }).waitFor();

      await page.goto(`/campaigns/${id}`);
      await settle(page);
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      const plan = page.getByRole('dialog');
      await plan.getByLabel('Name').fill('My plan');
      await call(page, 'PATCH', `/api/v1/campaigns/${id}`, { name: 'Their plan' });
      await plan.getByRole('button', { name: 'Save plan' }).click();
      await plan.getByText('Somebody saved this plan meanwhile').waitFor();
      await plan.getByRole('button', { name: 'Load theirs' }).click();
      await expect.poll(() => plan.getByLabel('Name').inputValue()).toBe('Their plan');
      // The keyboard goes on where one writes.
      await page.keyboard.type('Typed at once');
      expect(await plan.getByLabel('Name').inputValue()).toContain('Typed at once');
      await page.close();
    }, 60_000);
  });
}

/** What is done while the browser has no line; it has one again after it, however it ends. */
async function withoutLine(page: Page, run: () => Promise<void>): Promise<void> {
  await page.context().setOffline(true);
  try {
    await run();
  } finally {
    await page.context().setOffline(false);
  }
}

/** In the page: a minute later its window is looked at again. */
const lookAgain = `{
  const now = Date.now.bind(Date);
  Date.now = () => now() + 60_000;
  window.dispatchEvent(new Event('visibilitychange'));
}`;
