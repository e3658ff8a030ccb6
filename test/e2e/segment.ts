import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { settle } from './browser.ts';

/** Builds a segment in the browser, mostly by keyboard, and then narrows it. */
export async function buildSegment(page: Page): Promise<void> {
  await page.goto('/segments');
  await settle(page);
  await page.getByRole('link', { name: 'New segment' }).click();
  await page.getByRole('heading', { name: 'New segment', level: 1 }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Buyers nearby');
  const first = page.getByRole('group', { name: 'Condition 1', exact: true });
  await first.getByLabel('What it is about').selectOption('person.jobTitle');
  await first.getByLabel('Values').fill('buyer');
  await page.keyboard.press('Enter');
  const count = page.locator('[data-count]');
  await count.filter({ hasText: /[1-9]/ }).waitFor();
  const buyers = Number((await count.innerText()).replaceAll(',', ''));

  await page.getByRole('button', { name: 'Add group' }).press('Enter');
  // The keyboard is in the new group already.
  await expect.poll(() => page.evaluate<string>('document.activeElement?.tagName')).toBe('SELECT');
  const inner = page.getByRole('group', { name: 'Condition 2.1', exact: true });
  await inner.getByLabel('What it is about').selectOption('person.consent');
  await inner.getByLabel('granted').check();
  await fitsThePhone(page);
  await expectCount(page, (people) => people > 0 && people < buyers);
  await keepWhatIsWritten(page);
  await page.getByRole('button', { name: 'Make segment' }).click();
  await page.getByRole('heading', { name: 'Buyers nearby', level: 1 }).waitFor();

  await page.getByRole('button', { name: 'Remove Condition 2.1' }).click();
  await page.getByRole('button', { name: 'Remove the group' }).click();
  await page.getByRole('button', { name: 'Save segment' }).click();
  await page.getByText(/people come in, 0 leave/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Save segment' }).click();
  await page.getByText('Segment saved').waitFor();
  await expectCount(page, (people) => people === buyers);
  await keepWhatSomebodyElseSaves(page);
}

/** Groups in groups lie beside no screen, however narrow. */
async function fitsThePhone(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: size.height });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await page.setViewportSize(size);
}

/** What somebody else saves meanwhile takes nothing away: it is said, and one chooses whose is kept. */
async function keepWhatSomebodyElseSaves(page: Page): Promise<void> {
  const call = (more: string) =>
    page.evaluate<string>(
      `fetch('/api/v1/segments/' + location.pathname.split('/').at(-1), ${more}).then((answer) => answer.json()).then(({ description }) => description)`,
    );
  const theirs = JSON.stringify({
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ description: 'Theirs' }),
  });
  const mine = page.getByLabel('Description');
  await mine.fill('Mine');
  expect(await call(theirs)).toBe('Theirs');
  await page.getByRole('button', { name: 'Save segment' }).click();
  const note = page.getByText('Somebody saved this segment meanwhile');
  await note.waitFor();
  expect(await mine.inputValue()).toBe('Mine');
  await page.getByRole('button', { name: 'Save over it' }).click();
  await note.waitFor({ state: 'detached' });
  await expect.poll(() => call('{}')).toBe('Mine');
  expect(await mine.inputValue()).toBe('Mine');
}

/** Neither a link nor the browser's back button takes away what is not saved, unless somebody says so. */
async function keepWhatIsWritten(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'Segments' }).last().click();
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.evaluate('history.back()');
  await dialog.getByRole('button', { name: 'Stay here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForURL(/\/segments\/new$/);
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Buyers nearby');
}

/** Waits until the live count is one that is expected. */
async function expectCount(page: Page, isRight: (people: number) => boolean): Promise<void> {
  const people = async () => Number((await page.locator('[data-count]').innerText()).replaceAll(',', ''));
  await expect.poll(async () => isRight(await people()), { timeout: 15_000 }).toBe(true);
}
