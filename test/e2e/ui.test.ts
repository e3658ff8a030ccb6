import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailboxAt } from '../../bench/smoke/mailbox-client.ts';
import { demoOperator, demoPassword } from '../../bin/demo/people.ts';
import { openPaths, paths } from '../../ui/src/lib/paths.ts';
import { startTestStack, type TestStack } from '../stack.ts';
import { openBrowser, openWindow, settle, signIn } from './browser.ts';
import { listen, lookAt, type Faults } from './look-at.ts';
import { buildSegment } from './segment.ts';
import { copyCampaign, dragTo, moveByKeyboard, planCampaign, startDay } from './planning.ts';
import {
  call,
  creditedOnReport,
  goTo,
  openShop,
  openVisitor,
  shownTouches,
  touchedPerson,
  type Shop,
} from './web-visit.ts';
import * as templates from './templates.ts';
import { approve, importPeople, people, startAndWatch, submit, writeCampaign } from './main-job.ts';

const wide = { width: 1440, height: 900, theme: 'light' } as const;
const campaign = {
  name: 'Spring catalogue',
  list: 'Readers',
  subject: 'The spring catalogue is here',
  link: '',
};

let stack: TestStack;
let browser: Browser;
let campaignId = '';
let shop: Shop;
/** Where the link of a mail led a reader to. */
let landing = '';
const complaints: Faults = [];

async function as(email: string): Promise<Page> {
  const page = await (await openWindow(browser, stack.url, wide)).newPage();
  const faults = listen(page);
  page.on('close', () => complaints.push(...faults));
  if (email !== '') await signIn(page, email, demoPassword);
  return page;
}

beforeAll(async () => {
  [stack, browser, shop] = await Promise.all([startTestStack(), openBrowser(), openShop()]);
  campaign.link = `${shop.origin}/spring`;
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await shop?.close();
  await stack?.stop();
}, 60_000);

describe('the main job, in a browser with two people', () => {
  it('imports, writes, has approved, sends, and sees a click come back', async () => {
    const admin = await as('admin@northwind.demo');
    await admin.goto('/settings/organization');
    await settle(admin);
    await admin.getByLabel('Postal address').fill('1 Harbour Street, 20457 Hamburg');
    await admin.getByRole('button', { name: 'Save settings' }).click();
    await admin.getByText('Settings saved').waitFor();

    const manager = await as('manager@northwind.demo');
    await importPeople(manager, campaign.list);
    campaignId = await writeCampaign(manager, campaign);
    const leftOut = manager.getByRole('region', { name: 'Left out, and why' });
    expect(await leftOut.innerText()).toContain(`No consent\n${people.withoutConsent}`);
    await submit(manager);

    const approver = await as('approver@northwind.demo');
    await approve(approver, campaign.name);
    await startAndWatch(manager, campaignId);

    const site = { name: 'Shop', kind: 'site', origins: [shop.origin] };
    shop.carry(stack.url, (await call<{ key: string }>(admin, 'POST', '/api/v1/write-keys', site)).key);
    landing = await clickOneLink();
    await manager.getByText(/1 person clicked: too few to tell\./).waitFor({ timeout: 30_000 });
    await Promise.all([admin.close(), manager.close(), approver.close()]);
    expect(complaints).toEqual([]);
  }, 240_000);

  it('knows by the snippet where a visitor came from, nothing before they agree, and who came by a mail', async () => {
    const admin = await as('admin@northwind.demo');
    const { utmId } = await call<{ utmId: string }>(admin, 'GET', `/api/v1/campaigns/${campaignId}`);
    const advertised = `${shop.origin}/offer?utm_id=${utmId}&utm_source=ads&utm_medium=cpc&utm_campaign=autumn&gclid=G-1`;
    const stranger = await openVisitor(browser);
    await goTo(stranger, advertised);
    await stranger.say('track', 'Looked at a price');
    await stranger.say('consent', false);
    await goTo(stranger, advertised);
    expect([await stranger.kept(), stranger.sent]).toEqual([{ cookies: 0, stored: [] }, []]);
    await stranger.consent();
    expect(await stranger.kept()).toEqual({ cookies: 0, stored: ['sc_consent', 'sc_visitor'] });
    await stranger.say('identify', 'shop-7', { firstName: 'Wanda', lastName: 'Webber' });
    const later = `${shop.origin}/again?utm_source=letter&utm_campaign=winter&gclid=G-2`;
    await goTo(stranger, later);
    const wanda = await touchedPerson(admin, 'Wanda', 'winter');
    expect(wanda).toMatchObject({
      firstTouch: { campaignId, utm: { source: 'ads', campaign: 'autumn' }, clickIds: { gclid: 'G-1' } },
      latestTouch: { utm: { source: 'letter' }, clickIds: { gclid: 'G-2' } },
      ...{ leadSource: 'ads / cpc', sourceCampaignId: campaignId },
    });
    const shown = await shownTouches(admin, wanda.id);
    expect(shown).toContain('ads / cpc, campaign autumn, click of an advertisement (gclid)');
    expect(shown).toContain('letter, campaign winter');
    expect(await creditedOnReport(admin, wanda.id, campaign.name)).toContain('1,234');

    const reader = await openVisitor(browser);
    expect(landing).toContain('sc_visit=');
    await goTo(reader, landing);
    await reader.consent();
    await goTo(reader, later);
    const ann = await touchedPerson(admin, 'ann7@reader.example', 'winter');
    expect(ann.firstTouch).toMatchObject({ campaignId, utm: { id: utmId, medium: 'email' } });
    await Promise.all([admin, stranger.page, reader.page].map((page) => page.close()));
    expect(complaints).toEqual([]);
  }, 180_000);

  it('describes a segment by keyboard, counts it live, and shows who comes and goes before the rule changes', async () => {
    const manager = await as('manager@northwind.demo');
    await buildSegment(manager);
    await manager.close();
    expect(complaints).toEqual([]);
  }, 120_000);

  it('does not let the author approve, nor an analyst write', async () => {
    const analyst = await as('analyst@northwind.demo');
    await analyst.goto('/campaigns');
    await settle(analyst);
    expect(await analyst.getByRole('link', { name: 'New campaign' }).count()).toBe(0);
    await analyst.goto('/campaigns/new');
    await analyst.getByText('Your role does not write campaigns').waitFor();
    await analyst.close();
  }, 60_000);
});

/** A person opens a mail, waits a moment, and clicks its link; returns where it leads. */
async function clickOneLink(): Promise<string> {
  const mailbox = mailboxAt(stack.mailboxUrl ?? '');
  const mail = (await mailbox.listAfter(0)).find(({ to }) => to.includes('ann7@reader.example'));
  const { links } = await mailbox.read(mail?.id ?? 0);
  const link = links.find(({ text }) => text === 'Read more')?.url ?? '';
  await new Promise((resolve) => setTimeout(resolve, 4000));
  const headers = {
    'user-agent':
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  };
  const answer = await fetch(link, { redirect: 'manual', headers });
  const led = answer.headers.get('location') ?? '';
  expect(led).toContain(campaign.link);
  return led;
}

describe('planning', () => {
  it('moves a campaign by dragging and by keyboard, and copies it', async () => {
    const page = await as('manager@northwind.demo');
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
    expect([...faults, ...complaints]).toEqual([]);
  }, 120_000);
});

describe('templates', () => {
  it('are built by mouse and by keyboard alone', async () => {
    const page = await as('manager@northwind.demo');
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
    expect([...faults, ...complaints]).toEqual([]);
  }, 120_000);

  it('are written by two at once: nothing is lost, and the second is told', async () => {
    const [first, second] = await Promise.all([as('manager@northwind.demo'), as('admin@northwind.demo')]);
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
    expect(complaints).toEqual([]);
  }, 120_000);
});

describe('every page', () => {
  it('is well on any screen, in the light and in the dark, with data', async () => {
    const page = await as('admin@northwind.demo');
    const ids = await knownIds(page);
    const faults: Faults = [];
    for (const [name, path] of Object.entries(paths)) {
      // Drips and programmes are looked at where they are built, in tests of their own.
      if (openPaths.includes(path) || ['installation', 'drip', 'nurture', 'sharedReport'].includes(name)) continue;
      for (const tab of tabsOf[name] ?? ['']) {
        const place = path.replace(':id', ids[name] ?? '').replace(':experimentId', ids.experimentId ?? '');
        const address = place + (tab === '' ? '' : `?tab=${tab}`);
        faults.push(...(await lookAt(page, address, tab === '' ? name : `${name}-${tab}`)));
      }
    }
    await page.close();
    expect([...faults, ...complaints]).toEqual([]);
  }, 600_000);

  it('is well where there is no data yet', async () => {
    const page = await as('manager@blank.demo');
    const faults: Faults = [];
    for (const name of [
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
      'suppressions',
      'attributes',
      'forms',
      'eventsIn',
      'deliverability',
      'webhooks',
    ] as const) {
      faults.push(...(await lookAt(page, paths[name], `${name}-empty`)));
    }
    await page.close();
    expect(faults).toEqual([]);
  }, 120_000);

  it('is well without a sign-in, for an operator of the installation, and where there is nothing', async () => {
    const stranger = await as('');
    const operator = await as(demoOperator.email);
    const faults: Faults = [];
    for (const path of openPaths) faults.push(...(await lookAt(stranger, path, path.slice(1))));
    faults.push(...(await lookAt(stranger, await sharedReport(), 'shared-report')));
    faults.push(...(await lookAt(stranger, `${paths.resetPassword}?token=x`, 'reset-password-token')));
    faults.push(...(await lookAt(operator, paths.installation, 'installation')));
    faults.push(...(await lookAt(operator, '/nothing/here', 'not-found')));
    await Promise.all([stranger.close(), operator.close()]);
    expect(faults).toEqual([]);
  }, 120_000);

  it('asks for a sign-in and then goes on where one was', async () => {
    const page = await as('');
    await page.goto('/people?q=Ann1');
    await page.waitForURL(/\/sign-in\?next=%2Fpeople%3Fq%3DAnn1$/);
    await page.getByLabel('E-mail').fill('manager@northwind.demo');
    await page.getByLabel('Password').fill(demoPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/people\?q=Ann1$/);
    await page.getByRole('link', { name: 'Ann1 Örsted 1', exact: true }).waitFor();
    expect(await page.getByLabel('Name or e-mail begins with').inputValue()).toBe('Ann1');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a campaign, person, page or command').fill('Spring');
    await page.getByRole('option', { name: /Spring catalogue/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(campaignId));
    await page.close();
  }, 60_000);
});

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
async function knownIds(page: Page): Promise<Record<string, string>> {
  const first = (path: string): Promise<string> =>
    page.evaluate(
      async (url) => ((await (await fetch(url)).json()) as { data: { id: string }[] }).data[0]?.id ?? '',
      path,
    );
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
async function sharedReport(): Promise<string> {
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
