import { describe, expect, it } from 'vitest';
import { mailboxAt } from '../../bench/smoke/mailbox-client.ts';
import { settle } from './browser.ts';
import { call } from './call.ts';
import type { House } from './house.ts';
import { approve, importPeople, people, startAndWatch, submit, writeCampaign } from './main-job.ts';
import { buildSegment } from './segment.ts';
import { creditedOnReport, goTo, openVisitor, shownTouches, touchedPerson } from './web-visit.ts';

const campaign = { name: 'Spring catalogue', list: 'Readers', subject: 'The spring catalogue is here', link: '' };
/** Where the link of a mail led a reader to. */
let landing = '';

/** The main job from the file of people to the click, and what follows from it. */
export function aboutFirstCampaign(house: () => House): void {
  describe('the main job, in a browser with two people', () => {
    it('imports, writes, has approved, sends, and sees a click come back', async () => {
      campaign.link = `${house().shop.origin}/spring`;
      const admin = await house().as('admin@northwind.demo');
      await admin.goto('/settings/organization');
      await settle(admin);
      await admin.getByLabel('Postal address').fill('1 Harbour Street, 20457 Hamburg');
      await admin.getByRole('button', { name: 'Save settings' }).click();
      await admin.getByText('Settings saved').waitFor();
      // Learns beside what follows; what came of it is looked at with every page.
      await call(admin, 'POST', '/api/v1/models/train');

      const manager = await house().as('manager@northwind.demo');
      await importPeople(manager, campaign.list);
      house().campaignId = await writeCampaign(manager, campaign);
      const leftOut = manager.getByRole('region', { name: 'Left out, and why' });
      expect(await leftOut.innerText()).toContain(`No consent\n${people.withoutConsent}`);
      await submit(manager);

      const approver = await house().as('approver@northwind.demo');
      await approve(approver, campaign.name);
      await startAndWatch(manager, house().campaignId);

      const site = { name: 'Shop', kind: 'site', origins: [house().shop.origin] };
      house().shop.carry(house().url, (await call<{ key: string }>(admin, 'POST', '/api/v1/write-keys', site)).key);
      landing = await clickOneLink(house);
      await manager.getByText(/1 person clicked: too few to tell\./).waitFor({ timeout: 30_000 });
      await Promise.all([admin.close(), manager.close(), approver.close()]);
      expect(house().complaints).toEqual([]);
    }, 240_000);

    it('knows by the snippet where a visitor came from, nothing before they agree, and who came by a mail', async () => {
      const admin = await house().as('admin@northwind.demo');
      const { utmId } = await call<{ utmId: string }>(admin, 'GET', `/api/v1/campaigns/${house().campaignId}`);
      const advertised = `${house().shop.origin}/offer?utm_id=${utmId}&utm_source=ads&utm_medium=cpc&utm_campaign=autumn&gclid=G-1`;
      const stranger = await openVisitor(house().browser);
      await goTo(stranger, advertised);
      await stranger.say('track', 'Looked at a price');
      await stranger.say('consent', false);
      await goTo(stranger, advertised);
      expect([await stranger.kept(), stranger.sent]).toEqual([{ cookies: 0, stored: [] }, []]);
      await stranger.consent();
      expect(await stranger.kept()).toEqual({ cookies: 0, stored: ['sc_consent', 'sc_visitor'] });
      await stranger.say('identify', 'shop-7', { firstName: 'Wanda', lastName: 'Webber' });
      const later = `${house().shop.origin}/again?utm_source=letter&utm_campaign=winter&gclid=G-2`;
      await goTo(stranger, later);
      const wanda = await touchedPerson(admin, 'Wanda', 'winter');
      expect(wanda).toMatchObject({
        firstTouch: {
          campaignId: house().campaignId,
          utm: { source: 'ads', campaign: 'autumn' },
          clickIds: { gclid: 'G-1' },
        },
        latestTouch: { utm: { source: 'letter' }, clickIds: { gclid: 'G-2' } },
        ...{ leadSource: 'ads / cpc', sourceCampaignId: house().campaignId },
      });
      const shown = await shownTouches(admin, wanda.id);
      expect(shown).toContain('ads / cpc, campaign autumn, click of an advertisement (gclid)');
      expect(shown).toContain('letter, campaign winter');
      expect(await creditedOnReport(admin, wanda.id, campaign.name)).toContain('1,234');

      const reader = await openVisitor(house().browser);
      expect(landing).toContain('sc_visit=');
      await goTo(reader, landing);
      await reader.consent();
      await goTo(reader, later);
      const ann = await touchedPerson(admin, 'ann7@reader.example', 'winter');
      expect(ann.firstTouch).toMatchObject({ campaignId: house().campaignId, utm: { id: utmId, medium: 'email' } });
      await Promise.all([admin, stranger.page, reader.page].map((page) => page.close()));
      expect(house().complaints).toEqual([]);
    }, 180_000);

    it('describes a segment by keyboard, counts it live, and shows who comes and goes before the rule changes', async () => {
      const manager = await house().as('manager@northwind.demo');
      await buildSegment(manager);
      await manager.close();
      expect(house().complaints).toEqual([]);
    }, 120_000);

    it('does not let the author approve, nor an analyst write', async () => {
      const analyst = await house().as('analyst@northwind.demo');
      await analyst.goto('/campaigns');
      await settle(analyst);
      expect(await analyst.getByRole('link', { name: 'New campaign' }).count()).toBe(0);
      await analyst.goto('/campaigns/new');
      await analyst.getByText('Your role cannot edit campaigns').waitFor();
      await analyst.close();
    }, 60_000);
  });
}

/** A person opens a mail, waits a moment, and clicks its link; returns where it leads. */
async function clickOneLink(house: () => House): Promise<string> {
  const mailbox = mailboxAt(house().mailboxUrl);
  const mail = (await mailbox.listAfter(0)).find(({ to }) => to.includes('ann7@reader.example'));
  const { links } = await mailbox.read(mail?.id ?? 0);
  const link = links.find(({ text }) => text === 'Read more')?.url ?? '';
  // Sooner than two seconds after it was handed over only a machine clicks.
  const at = new Date(mail?.at ?? 0).getTime() + 3500;
  await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
  const headers = {
    'user-agent':
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  };
  const answer = await fetch(link, { redirect: 'manual', headers });
  const led = answer.headers.get('location') ?? '';
  expect(led).toContain(campaign.link);
  return led;
}
