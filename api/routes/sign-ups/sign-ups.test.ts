import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { recordOptOut } from '../../../db/queries/consent/opt-out.ts';
import { recordConfirmation } from '../../../db/queries/sign-ups/confirmation.ts';
import { bodyOf, type TestCaller } from '../../../test/api.ts';
import { createTestInstallation, eventually, type TestInstallation } from '../../../test/installation.ts';
import { historiesWith } from '../../../test/security/personal-data.ts';

let test: TestInstallation;
let admin: TestCaller;
let analyst: TestCaller;
let tenantId: string;

beforeAll(async () => {
  test = await createTestInstallation();
  tenantId = await test.api.tenant('Northwind');
  [admin, analyst] = [await test.api.asUser('admin', tenantId), await test.api.asUser('analyst', tenantId)];
});
afterAll(() => test.close());

async function person(email: string, more: object = {}): Promise<{ id: string; consent: string }> {
  const answer = await admin.request('POST', '/people', { email, ...more });
  if (answer.status !== 201) throw new Error(await answer.text());
  return bodyOf(answer);
}

const signUp = (id: string, more: object = {}) =>
  admin.request('POST', `/people/${id}/consents`, { state: 'granted', source: 'web form', doubleOptIn: true, ...more });
const consentOf = async (id: string) =>
  bodyOf<{ consent: string; suppressed: string | null }>(await admin.request('GET', `/people/${id}`));
const signUpsOf = async (id: string) =>
  (await bodyOf<{ data: { status: string }[] }>(await analyst.request('GET', `/people/${id}/sign-ups`))).data;
const page = (path: string, method = 'GET') => test.api.app.request(path, { method });

/** The address of the confirmation's button, once the mail has come. */
async function linkIn(email: string, mails = 1): Promise<string> {
  const found = await eventually(
    () => test.mailsTo(email),
    (all) => all.length >= mails,
  );
  const text = found.at(-1)!.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  const path = /\/confirm\/[\w-]+/.exec(text)?.[0];
  if (!path) throw new Error(`no confirmation link in:\n${text}`);
  return path;
}

describe('before anybody is asked', () => {
  it('a sender is needed, a right, and a person of ours with an address', async () => {
    const { id } = await person('early@people.example');
    const refused = await signUp(id);
    expect([refused.status, (await bodyOf(refused)).detail]).toEqual([409, expect.stringContaining('no sender')]);
    await admin.request('POST', '/senders', { name: 'Northwind', address: 'news@northwind.example' });
    const nobody = await bodyOf<{ id: string }>(await admin.request('POST', '/people', { firstName: 'No address' }));
    expect((await signUp(nobody.id)).status).toBe(400);
    expect((await signUp(id, { state: 'denied' })).status).toBe(400);
    expect((await signUp(id, { note: 'they said so' })).status).toBe(400);
    expect((await signUp(crypto.randomUUID())).status).toBe(404);
    const body = { state: 'granted', source: 'form', doubleOptIn: true };
    expect((await analyst.request('POST', `/people/${id}/consents`, body)).status).toBe(403);
    const other = await test.api.asUser('admin', await test.api.tenant('Other'));
    expect((await other.request('POST', `/people/${id}/consents`, body)).status).toBe(409);
    await other.request('POST', '/senders', { name: 'Other', address: 'news@other.example' });
    expect((await other.request('POST', `/people/${id}/consents`, body)).status).toBe(404);
    expect((await other.request('GET', `/people/${id}/sign-ups`)).status).toBe(404);
    expect(await signUpsOf(id)).toEqual([]);
  });
});

describe('a sign-up', () => {
  it('is asked about by mail, and nothing holds before the person has confirmed it', async () => {
    const { id } = await person('ana@people.example');
    const asked = await signUp(id);
    expect([asked.status, await bodyOf(asked)]).toMatchObject([202, { status: 'waiting', source: 'web form' }]);
    const path = await linkIn('ana@people.example');
    const [mail] = await test.mailsTo('ana@people.example');
    expect(mail).toContain('Subject: Please confirm that you want to hear from us');
    // A confirmation is no marketing: nothing to unsubscribe from, nothing counted.
    expect(mail).not.toMatch(/List-Unsubscribe|\/t\/o\//);
    for (let time = 0; time < 2; time++) {
      const shown = await page(path);
      expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('Yes, send me mail')]);
    }
    expect((await consentOf(id)).consent).toBe('unknown');
    expect(await (await page(path, 'POST')).text()).toContain('Thank you, that is confirmed');
    expect((await consentOf(id)).consent).toBe('granted');
    expect(await (await page(path, 'POST')).text()).toContain('Thank you, that is confirmed');
    const { data } = await bodyOf<{ data: { note: string }[] }>(await admin.request('GET', `/people/${id}/consents`));
    expect(data).toMatchObject([
      { state: 'granted', source: 'web form', note: expect.stringContaining('Double opt-in') },
    ]);
    expect(data[0]!.note).not.toMatch(/@|\b\d+\.\d+\.\d+\.\d+\b/);
    expect(await signUpsOf(id)).toMatchObject([{ status: 'confirmed' }]);
    // Who has confirmed needs not be asked again.
    expect((await signUp(id)).status).toBe(200);
    expect(await historiesWith(test.temporal.client, ['ana@people.example'])).toEqual([]);
  });

  it('of a new person goes with making them, and repeated sign-ups are limited', async () => {
    const { id, consent } = await person('bo@people.example', { doubleOptIn: { source: 'newsletter form' } });
    expect(consent).toBe('unknown');
    await linkIn('bo@people.example');
    // Pressed twice: it is the same sign-up, and no second mail.
    const again = await signUp(id);
    expect(again.status).toBe(202);
    expect(await signUpsOf(id)).toHaveLength(1);
    const age = () =>
      test.database.owner
        .sql`update sign_ups set created_at = created_at - interval '20 minutes' where person_id = ${id}`;
    for (const mails of [2, 3]) {
      await age();
      expect((await signUp(id)).status).toBe(202);
      await linkIn('bo@people.example', mails);
    }
    await age();
    const refused = await signUp(id);
    expect([refused.status, (await bodyOf(refused)).code]).toEqual([429, 'rate_limited']);
    expect(await test.mailsTo('bo@people.example')).toHaveLength(3);
  });

  it('takes an opt-out back once it is confirmed, and only then', async () => {
    const { id } = await person('ci@people.example');
    await admin.request('POST', `/people/${id}/consents`, { state: 'denied', source: 'phone call' });
    await test.database.owner.sql`
      insert into suppressions (tenant_id, address_hash, reason)
      values (${tenantId}, address_hash('ci@people.example'), 'unsubscribe')`;
    await signUp(id);
    const path = await linkIn('ci@people.example');
    expect(await consentOf(id)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
    // As they said it, an address that they had before was suppressed with this one.
    const before = () => test.database.owner.sql`
      select reason from suppressions where tenant_id = ${tenantId} and address_hash = address_hash('old-ci@people.example')`;
    await test.database.owner.sql`
      with had as (
        insert into former_addresses (tenant_id, person_id, email_hash)
        values (${tenantId}, ${id}, address_hash('old-ci@people.example')) returning email_hash)
      insert into suppressions (tenant_id, address_hash, reason, message_id)
      select ${tenantId}, had.email_hash, 'unsubscribe', u.message_id from had, sign_ups u where u.person_id = ${id}`;
    expect(await before()).toHaveLength(1);
    await page(path, 'POST');
    expect(await consentOf(id)).toMatchObject({ consent: 'granted', suppressed: null });
    expect(await before()).toEqual([]);
  });

  it('brings nothing back that was ended after it was asked for, and what is asked for after that is asked about anew', async () => {
    const topic = await bodyOf<{ id: string }>(await admin.request('POST', '/topics', { name: 'Offers' }));
    const said = { state: 'denied', source: 'phone call' };
    const tooLate = 'This link is too old';
    const asked = async (email: string, more: object = {}) => {
      const { id } = await person(email);
      await signUp(id, more);
      return { id, path: await linkIn(email) };
    };
    const all = await asked('gus@people.example');
    await admin.request('POST', `/people/${all.id}/consents`, said);
    expect(await (await page(all.path)).text()).toContain(tooLate);
    expect(await (await page(all.path, 'POST')).text()).toContain(tooLate);
    expect((await consentOf(all.id)).consent).toBe('denied');
    await signUp(all.id);
    const anew = await linkIn('gus@people.example', 2);
    expect(await (await page(anew, 'POST')).text()).toContain('Thank you, that is confirmed');
    expect((await consentOf(all.id)).consent).toBe('granted');
    await admin.request('POST', `/people/${all.id}/consents`, said);
    expect(await (await page(anew, 'POST')).text()).toContain(tooLate);

    const one = await asked('hal@people.example', { topicId: topic.id });
    await admin.request('POST', `/people/${one.id}/consents`, { ...said, topicId: topic.id });
    expect(await (await page(one.path, 'POST')).text()).toContain(tooLate);

    const other = await person('ida-2@people.example');
    const merged = await asked('ida@people.example');
    await admin.request('POST', `/people/${other.id}/consents`, said);
    await admin.request('PATCH', `/people/${other.id}`, { email: null });
    await admin.request('POST', '/people/merge', { keepId: other.id, mergeId: merged.id });
    expect(await (await page(merged.path, 'POST')).text()).toContain(tooLate);
    expect((await consentOf(other.id)).consent).toBe('denied');
  });

  it('does not go where somebody said no before it went, by themselves or by hand, or has another address', async () => {
    await admin.request('POST', '/tenant/stop-sending', { reason: 'a pause' });
    const names = ['no', 'by-hand', 'moved', 'still'];
    const ids = new Map<string, string>();
    for (const name of names) {
      const { id } = await person(`${name}@people.example`);
      ids.set(name, id);
      await signUp(id);
    }
    const queued = () => test.database.owner.sql<{ personId: string; status: string; reason: string | null }[]>`
      select m.person_id as "personId", m.status, m.reason from messages m join sign_ups u on u.message_id = m.id
      where m.tenant_id = ${tenantId} and m.person_id = any(${[...ids.values()]}::uuid[])`;
    await eventually(queued, (rows) => rows.length === names.length);
    await admin.request('POST', `/people/${ids.get('no')}/consents`, { state: 'denied', source: 'phone call' });
    await admin.request('POST', '/suppressions', { emails: ['by-hand@people.example'], source: 'phone call' });
    await admin.request('PATCH', `/people/${ids.get('moved')}`, { email: 'elsewhere@people.example' });
    await admin.request('POST', '/tenant/resume-sending', { reason: 'go on' });
    await linkIn('still@people.example');
    const became = await eventually(queued, (rows) => rows.every(({ status }) => status !== 'queued'));
    expect(Object.fromEntries(became.map(({ personId, ...row }) => [personId, row]))).toEqual({
      [ids.get('no')!]: { status: 'skipped', reason: 'sign_up_over' },
      [ids.get('by-hand')!]: { status: 'skipped', reason: 'suppressed' },
      [ids.get('moved')!]: { status: 'skipped', reason: 'sign_up_over' },
      [ids.get('still')!]: { status: 'sent', reason: null },
    });
  });

  it('says nothing where somebody opts out at that moment', async () => {
    const { id } = await person('jo@people.example');
    await signUp(id);
    const path = await linkIn('jo@people.example');
    const [mail] = await test.database.owner.sql<{ messageId: string }[]>`
      select message_id as "messageId" from sign_ups where person_id = ${id}`;
    const answers = await withTenant(test.api.deps.database.db, tenantId, async (db) => {
      await recordOptOut(db, { tenantId, messageId: mail!.messageId, way: 'one_click' });
      const answer = page(path, 'POST');
      await test.database.untilWaiting();
      return { answer };
    });
    expect(await (await answers.answer).text()).toContain('This link is too old');
    expect(await consentOf(id)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
  });

  it('says nothing where somebody opts out who begins later and comes first', async () => {
    const { id } = await person('jan@people.example');
    await signUp(id);
    await linkIn('jan@people.example');
    const [mail] = await test.database.owner.sql<{ messageId: string }[]>`
      select message_id as "messageId" from sign_ups where person_id = ${id}`;
    const { db } = test.api.deps.database;
    const about = { tenantId, messageId: mail!.messageId };
    const confirmed = await withTenant(db, tenantId, async (confirming) => {
      await withTenant(db, tenantId, (db) => recordOptOut(db, { ...about, way: 'one_click' }));
      return recordConfirmation(confirming, about);
    });
    expect(confirmed).toMatchObject({ state: 'over' });
    expect(await consentOf(id)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
  });

  it('says nothing about another address, after its time, or with a link that is not ours', async () => {
    const { id } = await person('di@people.example');
    await signUp(id);
    const path = await linkIn('di@people.example');
    await admin.request('PATCH', `/people/${id}`, { email: 'other-di@people.example' });
    expect(await (await page(path, 'POST')).text()).toContain('This link is too old');
    await admin.request('PATCH', `/people/${id}`, { email: 'di@people.example' });
    await test.database.owner.sql`update sign_ups set expires_at = now() where person_id = ${id}`;
    expect(await (await page(path, 'POST')).text()).toContain('This link is too old');
    expect(await signUpsOf(id)).toMatchObject([{ status: 'expired' }]);
    expect((await consentOf(id)).consent).toBe('unknown');
    const forged = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
    for (const method of ['GET', 'POST']) {
      expect((await page(forged, method)).status).toBe(404);
      // A token of another kind opens nothing here, and this one nothing elsewhere.
      expect((await page(path.replace('/confirm/', '/u/'), method)).status).toBe(404);
      expect((await page(path.replace('/confirm/', '/p/'), method)).status).toBe(404);
    }
  });

  it('that no workflow heard of is found by housekeeping', async () => {
    const { id } = await person('el@people.example');
    await test.database.owner.sql`
      insert into sign_ups (tenant_id, person_id, email_hash, source, expires_at, created_at)
      values (${tenantId}, ${id}, address_hash('el@people.example'), 'form', now() + interval '7 days', now() - interval '5 minutes')`;
    await test.activities.mendJobs(new Date().toISOString());
    await linkIn('el@people.example');
  });
});

describe('the message that asks', () => {
  it('is changed by an admin at a known version, with a sender of ours', async () => {
    const read = await analyst.request('GET', '/sign-up-message');
    expect([read.status, read.headers.get('etag')]).toEqual([200, '"1"']);
    const change = { subject: 'Is it you?', intro: 'Please say so.' };
    expect((await analyst.request('PATCH', '/sign-up-message', change)).status).toBe(403);
    expect((await admin.request('PATCH', '/sign-up-message', { senderId: crypto.randomUUID() })).status).toBe(400);
    expect((await admin.request('PATCH', '/sign-up-message', { subject: 'a\nb' })).status).toBe(400);
    expect((await admin.request('PATCH', '/sign-up-message', change, { 'if-match': '"1"' })).status).toBe(200);
    expect((await admin.request('PATCH', '/sign-up-message', change, { 'if-match': '"1"' })).status).toBe(412);
    const { id } = await person('fi@people.example');
    await signUp(id);
    await linkIn('fi@people.example');
    expect((await test.mailsTo('fi@people.example'))[0]).toContain('Subject: Is it you?');
  });
});
