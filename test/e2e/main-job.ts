import type { Page } from 'playwright-core';
import { settle } from './browser.ts';

/** People of the file that the test imports: 40, of whom 3 gave no consent and 1 has no address. */
export const people = { rows: 41, imported: 40, withoutConsent: 3, reached: 37 };

const csv = [
  'First name,Last name,E-mail,Plan,Newsletter',
  ...Array.from({ length: people.imported }, (_, index) => {
    const agrees = index < people.withoutConsent ? 'no' : 'yes';
    return `Ann${index},Örsted ${index},ann${index}@reader.example,${index % 2 === 0 ? 'Basic' : 'Team'},${agrees}`;
  }),
  'Nobody,Nowhere,not an address,Basic,yes',
].join('\n');

/** The manager imports a file: dry run first, then for real, into a new list. */
export async function importPeople(page: Page, list: string): Promise<void> {
  await page.goto('/imports/new');
  await settle(page);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'readers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByText('What becomes of the columns').waitFor();
  await page.getByLabel('A column says so').check();
  await page.getByLabel('Column', { exact: true }).selectOption('Newsletter');
  await page.getByLabel('Has this value').fill('yes');
  await page.getByLabel('Put them on a list').selectOption('new');
  await page.getByLabel('Name of the new list').fill(list);
  await page.getByRole('button', { name: 'Try it without changing anything' }).click();
  await page
    .getByText(/^Nothing was changed\. It would bring 40 new people, 0 changed, 1 row rejected\.$/)
    .waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Import for real' }).click();
  await page.getByText(/^Done: 40 new people, 0 changed, 1 row rejected\.$/).waitFor({ timeout: 60_000 });
}

/** The manager writes a campaign on one page and lands on its pre-flight; returns the campaign's id. */
export async function writeCampaign(
  page: Page,
  campaign: { name: string; list: string; subject: string; link: string },
): Promise<string> {
  await page.goto('/campaigns/new');
  await settle(page);
  await page.getByLabel('Name', { exact: true }).fill(campaign.name);
  await page.getByRole('checkbox', { name: new RegExp(campaign.list) }).check();
  await page.getByLabel('From', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Subject').fill(campaign.subject);
  const body = page.locator('#message-body textarea');
  await body.fill((await body.inputValue()).replace(/href="https:[^"]*"/, `href="${campaign.link}"`));
  await page.getByRole('button', { name: 'Make campaign and see the pre-flight' }).click();
  await page.waitForURL(/\/preflight$/, { timeout: 30_000 });
  await page.getByText('Left out, and why').waitFor({ timeout: 30_000 });
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** The manager submits what the page shows. */
export async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Submit for approval' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Submit for approval' }).click();
  await page.getByText('In review', { exact: true }).waitFor();
}

/** The approver finds it in the inbox and approves it. */
export async function approve(page: Page, name: string): Promise<void> {
  await page.goto('/approvals');
  await settle(page);
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('link', { name: 'Review' }).click();
  await page.waitForURL(/\/preflight$/);
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByText('Approved', { exact: true }).first().waitFor();
}

/** The manager schedules it to start at once and sees it through to the end without reloading. */
export async function startAndWatch(page: Page, id: string): Promise<void> {
  await page.goto(`/campaigns/${id}`);
  await settle(page);
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Start now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start now' }).click();
  await page.getByText(/^Went to 37 people/).waitFor({ timeout: 60_000 });
}
