import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoOperator, demoPassword } from '../../bin/demo/people.ts';
import type { SuccessReport } from '../../domain/overview/success.ts';
import { openPaths, paths } from '../../ui/src/lib/paths.ts';
import { settle } from './browser.ts';
import { call } from './call.ts';
import type { House } from './house.ts';
import { lookAt, lookAtAll, type Faults } from './look-at.ts';

/** Every page with data, without, and for whom it is not meant. */
export function aboutPages(house: () => House): void {
  describe('every page', () => {
    it('of scores has a model: what is learned from the example passes all that is asked of one', async () => {
      const page = await house().as('manager@northwind.demo');
      await page.goto('/models');
      await page.getByText('Model 1 scores your leads').waitFor({ timeout: 60_000 });
      await page.getByText('4 of 4 passed').waitFor();
      await page.close();
    }, 90_000);

    it('that one starts at says what each campaign earned, and the campaign says the same of itself', async () => {
      const page = await house().as('manager@northwind.demo');
      const waiting = async () => (await call<SuccessReport>(page, 'GET', '/api/v1/overview/success')).basis.waiting;
      await expect.poll(waiting, { timeout: 60_000, interval: 500 }).toBe(0);
      await page.goto(paths.home);
      // Whom the example's opportunities fall to differs from one installation to the next; two of its campaigns cost something.
      const row = page
        .getByRole('table', { name: /earned/ })
        .getByRole('row')
        .filter({ hasText: '%' })
        .first();
      await row.waitFor();
      const cells = await row.getByRole('cell').allInnerTexts();
      const [name = '', earned = '', spent = '', roi = ''] = cells.map((text) => text.replace(/\.00$/, ''));
      const said = `Earned ${earned} on ${spent} spent: ROI ${roi}`;
      expect(said).toMatch(/^Earned €[\d,.]+ on €[1-9][\d,.]+ spent: ROI [+−]?[\d,.]+\u00a0%$/);
      await row.getByRole('link').click();
      await page.getByText(said).waitFor();
      await page.getByRole('link', { name: 'All figures' }).click();
      await page.getByText('Every figure').waitFor();
      await page.getByText(said).waitFor();
      await page.goto(`${paths.campaigns}?q=${encodeURIComponent(name)}&columns=earned,roi`);
      const listed = page.getByRole('table', { name: 'Campaigns' }).getByRole('row').filter({ hasText: name });
      await listed.filter({ hasText: earned }).filter({ hasText: roi }).waitFor();
      await page.close();
    }, 90_000);

    it('is well on any screen, in the light and in the dark, with data', async () => {
      const windows = await twoWindows(house(), 'admin@northwind.demo');
      const ids = await knownIds(windows[0], house());
      const places: [string, string][] = [];
      for (const [name, path] of Object.entries(paths)) {
        // Drips and programmes are looked at where they are built, in tests of their own.
        if (openPaths.includes(path) || ['installation', 'drip', 'nurture', 'sharedReport'].includes(name)) continue;
        for (const tab of tabsOf[name] ?? ['']) {
          const place = path.replace(':id', ids[name] ?? '').replace(':experimentId', ids.experimentId ?? '');
          const address = place + (tab === '' ? '' : `?tab=${tab}`);
          places.push([address, tab === '' ? name : `${name}-${tab}`]);
        }
      }
      const faults = await lookAtAll(windows, places);
      await Promise.all(windows.map((page) => page.close()));
      expect([...faults, ...house().complaints]).toEqual([]);
    }, 600_000);

    it('stands in view among the settings, which stand in groups and are more than a rail holds', async () => {
      const page = await house().as('admin@northwind.demo');
      await page.setViewportSize({ width: 1440, height: 700 });
      await page.goto(paths.apiKeys);
      const rail = page.getByRole('navigation', { name: 'Main' });
      const entry = rail.getByRole('list', { name: 'Data and integrations' }).getByRole('link', { name: 'API keys' });
      const account = page.getByRole('complementary', { name: 'Navigation' }).getByRole('button').last();
      const top = async (part: typeof entry) => (await part.boundingBox())?.y ?? Infinity;
      await expect.poll(async () => (await top(entry)) < (await top(account))).toBe(true);
      await page.close();
    }, 60_000);

    it('says which filter of an address is wrong and what it must be, and leads back to the list without it', async () => {
      const page = await house().as('manager@northwind.demo');
      const faults = await lookAt(page, '/people?kind=xyz&q=a', 'refused-filter');
      await page.getByText('Kind is “xyz”, but must be lead or contact.').waitFor();
      await page.getByRole('link', { name: 'Show the list without this filter' }).click();
      await page.getByRole('table', { name: 'People' }).waitFor();
      expect(new URL(page.url()).search).toBe('?q=a');
      await page.goto('/people?leadFrom=2026-13-45');
      await page.getByText('but must be a day').waitFor();
      await page.close();
      expect([...faults, ...house().complaints]).toEqual([]);
    }, 60_000);

    it('gives what is to be copied also where the browser keeps its clipboard to itself', async () => {
      const page = await house().as('admin@northwind.demo');
      await page.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })');
      const { data } = await call<{ data: { id: string }[] }>(page, 'GET', '/api/v1/forms');
      await page.goto(`/forms/${data[0]!.id}`);
      await page.getByRole('button', { name: 'Copy the code for a page' }).click();
      await page.getByText('It is selected').waitFor();
      expect(await page.evaluate('String(getSelection())')).toMatch(/^<script async src="http.*<\/script>$/);
      await page.close();
      expect(house().complaints).toEqual([]);
    }, 60_000);

    it('is well where there is no data yet', async () => {
      const windows = await twoWindows(house(), 'manager@blank.demo');
      const names = [
        'home',
        'campaigns',
        'calendar',
        'approvals',
        'people',
        'imports',
        'opportunities',
        'pipeline',
        'lists',
        'segments',
        'suggestedSegments',
        'templates',
        'content',
        'inbox',
        'inboundSettings',
        'seeds',
        'suppressions',
        'attributes',
        'forms',
        'eventsIn',
        'deliverability',
        'webhooks',
      ] as const;
      const faults = await lookAtAll(
        windows,
        names.map((name) => [paths[name], `${name}-empty`]),
      );
      await Promise.all(windows.map((page) => page.close()));
      expect(faults).toEqual([]);
    }, 120_000);

    it('is well without a sign-in, for an operator of the installation, and where there is nothing', async () => {
      const stranger = await house().as('');
      const operator = await house().as(demoOperator.email);
      const faults: Faults = [];
      for (const path of openPaths) faults.push(...(await lookAt(stranger, path, path.slice(1))));
      faults.push(...(await lookAt(stranger, await sharedReport(house()), 'shared-report')));
      faults.push(...(await lookAt(stranger, `${paths.resetPassword}?token=x`, 'reset-password-token')));
      faults.push(...(await lookAt(operator, paths.installation, 'installation')));
      faults.push(...(await lookAt(operator, '/nothing/here', 'not-found')));
      await Promise.all([stranger.close(), operator.close()]);
      expect(faults).toEqual([]);
    }, 120_000);

    it('of a test is there also where two looks saw the same', async () => {
      const page = await house().as('manager@northwind.demo');
      const { experiment, experimentId } = await knownIds(page, house());
      const path = `/campaigns/${experiment}/experiments/${experimentId}`;
      await page.route(`**/api/v1${path}`, async (route) => {
        const answer = await route.fetch();
        const test = (await answer.json()) as { looksTaken: { number: number }[] };
        const looksTaken = [1, 2].map((number) => ({ ...test.looksTaken[0], number }));
        await route.fulfill({ response: answer, json: { ...test, looksTaken } });
      });
      await page.goto(path);
      await page.getByText('Looks and what they must pass').waitFor();
      await page.close();
      expect(house().complaints).toEqual([]);
    }, 60_000);

    it('says that there is no such thing where an address names none, and leads to those that there are', async () => {
      const page = await house().as('manager@northwind.demo');
      const none = '0198c0de-0000-7000-8000-000000000000';
      const { data } = await call<{ data: { id: string }[] }>(page, 'GET', '/api/v1/campaigns?limit=1');
      const parts = `/campaigns/${data[0]!.id}`;
      for (const [path, what, all] of [
        [`/campaigns/${none}`, 'campaign', 'Campaigns'],
        [`${parts}/drips/${none}`, 'drip', 'Drips'],
        [`${parts}/nurtures/${none}`, 'nurture programme', 'Nurture'],
        [`${parts}/experiments/abc`, 'test', 'Tests'],
        [`/people/${none}`, 'person', 'People'],
        [`/segments/${none}`, 'segment', 'Segments'],
      ] as const) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1, name: `No such ${what}` }).waitFor();
        await page.getByRole('link', { name: `Open ${all}` }).waitFor();
        expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
      }
      await page.close();
    }, 60_000);

    it('shows the part that its tab marks, and says where something that it needs could not be read', async () => {
      const page = await house().as('manager@northwind.demo');
      const { data } = await call<{ data: { id: string }[] }>(page, 'GET', '/api/v1/campaigns?limit=1');
      await page.goto(`/campaigns/${data[0]!.id}?tab=preflight`);
      await page.waitForURL(/\/preflight$/);
      for (const tab of ['other', 'results']) {
        await page.goto(`/campaigns/${data[0]!.id}?tab=${tab}`);
        await page.locator('nav a[aria-current]', { hasText: 'Overview' }).waitFor();
      }
      await page.route('**/api/v1/lists?**', (route) => route.fulfill({ status: 403, json: { status: 403 } }));
      await page.goto('/segments/new');
      await page.getByText('Not allowed').waitFor();
      // Also on a tab that is opened once the page knows: before, the page looked at what was found alone.
      const policy = '**/api/v1/next-actions/policy';
      await page.route(policy, (route) => route.fulfill({ status: 403, json: { status: 403 } }));
      const refused = page.waitForResponse(policy);
      await page.goto('/next-actions');
      await refused;
      await settle(page);
      await page.getByRole('main').getByRole('link', { name: 'Settings' }).click();
      await page.getByText('Not allowed').waitFor();
      await page.close();
    }, 60_000);

    it('whose script gets lost is loaded anew where a link led, and says so where it gets lost again', async () => {
      const page = await house().as('manager@northwind.demo');
      const script = '**/assets/calendar-page*';
      await page.goto('/approvals');
      await settle(page);
      let lost = 0;
      await page.route(script, (route) => (++lost, route.abort()));
      await page.getByRole('link', { name: 'Calendar', exact: true }).click();
      await page.waitForURL('/calendar');
      await expect.poll(() => lost, { timeout: 15_000 }).toBe(2);
      await page.getByRole('heading', { name: 'Page not loaded' }).waitFor();
      await page.unroute(script);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { level: 1, name: 'Calendar' }).waitFor();
      await page.close();
      expect(house().complaints).toEqual([]);
    }, 60_000);

    it('and settings whose script does not come say so, also without a network', async () => {
      const page = await house().as('manager@northwind.demo');
      const notLoaded = page.waitForResponse('**/assets/not-loaded*');
      await page.goto('/approvals');
      await notLoaded;
      await settle(page);
      await page.context().setOffline(true);
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      await page.getByRole('heading', { name: 'Page not loaded' }).waitFor();
      await page.getByRole('navigation', { name: 'Main' }).getByText('The settings did not load').waitFor();
      await page.context().setOffline(false);
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Seed list' }).waitFor();
      await page.close();
      expect(house().complaints).toEqual([]);
    }, 60_000);

    it('asks for a sign-in and then goes on where one was', async () => {
      const page = await house().as('');
      await page.goto('/people?q=Ann1');
      await page.waitForURL(/\/sign-in\?next=%2Fpeople%3Fq%3DAnn1$/);
      await page.getByLabel('E-mail').fill('manager@northwind.demo');
      await page.getByLabel('Password').fill(demoPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/\/people\?q=Ann1$/);
      await page.getByRole('link', { name: 'Ann1 Örsted 1', exact: true }).waitFor();
      expect(await page.getByLabel('Name or e-mail begins with').inputValue()).toBe('Ann1');
      await page.keyboard.press('Control+k');
      const find = page.getByPlaceholder('Find a campaign, person, page or command');
      // Nothing longer than a search takes: it would be refused.
      await find.fill('x'.repeat(300));
      expect((await find.inputValue()).length).toBe(200);
      await find.fill('Spring');
      await page.getByRole('option', { name: /Spring catalogue/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(house().campaignId));
      await page.close();
    }, 60_000);

    it('tells whoever belongs to no organisation any more, and does not ask for a sign-in again and again', async () => {
      const page = await house().as('');
      await page.goto('/people?q=Ann1');
      await page.waitForURL(/\/sign-in\?next=/);
      await page.route('**/api/v1/me', async (route) => {
        const answer = await route.fetch();
        const me = { ...((await answer.json()) as object), tenant: null, role: null, allowed: [], organisations: [] };
        await route.fulfill({ response: answer, json: me });
      });
      await page.getByLabel('E-mail').fill('manager@northwind.demo');
      await page.getByLabel('Password').fill(demoPassword);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('You belong to no organisation yet').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
      await page.close();
    }, 60_000);
  });
}

/** Two windows of one browser, in which somebody is signed in. */
async function twoWindows({ as }: House, email: string): Promise<[Page, Page]> {
  return [await as(email), await as(email)];
}

const tabsOf: Record<string, string[]> = {
  reports: ['', 'funnel', 'cohort', 'compare', 'clock', 'kept'],
  campaign: [
    '',
    'message',
    'audience',
    'members',
    'report',
    'performance',
    'earned',
    'hierarchy',
    'budget',
    'approvals',
    'uncertain',
    'history',
    'tests',
  ],
  attribution: ['', 'compare', 'paths'],
  nextActions: ['', 'tasks', 'settings'],
  inbox: ['', 'review', 'rules'],
  opportunity: ['', 'stages', 'history'],
  person: ['', 'journeys', 'opportunities', 'score', 'next', 'content', 'details', 'consent', 'data', 'history'],
};

/** One of each thing that an address names, by the name of the address. */
async function knownIds(page: Page, { campaignId }: House): Promise<Record<string, string>> {
  const first = async (path: string): Promise<string> =>
    (await call<{ data: { id: string }[] }>(page, 'GET', path)).data[0]?.id ?? '';
  const tested = await first('/api/v1/campaigns?q=Price%20list%20in%20plain');
  return {
    experiment: tested,
    experimentId: await first(`/api/v1/campaigns/${tested}/experiments`),
    campaign: campaignId,
    preflight: campaignId,
    copyCampaign: campaignId,
    person: await first('/api/v1/people?q=ann7@reader.example'),
    import: await first('/api/v1/imports'),
    list: await first('/api/v1/lists'),
    accountDetail: await first('/api/v1/accounts'),
    opportunity: await first('/api/v1/opportunities'),
    segment: await first('/api/v1/segments'),
    template: await first('/api/v1/templates?kind=template'),
    contentItem: await first('/api/v1/content-items'),
    form: await first('/api/v1/forms'),
    inboundMail: await first('/api/v1/inbound-mails?filter=review'),
    sendingDomain: await first('/api/v1/sending-domains'),
    webhookEndpoint: await first('/api/v1/webhook-endpoints'),
  };
}

/** Keeps a report and makes a link to it, as a manager does. Returns its path. */
async function sharedReport({ as }: House): Promise<string> {
  const page = await as('manager@northwind.demo');
  await page.goto(`${paths.reports}?tab=clock&period=last90`);
  await page.getByRole('button', { name: 'Keep this report' }).click();
  await page.getByLabel('Name').fill('Good hours');
  await page.getByRole('button', { name: 'Keep report' }).click();
  await page.goto(`${paths.reports}?tab=kept`);
  await page.getByRole('button', { name: 'Actions for Good hours' }).click();
  await page.getByRole('menuitem', { name: 'Show to others' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.locator('dialog code').innerText();
  await page.close();
  return new URL(link).pathname;
}
