import { describe, expect, it } from 'vitest';
import { demoPassword } from '../../bin/demo/people.ts';
import { settle, signIn } from './browser.ts';
import type { House } from './house.ts';
import { lookAt, type Faults } from './look-at.ts';
import * as templates from './templates.ts';

/** Messages of blocks, built by hand and by two at once. */
export function aboutBuilder(house: () => House): void {
  describe('templates', () => {
    it('are built by mouse and by keyboard alone', async () => {
      const page = await house().as('manager@northwind.demo');
      await templates.newTemplate(page, 'Built by mouse');
      await templates.buildByMouse(page);
      expect(await templates.outline(page)).toEqual(['Heading', 'Text', 'Columns']);
      await templates.saved(page);
      const id = await templates.newTemplate(page, 'Built by keyboard');
      await templates.buildByKeyboard(page);
      const built = ['Heading', 'Columns', 'Footer'];
      expect(await templates.outline(page)).toEqual(built);
      await page.getByText('Heading “By keyboard” moved, 1 of 3').waitFor({ state: 'attached' });
      await page.keyboard.press('ControlOrMeta+z');
      expect(await templates.outline(page)).toEqual(built.slice(1));
      await page.keyboard.press('ControlOrMeta+Shift+z');
      expect(await templates.outline(page)).toEqual(built);
      await templates.saved(page);
      const faults: Faults = [];
      for (const view of ['', 'preview', 'versions'])
        faults.push(...(await lookAt(page, `/templates/${id}?view=${view}`, `template-${view}`)));
      await page.close();
      expect([...faults, ...house().complaints]).toEqual([]);
    }, 120_000);

    it('are what the message of a campaign begins from, and are designed on in place', async () => {
      const page = await house().as('manager@northwind.demo');
      const dialog = await templates.beginMessageFrom(page, 'Gallery: Newsletter');
      const before = await templates.outline(page);
      await dialog
        .getByRole('region', { name: 'Blocks', exact: true })
        .getByRole('button', { name: 'Button', exact: true })
        .click();
      const designed = await templates.outline(page);
      // It comes above the end of the message.
      expect(designed).toEqual([...before.slice(0, -1), 'Button', 'Footer']);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Design it' }).click();
      await templates.block(page, 'Button “').last().waitFor();
      expect(await templates.outline(page)).toEqual(designed);
      await page.close();
      expect(house().complaints).toEqual([]);
    }, 60_000);

    it('go on where they were when the session ended in the middle, once one has signed in again', async () => {
      // Not one that is listened to: a session that ends is complained about.
      const page = await house().open();
      await signIn(page, 'manager@northwind.demo', demoPassword);
      const id = await templates.newTemplate(page, 'Written on and on');
      await page.getByLabel('Subject').fill('Before');
      await templates.saved(page);
      await page.context().clearCookies();
      await page.getByLabel('Subject').fill('Written after the end');
      await page.waitForURL(/\/sign-in\?next=/);
      await page.getByLabel('E-mail').fill('manager@northwind.demo');
      await page.getByLabel('Password').fill(demoPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(new RegExp(`/templates/${id}`));
      await page.getByText('What was not saved when you were signed out is here again').waitFor();
      await templates.saved(page);
      await page.reload();
      await settle(page);
      expect(await page.getByLabel('Subject').inputValue()).toBe('Written after the end');
      await page.close();
    }, 60_000);

    it('are written by two at once: nothing is lost, and the second is told', async () => {
      const [first, second] = await Promise.all([
        house().as('manager@northwind.demo'),
        house().as('admin@northwind.demo'),
      ]);
      const id = await templates.newTemplate(first, 'Written by two');
      await second.goto(`/templates/${id}`);
      await settle(second);
      const isDeaf = await templates.deafTo(second, id);
      await first.getByLabel('Subject').fill('By the first');
      await templates.saved(first);
      isDeaf.end();
      await second.getByLabel('Subject').fill('By the second');
      await second.getByText('Mina Okafor saved this template while you were editing it').waitFor();
      expect(await second.getByLabel('Subject').inputValue()).toBe('By the second');
      await second.getByRole('button', { name: 'See the difference' }).click();
      await second.getByText('The subject changed').waitFor();
      await second.keyboard.press('Escape');
      await second.getByRole('button', { name: 'Save mine over it' }).click();
      await templates.saved(second);
      await first.getByText(/Ada Moreau saved it just now/).waitFor({ timeout: 30_000 });
      expect(await first.getByLabel('Subject').inputValue()).toBe('By the second');
      await Promise.all([first.close(), second.close()]);
      expect(house().complaints).toEqual([]);
    }, 120_000);
  });
}
