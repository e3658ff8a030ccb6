import type { Page } from 'playwright-core';
import { settle } from './browser.ts';
import { call } from './call.ts';

/** A campaign as the pages of planning show it. */
export interface Planned {
  id: string;
  name: string;
  startAt: string;
}

let planned = 0;

/** A draft that starts at nine in Berlin on the tenth of the month after next; a number tells it from that of an earlier try. */
export async function planCampaign(page: Page, title: string): Promise<Planned> {
  const name = `${title} ${++planned}`;
  const month = new Date();
  month.setUTCMonth(month.getUTCMonth() + 2, 10);
  const startAt = `${month.toISOString().slice(0, 10)}T07:00:00.000Z`;
  const { id } = await call<{ id: string }>(page, 'POST', '/api/v1/campaigns', { name, startAt });
  return { id, name, startAt };
}

/** The day on which a campaign starts now, in UTC. */
export async function startDay(page: Page, id: string): Promise<string> {
  return (await call<{ startAt: string }>(page, 'GET', `/api/v1/campaigns/${id}`)).startAt.slice(0, 10);
}

/** Drags a campaign in the month to another day of it, with the mouse. */
export async function dragTo(page: Page, { name, startAt }: Planned, day: string): Promise<void> {
  await page.goto(`/calendar?view=month&date=${startAt.slice(0, 10)}`);
  await settle(page);
  const event = await page.locator('.ec-event', { hasText: name }).boundingBox();
  const cell = await page.locator(`.ec-day:has(time[datetime="${day}"])`).boundingBox();
  if (!event || !cell) throw new Error('the campaign or the day is not on the calendar');
  await page.mouse.move(event.x + 20, event.y + event.height / 2);
  await page.mouse.down();
  await page.mouse.move(cell.x + cell.width / 2, cell.y + cell.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.getByText(new RegExp(`${name} now starts on`)).waitFor();
}

/** Moves a campaign from the agenda, by keyboard alone. */
export async function moveByKeyboard(page: Page, { name, startAt }: Planned, local: string): Promise<void> {
  await page.goto(`/calendar?view=agenda&date=${startAt.slice(0, 10)}`);
  await settle(page);
  await page.getByRole('button', { name: `Move to…: ${name}`, exact: true }).press('Enter');
  await page.getByRole('dialog').getByLabel('Start').fill(local);
  await page.getByRole('dialog').getByLabel('Start').press('Enter');
  await page.getByText(/^Moved to/).waitFor();
}

/** Copies a campaign on its page for copies; returns the copy's id. */
export async function copyCampaign(page: Page, id: string, name: string): Promise<string> {
  await page.goto(`/campaigns/${id}/copy`);
  await settle(page);
  await page.getByRole('heading', { name: 'It begins without' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make the copy' }).click();
  await page.waitForURL((url) => /^\/campaigns\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.includes(id));
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}
