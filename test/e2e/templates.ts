import type { Locator, Page } from 'playwright-core';
import { settle } from './browser.ts';

/** The block of a message, by the beginning of what it is called. */
export const block = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Message' }).getByRole('group', { name: new RegExp(`^${name}`) });

/** What stands in the message from top to bottom, without that which stands in others. */
export async function outline(page: Page): Promise<string[]> {
  const names = await page
    .locator('[data-list=""] > [data-block]')
    .evaluateAll((blocks) => blocks.map((one) => one.getAttribute('aria-label') ?? ''));
  return names.map((name) => name.replace(/ “.*|, .*/s, ''));
}

/** Makes an empty template and opens it. Answers with its id. */
export async function newTemplate(page: Page, name: string): Promise<string> {
  await page.goto('/templates');
  await settle(page);
  await page.getByRole('button', { name: 'New template' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Make template' }).click();
  await page.waitForURL(/\/templates\/[0-9a-f-]{36}$/);
  await page.getByRole('region', { name: 'Blocks', exact: true }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Begins the message of a new campaign from a template, by the name that it has among the choices. Answers with the dialog that opens. */
export async function beginMessageFrom(page: Page, template: string): Promise<Locator> {
  await page.goto('/campaigns/new');
  await settle(page);
  await page.getByLabel('Written in').selectOption('blocks');
  await page.getByLabel('Begin from a template').selectOption({ label: template });
  const dialog = page.getByRole('dialog', { name: 'Design the message' });
  await dialog.getByRole('region', { name: 'Blocks', exact: true }).waitFor();
  return dialog;
}

/** Waits until what was written is saved. */
export async function saved(page: Page): Promise<void> {
  await page.locator('[data-saved=Saved]').waitFor();
}

/** Drags by the mouse from one thing to the upper or lower half of another. */
export async function drag(page: Page, from: Locator, to: Locator, half: 'upper' | 'lower'): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (!box) throw new Error('there is nothing to drag to');
  const y = box.y + box.height * (half === 'upper' ? 0.2 : 0.8);
  await page.mouse.move(box.x + box.width / 2, y - 8, { steps: 4 });
  await page.mouse.move(box.x + box.width / 2, y, { steps: 2 });
  await page.mouse.up();
}

/** Builds a message by mouse: presses for two blocks, drags a third between them, and a fourth into a column. */
export async function buildByMouse(page: Page): Promise<void> {
  const palette = page.getByRole('region', { name: 'Blocks', exact: true });
  await palette.getByRole('button', { name: 'Heading' }).click();
  await palette.getByRole('button', { name: 'Columns' }).click();
  await drag(page, palette.getByRole('button', { name: 'Text', exact: true }), block(page, 'Columns'), 'upper');
  await drag(
    page,
    palette.getByRole('button', { name: 'Button' }),
    page.getByRole('group', { name: 'Column 2' }),
    'lower',
  );
  await page.getByRole('textbox', { name: 'Label', exact: true }).fill('Look inside');
  const text = block(page, 'Text');
  await text.click();
  const writing = text.getByRole('textbox', { name: 'Text' });
  await writing.press('ControlOrMeta+a');
  await page.keyboard.type('Hello ');
  await page.getByLabel('Insert a merge field').selectOption('person.firstName');
  await page.keyboard.type(', see what is new.');
}

/** Builds a message by keyboard alone: adds columns and an end, a heading into the first column, and moves it on to the next and out. */
export async function buildByKeyboard(page: Page): Promise<void> {
  const palette = page.getByRole('region', { name: 'Blocks', exact: true });
  for (const name of ['Columns', 'Footer']) {
    await palette.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  }
  await block(page, 'Footer').focus();
  await page.keyboard.press('ArrowUp');
  await palette.getByRole('button', { name: 'Heading' }).focus();
  await page.keyboard.press('Enter');
  await block(page, 'Heading').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Escape');
  for (const key of ['Alt+ArrowRight', 'Alt+ArrowLeft', 'Alt+ArrowLeft']) {
    await block(page, 'Heading').and(page.locator(':focus')).waitFor();
    await page.keyboard.press(key);
  }
  await block(page, 'Heading').and(page.locator(':focus')).waitFor();
}

/** Lets a page hear nothing of what others save of a template, as if it had just asked; until `end`. */
export async function deafTo(page: Page, id: string): Promise<{ end: () => void }> {
  let isDeaf = true;
  await page.route(`**/api/v1/templates/${id}`, (route) =>
    isDeaf && route.request().method() === 'GET' ? route.abort() : route.continue(),
  );
  return { end: () => void (isDeaf = false) };
}
