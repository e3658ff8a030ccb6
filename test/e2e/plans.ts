import { describe, expect, it } from 'vitest';
import { call } from './call.ts';
import type { House } from './house.ts';
import { axe, listen, lookAt, type Faults } from './look-at.ts';
import { copyCampaign, dragTo, moveByKeyboard, planCampaign, startDay } from './planning.ts';

/** Campaigns moved in the calendar, copied, and looked at before they go. */
export function aboutPlans(house: () => House): void {
  describe('planning', () => {
    it('moves a campaign by dragging and by keyboard, and copies it', async () => {
      const page = await house().as('manager@northwind.demo');
      const planned = await planCampaign(page, 'Planned in a browser');
      const month = planned.startAt.slice(0, 8);
      await dragTo(page, planned, `${month}12`);
      expect(await startDay(page, planned.id)).toBe(`${month}12`);
      await moveByKeyboard(page, planned, `${month}16T09:00`);
      expect(await startDay(page, planned.id)).toBe(`${month}16`);
      const copy = await copyCampaign(page, planned.id, 'Planned once more');
      expect(await startDay(page, copy)).toBe(`${month}16`);
      const faults: Faults = [];
      for (const view of ['week', 'agenda']) {
        const address = `/calendar?view=${view}&date=${month}16`;
        faults.push(...(await lookAt(page, address, `calendar-${view}`)));
      }
      await page.close();
      expect([...faults, ...house().complaints]).toEqual([]);
    }, 120_000);

    it('shows of a campaign with many messages what was found, and a preview of those alone that are opened', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults = listen(page);
      const { id } = await call<{ id: string }>(page, 'POST', '/api/v1/campaigns', { name: 'Many letters' });
      for (const name of ['First', 'Second', 'Third', 'Fourth'])
        await call(page, 'POST', `/api/v1/campaigns/${id}/broadcasts`, {
          name,
          audience: { everyone: true },
          content: { subject: name, body: '<p>Hello</p>' },
        });
      let previews = 0;
      page.on('request', (request) => (previews += Number(request.url().endsWith('/message/preview'))));
      const path = `/campaigns/${id}/preflight`;
      faults.push(...(await lookAt(page, path, 'preflight of many messages')));
      const part = page.getByRole('heading', { name: /^Message “Third” .* things? to look at$/ }).getByRole('button');
      expect([previews, await part.getAttribute('aria-expanded')]).toEqual([0, 'false']);
      await part.press('Enter');
      const shown = page.getByTitle('The message as it will look');
      await shown.waitFor();
      expect([previews, await part.getAttribute('aria-expanded')]).toEqual([1, 'true']);
      expect(await page.getByText('Third', { exact: true }).isVisible()).toBe(true);
      faults.push(...(await axe(page)));
      await part.press('Enter');
      await shown.waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Second: html' }).first().click();
      await page.waitForURL(/tab=message&broadcast=/);
      expect(await page.getByLabel('Broadcast').locator('option:checked').textContent()).toBe('Second');
      expect(faults).toEqual([]);
      expect((await page.request.delete(`/api/v1/campaigns/${id}`)).status()).toBe(204);
      await page.close();
    }, 60_000);
  });
}
