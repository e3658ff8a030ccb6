import type { Page, Request } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startingDefinition } from '../../ui/src/drips/new-step.ts';
import { settle } from './browser.ts';
import { call } from './call.ts';
import type { House } from './house.ts';
import { listen, type Faults } from './look-at.ts';
import { planCampaign } from './planning.ts';
import { newTemplate, saved } from './templates.ts';

/** What must not happen to whoever is quicker than the answers. */
export function aboutSlowAnswers(house: () => House): void {
  describe('where answers are slow, a page in a browser', () => {
    let page: Page;
    let faults: Faults;

    beforeAll(async () => {
      page = await house().as('manager@northwind.demo');
      faults = listen(page);
    }, 60_000);

    it('asks about the campaign that was chosen last, and cancels those that it asked about', async () => {
      await page.goto('/campaigns');
      await settle(page);
      // What asks is still on its way too, and is waited for by both.
      const end = await slowly(page, '**/command-dialogs*.js', 700);
      const tellLate = await holdBack(page, '**/drips');
      await give('Welcome to Northwind', 'Cancel campaign');
      await give('Loyalty idea', 'Delete draft');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('heading', { name: 'Delete “Loyalty idea”' }).waitFor();
      await Promise.all([answered('/drips'), tellLate()]);
      await page.waitForTimeout(200);
      expect(await dialog.getByRole('heading').innerText()).toBe('Delete “Loyalty idea”');
      await end();

      await page.goto('/campaigns');
      await settle(page);
      await page.getByLabel('Tick Welcome to Northwind').check();
      const tellThen = await holdBack(page, '**/drips');
      await page.getByRole('button', { name: 'Cancel campaigns' }).click();
      await page.getByLabel('Tick Loyalty idea').check();
      await tellThen();
      await dialog.getByRole('heading', { name: 'Cancel 1 campaign' }).waitFor();
      let sent: unknown;
      await page.route('**/api/v1/bulk/campaigns/cancel', (route) => {
        sent = route.request().postDataJSON();
        return route.fulfill({ status: 409, json: { code: 'conflict', detail: 'Not today.' } });
      });
      const people = /^Type ([\d,]+) to go on$/;
      const label = await dialog.getByText(people).innerText();
      await dialog.getByLabel(people).fill(people.exec(label)?.[1] ?? '');
      await dialog.getByRole('button', { name: 'Cancel campaigns' }).click();
      await page.getByText('Not today.').waitFor();
      expect((sent as { campaignIds: string[] }).campaignIds).toHaveLength(1);
    }, 60_000);

    it('sends once what is confirmed twice, and keeps the question until it is answered', async () => {
      const { id } = await call<{ id: string }>(page, 'POST', '/api/v1/lists', { name: 'For a moment' });
      const somebody = await call<{ data: { id: string }[] }>(page, 'GET', '/api/v1/people?limit=1');
      await call(page, 'POST', `/api/v1/lists/${id}/people`, {
        action: 'add',
        personIds: somebody.data.map((one) => one.id),
      });
      await page.goto(`/lists/${id}`);
      await settle(page);
      const asked = requests('DELETE');
      const end = await slowly(page, `**/api/v1/lists/${id}`, 1500);
      await give('For a moment', 'Delete list');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Type 1 to go on').fill('1');
      for (const key of ['Enter', 'Enter', 'Escape']) await page.keyboard.press(key);
      expect(await dialog.getByRole('button', { name: 'Keep as it is' }).isDisabled()).toBe(true);
      expect(await dialog.getByRole('heading', { name: 'Delete “For a moment”' }).isVisible()).toBe(true);
      await page.waitForURL(/\/lists$/);
      expect(asked()).toHaveLength(1);
      await end();
    }, 60_000);

    it('makes once what is pressed again because no answer came', async () => {
      await page.goto('/lists');
      await settle(page);
      let isLost = true;
      await page.route('**/api/v1/lists', async (route) => {
        if (!isLost || route.request().method() !== 'POST') return route.continue();
        isLost = false;
        await route.fetch();
        await route.abort();
      });
      await page.getByRole('button', { name: 'New list' }).click();
      const dialog = page.getByRole('dialog');
      const name = `Made once ${Date.now()}`;
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByRole('button', { name: 'Make list' }).click();
      await dialog.getByText('The server did not answer').waitFor();
      await dialog.getByRole('button', { name: 'Make list' }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      const lists = await call<{ data: { name: string }[] }>(page, 'GET', '/api/v1/lists?limit=500');
      expect(lists.data.filter((one) => one.name === name)).toHaveLength(1);
      await page.unrouteAll();
    }, 60_000);

    it('does once what is pressed twice', async () => {
      await page.goto('/segments/suggestions');
      await settle(page);
      const asked = requests('POST');
      const end = await slowly(page, '**/suggestions/refresh', 500);
      await page.getByRole('button', { name: /^Look/ }).dblclick();
      await answered('/refresh');
      expect(asked()).toHaveLength(1);
      await end();
    }, 60_000);

    it('takes nothing of what is written while it looks or saves, and stays where one has gone', async () => {
      await page.goto('/people');
      await settle(page);
      const search = page.getByLabel('Name or e-mail begins with');
      await search.pressSequentially('ann ');
      await page.waitForURL(/q=ann$/);
      await page.waitForTimeout(100);
      await search.pressSequentially('smith');
      expect(await search.inputValue()).toBe('ann smith');

      await page.getByRole('link', { name: 'Add a person' }).click();
      await page.getByRole('heading', { name: 'Add a person' }).waitFor();
      const end = await slowly(page, '**/api/v1/people', 2000);
      const name = page.getByLabel('First name');
      await page.getByLabel('E-mail').fill(`slow-${Date.now()}@people.example`);
      await name.fill('Ann');
      await name.press('Enter');
      await page.keyboard.type('ika');
      expect(await name.inputValue()).toBe('Ann');
      await page.getByRole('link', { name: 'Campaigns' }).first().click();
      await page.waitForURL(/\/campaigns$/);
      await answered('/api/v1/people');
      await page.waitForTimeout(400);
      expect(new URL(page.url()).pathname).toBe('/campaigns');
      await end();
    }, 60_000);

    it('shows nothing of one person as of another', async () => {
      const [first, second] = (
        await call<{ data: { id: string; email: string; lastName: string }[] }>(
          page,
          'GET',
          '/api/v1/people?limit=2&sort=createdAt',
        )
      ).data;
      if (!first || !second) throw new Error('there are not two people');
      await page.goto(`/people/${second.id}?tab=consent`);
      await settle(page);
      const end = await slowly(page, `**/people/${second.id}/timeline*`, 1500);
      for (const { id, email, lastName } of [first, second]) {
        await page.keyboard.press('Control+k');
        await page.getByPlaceholder('Find a campaign, person, page or command').fill(email);
        await page.getByRole('option', { name: email }).click();
        await page.waitForURL(new RegExp(id));
        await page.getByRole('heading', { level: 1, name: lastName }).waitFor();
        if (id === first.id) await settle(page);
      }
      expect(await page.locator('[aria-label="Loading"]').count()).toBeGreaterThan(0);
      await end();
    }, 60_000);

    it('keeps a form that is being written when somebody changes what it is about, and says of nobody what was written of another', async () => {
      const email = `late-${Date.now()}@people.example`;
      const { id } = await call<{ id: string }>(page, 'POST', '/api/v1/people', { email, firstName: 'Late' });
      await page.goto(`/people/${id}?tab=details`);
      await settle(page);
      await page.getByLabel('Phone').fill('+49 40 1');
      await give('Late', 'Convert to contact');
      await page.getByRole('dialog').getByRole('button', { name: 'Convert to contact' }).click();
      await page.getByText('Late is a contact now').waitFor();
      for (const answer of ['Stay here', 'Leave without saving']) {
        expect(await page.getByLabel('Phone').inputValue()).toBe('+49 40 1');
        await page.getByRole('link', { name: 'Consent', exact: true }).click();
        await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: answer }).click();
      }
      await page.getByText('History of consent').waitFor();

      await page.goto('/next-actions');
      await settle(page);
      const reject = page.getByRole('button', { name: /^Reject/ });
      const why = page.getByRole('dialog').getByLabel('Why');
      await reject.first().click();
      await why.fill('Of the first one');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Leave without saving' }).click();
      await reject.nth(1).click();
      expect(await why.inputValue()).toBe('');
      await page.keyboard.press('Escape');
      const accept = page.getByRole('button', { name: /^Accept/ });
      const whom = await accept.first().innerText();
      await accept.first().press('Enter');
      await expect.poll(() => accept.first().innerText()).not.toBe(whom);
      await page.locator('tbody tr:first-child button:focus').waitFor();
    }, 60_000);

    it('takes what somebody else saves for theirs, and asks where one has written oneself', async () => {
      interface Rows<Row> {
        data: Row[];
      }
      const { id } = await planCampaign(page, 'Written by two');
      const lists = await call<Rows<{ id: string; name: string }>>(page, 'GET', '/api/v1/lists?limit=500');
      const list = lists.data.find(({ name }) => name === 'Customers');
      const broadcasts = `/api/v1/campaigns/${id}/broadcasts`;
      const made = await call<{ id: string; audience: object }>(page, 'POST', broadcasts, { name: 'Letter' });
      const campaign = await call<object>(page, 'GET', `/api/v1/campaigns/${id}`);
      const tell = await newsOf(page, { ...campaign, status: 'in_review', broadcasts: [] });
      await page.goto(`/campaigns/${id}?tab=audience`);
      await settle(page);
      const audience = { ...made.audience, everyone: false, listIds: [list?.id] };
      await call(page, 'PATCH', `${broadcasts}/${made.id}`, { audience });
      tell();
      await expect
        .poll(() =>
          page
            .getByRole('checkbox', { name: /^Customers/ })
            .first()
            .isChecked(),
        )
        .toBe(true);
      expect(await page.getByRole('button', { name: 'Save audience' }).isDisabled()).toBe(true);
      await page.unrouteAll();

      const drips = `/api/v1/campaigns/${id}/drips`;
      const drip = await call<{ id: string }>(page, 'POST', drips, { name: 'Steps', definition: startingDefinition });
      await page.goto(`/campaigns/${id}/drips/${drip.id}`);
      await settle(page);
      await page.getByRole('button', { name: 'Add as first step' }).click();
      await page.getByRole('menuitem', { name: 'Exit' }).click();
      const theirs = { ...startingDefinition, exitOnReply: false };
      await call(page, 'PATCH', `${drips}/${drip.id}`, { definition: theirs });
      await page.getByRole('button', { name: 'Save drip' }).click();
      await page.getByText('Somebody saved this drip meanwhile').waitFor();
      await page.getByRole('button', { name: 'Load theirs' }).click();
    }, 60_000);

    it('says that nothing is there only where it knows, and that figures are those of before', async () => {
      await page.route(/\/api\/v1\/(lists|topics)\b/, (route) =>
        route.fulfill({ status: 418, json: { code: 'teapot', detail: 'Not now.' } }),
      );
      await page.goto('/campaigns/new');
      await page.getByText('Not now.').first().waitFor();
      expect(await page.getByText('There is no list or segment yet').count()).toBe(0);
      await page.goto('/settings/topics');
      await page.getByText('Not now.').waitFor();
      expect(await page.getByText('no topic is offered yet').count()).toBe(0);
      await page.unrouteAll();

      await page.goto('/reports?tab=funnel');
      await settle(page);
      const end = await slowly(page, '**/reports/funnel*', 1500);
      await page.getByLabel('Days').selectOption({ label: 'Last 7 days' });
      await page.getByRole('status', { name: 'Loading' }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
      await end();
    }, 60_000);

    it('leads nobody away who left while a file went up, and tries again only what was not saved', async () => {
      await page.goto('/imports/new');
      await settle(page);
      const end = await slowly(page, '**/imports/preview', 800);
      const csv = Buffer.from('E-mail\nsomebody@people.example');
      await page.locator('input[type=file]').setInputFiles({ name: 'few.csv', mimeType: 'text/csv', buffer: csv });
      await page.getByRole('link', { name: 'Campaigns' }).first().click();
      await answered('/imports/preview');
      await page.waitForTimeout(300);
      expect(page.url()).toMatch(/\/campaigns$/);
      await end();

      const admin = await house().as('admin@northwind.demo');
      await admin.goto('/settings/attribution');
      await settle(admin);
      let refusals = 1;
      await admin.route('**/api/v1/tenant', (route) =>
        route.request().method() === 'PATCH' && refusals-- > 0
          ? route.fulfill({ status: 418, json: { code: 'teapot', detail: 'Not now.' } })
          : route.continue(),
      );
      for (const label of [/^Half-life/, /^Look-back/]) {
        const days = admin.getByLabel(label);
        await days.fill(String(Number(await days.inputValue()) + 1));
      }
      const save = admin.getByRole('button', { name: 'Save' });
      await save.click();
      await admin.getByText('Not now.').waitFor();
      await save.click();
      await admin.getByText(/^Saved\. Credits/).waitFor();
      await admin.close();
    }, 60_000);

    it('shows a rule before it is read what there is to name, and looks up what stands beyond the first of it, as every field does', async () => {
      const { data } = await call<{ data: { id: string; name: string }[] }>(page, 'GET', '/api/v1/campaigns?limit=1');
      const campaign = data[0]!;
      const list = await call<{ id: string }>(page, 'POST', '/api/v1/lists', { name: 'Beyond the first' });
      const member = { kind: 'member', is: true, campaignId: campaign.id, statusIds: [], responded: null };
      const rule = { kind: 'all', rules: [member, { kind: 'list', is: true, listIds: [list.id] }] };
      const segment = await call<{ id: string }>(page, 'POST', '/api/v1/segments', { name: 'Beyond', rule });
      const first = /\/api\/v1\/(campaigns|lists)\?.*limit=100/;
      let letGo = (): void => {};
      const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
      await page.route(first, async (route) => {
        await isLetGo;
        await route.fulfill({ json: { data: [], nextCursor: 'more' } }).catch(() => {});
      });
      await page.goto(`/segments/${segment.id}`);
      const [ofMember, ofList] = [1, 2].map((n) => page.getByRole('group', { name: `Condition ${n}`, exact: true }));
      await ofList!.getByText('Reading the lists').waitFor();
      letGo();
      await expect.poll(() => ofMember!.getByRole('combobox', { name: 'Campaign' }).inputValue()).toBe(campaign.name);
      expect(await ofList!.getByLabel('Beyond the first').isChecked()).toBe(true);
      await ofMember!.getByRole('combobox', { name: 'Campaign' }).fill(campaign.name);
      await ofMember!.getByRole('option', { name: campaign.name }).first().waitFor();

      await page.goto('/people');
      const onList = page.locator('input').and(page.getByRole('combobox', { name: 'List', exact: true }));
      await onList.fill('beyond the f');
      await page.getByRole('option', { name: 'Beyond the first' }).waitFor();
      await onList.press('Enter');
      await page.waitForURL(new RegExp(`listId=${list.id}`));
      await page.reload();
      await expect.poll(() => onList.inputValue()).toBe('Beyond the first');
      await page.goto('/campaigns/new');
      const text = page.getByRole('searchbox', { name: 'Part of the name of lists', exact: true });
      await text.fill('beyond the f');
      const box = page.getByRole('checkbox', { name: /^Beyond the first/ });
      await box.check();
      await text.fill('');
      expect(await box.isChecked()).toBe(true);
      await box.uncheck();
      await page.unroute(first);
    }, 60_000);

    it('keeps what is written in a dialog when its page is read anew, and saves a name beside what saves itself', async () => {
      const campaigns = await call<{ data: { id: string }[] }>(page, 'GET', '/api/v1/campaigns?q=Loyalty');
      const campaign = await call<{ id: string }>(page, 'GET', `/api/v1/campaigns/${campaigns.data[0]?.id}`);
      const tell = await newsOf(page, { ...campaign, version: 99, broadcasts: [] });
      await page.goto(`/campaigns/${campaign.id}?tab=budget`);
      await settle(page);
      await page.getByRole('button', { name: 'Add a line' }).first().click();
      const vendor = page.getByRole('dialog').getByLabel('Vendor');
      await vendor.fill('Half a na');
      tell();
      await answered('/progress');
      await page.waitForTimeout(200);
      expect(await vendor.inputValue()).toBe('Half a na');

      const id = await newTemplate(page, 'Named late');
      const end = await slowly(page, `**/api/v1/templates/${id}`, 1500, 'PATCH');
      const saving = page.waitForRequest((request) => request.method() === 'PATCH');
      await page.getByRole('region', { name: 'Blocks', exact: true }).getByRole('button', { name: 'Heading' }).click();
      await saving;
      await page.getByRole('button', { name: 'Name and tags' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Named in time');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await saved(page);
      await end();
      expect((await call<{ name: string }>(page, 'GET', `/api/v1/templates/${id}`)).name).toBe('Named in time');
      expect(faults).toEqual([]);
      await page.close();
    }, 60_000);

    /** Gives a command from the menu of a row or a page. */
    async function give(name: string, command: string): Promise<void> {
      await page.getByRole('button', { name: `Actions for ${name}` }).click();
      await page.getByRole('menuitem', { name: command }).click();
    }
    const answered = (ending: string) =>
      page.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith(ending));
    /** What is sent by a method from now on. */
    function requests(method: string): () => Request[] {
      const all: Request[] = [];
      page.on('request', (request) => void (request.method() === method && all.push(request)));
      return () => all;
    }
  });
}

/** Has what fits a pattern take so long (ms) as over a bad line; until the function that is answered is called. */
export async function slowly(page: Page, pattern: string, ms: number, method?: string): Promise<() => Promise<void>> {
  await page.route(pattern, async (route) => {
    if (!method || route.request().method() === method) await new Promise((resolve) => setTimeout(resolve, ms));
    await route.continue().catch(() => {});
  });
  return () => page.unroute(pattern);
}

/** Has what fits a pattern wait until the function that is answered is called: what is done meanwhile comes first on any machine. */
async function holdBack(page: Page, pattern: string): Promise<() => Promise<void>> {
  let letGo = (): void => {};
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(pattern, async (route) => {
    await isLetGo;
    await route.continue().catch(() => {});
  });
  return () => (letGo(), page.unroute(pattern));
}

/** Has the page hear of its campaign what is given, once the function that is answered is called, and nothing else. */
export async function newsOf(page: Page, news: object): Promise<() => void> {
  let tell = (): void => {};
  const isTold = new Promise<void>((resolve) => (tell = resolve));
  const body = `retry: 60000\nevent: progress\ndata: ${JSON.stringify(news)}\n\n`;
  await page.route('**/progress', async (route) => {
    await isTold;
    await route.fulfill({ contentType: 'text/event-stream', body }).catch(() => {});
  });
  return tell;
}
