import { describe, expect, it } from 'vitest';
import type { House } from './house.ts';
import { lookAt, type Faults } from './look-at.ts';
import { copyCampaign, dragTo, moveByKeyboard, planCampaign, startDay } from './planning.ts';

/** Campaigns moved in the calendar, and copied. */
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
  });
}
