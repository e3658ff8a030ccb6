import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyDueEvents } from '../../../activities/engagement/batch.ts';
import { withTenant } from '../../../db/connection.ts';
import { recordHits, type NewHit } from '../../../db/queries/engagement/tracking.ts';
import { findFormByToken } from '../../../db/queries/forms/forms.ts';
import { insertMembers } from '../../../db/queries/members/members.ts';
import { mergePeople } from '../../../db/queries/people/merge.ts';
import { insertPerson } from '../../../db/queries/people/save.ts';
import { judgeRequest } from '../../../domain/engagement/verdict.ts';
import type { Form } from '../../../domain/forms/form.ts';
import type { LeadFacts } from '../../../domain/people/lead-facts.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, settleNow, type SentBroadcast } from '../../../test/factories/engagement.ts';
import { newStamp } from './form-token.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let sent: SentBroadcast;
let form: Form;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  const tenantId = await api.tenant();
  manager = await api.asUser('manager', tenantId);
  sent = await createSentBroadcast(database.owner, { tenantId });
  form = await newForm({
    fields: [
      { field: 'firstName', label: 'First name', required: true },
      { field: 'answer', label: 'How can we help?' },
    ],
    consentText: 'Yes, send me news',
    campaignId: sent.campaignId,
    origins: ['https://shop.example'],
  });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function newForm(input: object): Promise<Form> {
  const answer = await manager.request('POST', '/forms', { name: 'Contact', title: 'Write to us', ...input });
  expect(answer.status).toBe(201);
  return bodyOf<Form>(answer);
}

const pathOf = ({ url }: Form): string => new URL(url).pathname;

/** Sends a form as a browser does, by default a minute after its page was shown. */
async function send(to: Form, written: Record<string, string>, shownMsAgo = 60_000) {
  const token = pathOf(to).slice(3);
  const stamp = newStamp(api.keyRing, token, Date.now() - shownMsAgo);
  const answer = await api.app.request(pathOf(to), {
    method: 'POST',
    body: new URLSearchParams({ stamp, ...written }),
    headers: { 'user-agent': 'Mozilla/5.0 Firefox/128.0' },
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const clickOn = (messageId: string): NewHit => {
  const click = {
    kind: 'click' as const,
    messageId,
    linkIndex: 0,
    userAgent: 'Mozilla/5.0 Firefox/128.0',
    isHead: false,
  };
  return { ...click, agoMs: 0, judgement: judgeRequest({ ...click, isHoneypot: false }) };
};

const submissions = () => database.owner.sql`
  select e.*, p.email, p.first_name, p.phone, p.consent, p.first_touch, p.lead_source, p.source_campaign_id from engagement_events e join people p on p.id = e.person_id
  where e.kind = 'form' order by e.occurred_at`;

const memberships = (personId: string) => database.owner.sql`
  select m.has_responded, s.responded, m.source, h.cause, h.actor_name, h.kind from campaign_members m
  join campaign_type_statuses s on s.id = m.status_id
  join member_history h on h.campaign_id = m.campaign_id and h.person_id = m.person_id
  where m.person_id = ${personId} order by h.at`;

describe('the page of a form', () => {
  it('shows what it asks, to pages that it names too, and carries where somebody came from', async () => {
    const answer = await api.app.request(
      `${pathOf(form)}?visitor=v-1&page=${encodeURIComponent('https://shop.example/?utm_source=x"><b>')}`,
    );
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain('How can we help?');
    expect(text).toContain('value="v-1"');
    expect(text).not.toContain('"><b>');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://shop.example;");
    expect(answer.headers.get('x-frame-options')).toBeNull();
    const alone = await newForm({ name: 'Alone' });
    const closed = await api.app.request(pathOf(alone));
    expect([closed.headers.get('x-frame-options'), closed.headers.get('set-cookie')]).toEqual(['SAMEORIGIN', null]);
  });

  it('counts nothing to be shown', async () => {
    const token = pathOf(form).slice(3);
    const row = await withTenant(api.deps.database.db, manager.tenantId, (db) => findFormByToken(db, token));
    expect(row).toMatchObject({ name: form.name, fields: form.fields });
    expect(row).not.toHaveProperty('submissions');
  });

  it('is gone when the form is closed, and for what is no form', async () => {
    const other = await newForm({ name: 'Closed', isOpen: false });
    expect((await api.app.request(pathOf(other))).status).toBe(404);
    expect((await send(other, { email: 'a@people.example' })).status).toBe(404);
    expect((await api.app.request(`/f/${'A'.repeat(36)}`)).status).toBe(404);
  });
});

describe('a form that is sent', () => {
  it('makes a lead with a touch of the campaign, keeps the answer, and asks by mail before anybody has consented', async () => {
    const { senders } = await senderOf();
    expect(senders).toBe(1);
    const written = {
      email: 'Ana@people.example',
      firstName: 'Ana',
      answer1: 'Call me',
      consent: 'yes',
      visitor: 'v-2',
    };
    const answer = await send(form, written);
    expect([answer.status, answer.text.includes('look into your mailbox')]).toEqual([200, true]);
    await withTenant(api.deps.database.db, manager.tenantId, (db) => applyDueEvents(db, 100));
    const [event] = await submissions();
    expect(event).toMatchObject({
      name: 'Contact',
      verdict: 'human',
      campaign_id: sent.campaignId,
      email: 'Ana@people.example',
      first_name: 'Ana',
      consent: 'unknown',
      data: { properties: { howCanWeHelp: 'Call me' } },
      first_touch: { kind: 'form', campaignId: sent.campaignId },
      source_campaign_id: sent.campaignId,
    });
    expect(await memberships(event!.person_id)).toEqual([
      {
        has_responded: true,
        responded: true,
        source: 'form',
        cause: 'form',
        actor_name: 'Form: Contact',
        kind: 'added',
      },
    ]);
    const lead = await bodyOf<LeadFacts>(await manager.request('GET', `/people/${event!.person_id}/lead`));
    expect(lead).toMatchObject({
      sourceCampaign: { id: sent.campaignId },
      sourceTouch: { kind: 'form' },
      firstTouch: { kind: 'form', campaignId: sent.campaignId },
      ...{ mqlAt: null, convertedAt: null, account: null, opportunity: null },
    });
    const [signUp] = await database.owner
      .sql`select status, source from sign_ups where person_id = ${event!.person_id}`;
    expect(signUp).toEqual({ status: 'new', source: 'form: Contact' });
    const [visitor] = await database.owner.sql`select person_id from identities where value = 'v-2'`;
    expect(visitor!.person_id).toBe(event!.person_id);
    const shown = await bodyOf<Form>(await manager.request('GET', `/forms/${form.id}`));
    expect(shown.submissions).toBe(1);
  });

  it('adds to somebody who is known, and overwrites nothing', async () => {
    const plain = await newForm({
      name: 'Call back',
      fields: [
        { field: 'firstName', label: 'First name' },
        { field: 'phone', label: 'Phone' },
      ],
      redirectUrl: 'https://shop.example/thanks',
    });
    const answer = await send(plain, { email: 'ana@people.example', firstName: 'Evil', phone: '123' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://shop.example/thanks']);
    const last = (await submissions()).at(-1);
    expect(last).toMatchObject({ name: 'Call back', first_name: 'Ana', phone: '123', consent: 'unknown' });
  });

  it('moves who is a member already to a response, once, and leaves who brought a known person as it was', async () => {
    const personId = await withTenant(api.deps.database.db, manager.tenantId, async (db) => {
      const id = await insertPerson(db, { email: 'member@people.example' });
      const [status] = await db
        .selectFrom('campaignTypeStatuses as s')
        .innerJoin('campaigns as c', 'c.campaignTypeId', 's.campaignTypeId')
        .select('s.id')
        .where('c.id', '=', sent.campaignId)
        .where('s.isDefault', '=', true)
        .execute();
      await insertMembers(db, { campaignId: sent.campaignId, personIds: [id], statusId: status!.id, source: 'manual' });
      return id;
    });
    for (let time = 0; time < 2; time += 1)
      expect((await send(form, { email: 'Member@people.example', firstName: 'Mem' }, 60_000 + time)).status).toBe(200);
    expect(await memberships(personId)).toMatchObject([
      { has_responded: true, source: 'manual', kind: 'added' },
      { has_responded: true, source: 'manual', kind: 'status', cause: 'form' },
    ]);
    const [last] = (await submissions()).slice(-1);
    expect([last!.person_id, last!.source_campaign_id]).toEqual([personId, null]);
  });

  it('is taken of everybody who sends one at the same moment, also where nobody knew them', async () => {
    const written = { email: 'tabs@people.example', firstName: 'Tab' };
    const answers = await Promise.all([1, 2, 3, 4].map((time) => send(form, written, 60_000 + time)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const sentBy = (await submissions()).filter(({ email }) => email === written.email);
    expect([sentBy.length, new Set(sentBy.map((event) => event.person_id as string)).size]).toEqual([4, 1]);
  });

  it('is the kept record’s where theirs is being merged: the list, the membership and the question whether they want mail', async () => {
    const list = await bodyOf<{ id: string }>(await manager.request('POST', '/lists', { name: 'Asked' }));
    const asking = await newForm({
      name: 'Merged',
      fields: [{ field: 'phone', label: 'Phone' }],
      consentText: 'Yes',
      listId: list.id,
      campaignId: sent.campaignId,
    });
    const { db } = api.deps.database;
    const [keepId, mergeId] = await withTenant(db, manager.tenantId, async (db) => [
      await insertPerson(db, { email: 'kept@people.example' }),
      await insertPerson(db, { email: 'merged@people.example' }),
    ]);
    let sending: ReturnType<typeof send> | undefined;
    await withTenant(db, manager.tenantId, async (db) => {
      await mergePeople(db, { keepId: keepId!, mergeId: mergeId! });
      sending = send(asking, { email: 'merged@people.example', phone: '123', consent: 'yes' });
      await database.untilWaiting();
    });
    expect((await sending)?.status).toBe(200);
    const [kept] = await database.owner.sql`
      select phone, (select count(*)::int from list_people l where l.person_id = p.id) as lists,
        (select count(*)::int from campaign_members m where m.person_id = p.id) as campaigns,
        (select count(*)::int from sign_ups u where u.person_id = p.id) as asked
      from people p where id = ${keepId!}`;
    expect(kept).toEqual({ phone: '123', lists: 1, campaigns: 1, asked: 1 });
  });

  it('is taken while what the same person did by mail is applied, which waits for it and is not run again', async () => {
    const made = await createSentBroadcast(database.owner, {
      tenantId: manager.tenantId,
      people: 1,
      sentSecondsAgo: 120,
    });
    const list = await bodyOf<{ id: string }>(await manager.request('POST', '/lists', { name: 'Clicking' }));
    const fields = [{ field: 'phone', label: 'Phone' }];
    const answering = await newForm({ name: 'Clicked', fields, listId: list.id, campaignId: made.campaignId });
    const { db } = api.deps.database;
    await recordHits(db, manager.tenantId, [clickOn(made.messageIds[0]!)]);
    await settleNow(database.owner);
    const [person] = await database.owner.sql<
      { email: string }[]
    >`select email from people where id = ${made.personIds[0]!}`;
    let runs = 0;
    let going: Promise<[{ status: number }, number]> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`select from lists where id = ${list.id} for update`;
      const sending = send(answering, { email: person!.email, phone: '123' });
      await database.untilWaiting();
      const applying = withTenant(db, manager.tenantId, (db) => ((runs += 1), applyDueEvents(db, 10)));
      going = Promise.all([sending, applying]);
      await database.untilWaiting(2);
    });
    expect([(await going)?.[0].status, runs]).toEqual([200, 1]);
    expect(await memberships(made.personIds[0]!)).toMatchObject([{ has_responded: true, cause: 'form' }]);
  });

  it('is taken once for each page, not from programs, and never in no time', async () => {
    const before = (await submissions()).length;
    const written = { email: 'bo@people.example', firstName: 'Bo' };
    const stamp = newStamp(api.keyRing, pathOf(form).slice(3), Date.now() - 5000);
    for (let time = 0; time < 3; time += 1) expect((await send(form, { ...written, stamp })).status).toBe(200);
    expect((await send(form, { ...written, website: 'https://spam.example' })).status).toBe(200);
    expect((await send(form, written, 200)).status).toBe(422);
    expect((await send(form, { ...written, stamp: `${stamp}x` })).status).toBe(422);
    expect((await send(form, { email: 'nobody' })).text).toContain('an e-mail address that we can write to');
    expect((await submissions()).length).toBe(before + 1);
  });
});

async function senderOf(): Promise<{ senders: number }> {
  await database.owner
    .sql`insert into senders (tenant_id, name, address) values (${manager.tenantId}, 'Acme', 'news@acme.example')`;
  const [row] = await database.owner
    .sql`select count(*)::int as senders from senders where tenant_id = ${manager.tenantId}`;
  return row as { senders: number };
}

describe('/forms', () => {
  it('are changed at their version and name what there is', async () => {
    const made = await newForm({ name: 'Version' });
    const path = `/forms/${made.id}`;
    expect((await manager.request('PATCH', path, { title: 'New' }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await manager.request('PATCH', path, { title: 'New' }, { 'if-match': '"1"' })).status).toBe(412);
    const unknown = await manager.request('PATCH', path, { listId: made.id });
    expect(await bodyOf(unknown)).toMatchObject({ errors: [{ path: 'listId' }] });
    const analyst = await api.asUser('analyst', manager.tenantId);
    expect((await analyst.request('PATCH', path, { title: 'No' })).status).toBe(403);
    expect((await analyst.request('GET', '/forms')).status).toBe(200);
  });
});
