import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApi, TestCaller } from '../../test/api.ts';
import { createTestApi } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { runningDrip } from '../../test/factories/drip-api.ts';
import { sealMail } from '../../db/kept-mail.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { newPerson } from '../../test/factories/people.ts';
import { unheard } from '../../test/unheard.ts';
import { createDripActivities } from '../drips/drips.ts';
import { mailOwners } from './owner-mail.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let colleague: TestCaller;
let mails: { to: string; subject: string; text: string; replyTo?: string }[] = [];
/** What the mail server answers instead of taking a mail. */
let failure: object | null = null;
let isAway = false;
/** The worker is gone before the mail server has answered. */
let isDying = false;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant('Acme');
  [manager, colleague] = [await api.asUser('manager'), await api.asUser('manager')];
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(() => {
  mails = [];
  isAway = false;
  isDying = false;
  failure = null;
});

const start = '2026-06-01T10:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString();
const mail = (nowIso: string, until = Infinity) => {
  const isDead = isDying;
  const send = async (given: (typeof mails)[number]) => {
    if (isAway) throw new Error('away');
    if (failure) throw Object.assign(new Error('no'), failure);
    if (isDead) return new Promise<void>(() => {});
    mails.push(given);
  };
  const { database: app, directory, keyRing: ring } = api.deps;
  const systemMail = { send, publicUrl: 'https://app.example' };
  return mailOwners(
    {
      database: app,
      directory,
      log: pino({ level: 'silent' }),
      systemMail,
      mailer: { ring, bounceDomain: 'bounce.example' },
    },
    { tenantId, nowIso, until },
  );
};
interface Told {
  unread: number;
  data: { step: string; stepName: string; people: number; note: string; isRead: boolean; sample: unknown[] }[];
}
const told = async (who: TestCaller) => (await (await who.request('GET', '/notifications')).json()) as Told;
const step = { key: 'call', name: 'Call them', kind: 'notifyOwner', text: 'Ask what keeps them.' };

let addresses = 0;
async function people(count: number, ownerId: string | null): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++)
    ids.push(await newPerson(api.deps.database, tenantId, { email: `o${(addresses += 1)}@people.example` }));
  await database.owner.sql`update people set owner_id = ${ownerId} where id = any(${ids}::uuid[])`;
  return ids;
}
async function enrolled(personIds: string[]) {
  const drip = await runningDrip({ api, manager, tenantId }, [step]);
  await drip.begin();
  await manager.request('POST', `${drip.path}/enrol`, { personIds });
  return drip;
}
const isLeased = async () => {
  const rows = await database.owner
    .sql`select from notifications where tenant_id = ${tenantId} and mail_leased_until > now()`;
  return rows.length > 0;
};
const forget = () => database.owner.sql`delete from notifications where tenant_id = ${tenantId}`;

describe('a step that notifies the owner', () => {
  it('tells whoever owns each person, or the campaign’s owner, and lets the people go on', async () => {
    const [theirs, foreign] = [await people(2, colleague.personId), await people(1, 'crm-user-7')];
    const drip = await enrolled([...theirs, ...foreign]);
    expect(await drip.round()).toMatchObject({ moved: 3, open: 0 });
    expect(await told(colleague)).toMatchObject({
      unread: 1,
      data: [{ step: 'call', stepName: 'Call them', people: 2, note: 'Ask what keeps them.', isRead: false }],
    });
    // The owner in another system is nobody here: the campaign's owner is told.
    expect((await told(manager)).data).toMatchObject([{ people: 1 }]);
    const journeys = (await (await manager.request('GET', `/people/${theirs[0]!}/journeys`)).json()) as {
      data: { moves: unknown[] }[];
    };
    expect(journeys.data[0]).toMatchObject({ state: 'completed', moves: [{ step: 'call', outcome: 'notified' }] });
    await forget();
  });

  it('tells nobody twice, however often the round is repeated or at once', async () => {
    const drip = await enrolled(await people(30, colleague.personId));
    const { database: app, directory } = api.deps;
    const { advanceDrip } = createDripActivities({ database: app, directory, temporal: unheard });
    const now = new Date().toISOString();
    const { campaignId, dripId } = drip;
    const round = () => new MockActivityEnvironment().run(advanceDrip, { tenantId, campaignId, dripId, now });
    await Promise.all([round(), round(), round()]);
    await database.owner.sql`
      update drip_positions set state = 'active', ended_at = null, due_at = ${now}, step = null where drip_id = ${dripId}`;
    await round();
    const rows = await database.owner.sql`select count(*)::int as told from notifications where drip_id = ${dripId}`;
    expect(rows).toEqual([{ told: 30 }]);
    await forget();
  });

  it('says by mail what came together, once an hour at most, and not what was read', async () => {
    const drip = await enrolled(await people(37, colleague.personId));
    await drip.round();
    isAway = true;
    await mail(start);
    expect(mails).toEqual([]);
    isAway = false;
    await mail(start, 0);
    isDying = true;
    // Its patience ends when the database may be gone.
    mail(start).catch(() => {});
    await expect.poll(isLeased).toBe(true);
    isDying = false;
    await mail(after(1));
    expect(mails).toEqual([]);
    // Its lease has run out: what was not marked is said by somebody else.
    await database.owner
      .sql`update notifications set mail_leased_until = now() - interval '1 second' where tenant_id = ${tenantId}`;
    await Promise.all([mail(after(1)), mail(after(1))]);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: '37 people reached “Call them”' });
    expect(mails[0]!.text).toContain('https://app.example/notifications');
    const more = await people(2, colleague.personId);
    await manager.request('POST', `${drip.path}/enrol`, { personIds: [more[0]] });
    await drip.round();
    await mail(after(30));
    expect(mails).toHaveLength(1);
    await mail(after(62));
    expect(mails.map(({ subject }) => subject)).toEqual([
      '37 people reached “Call them”',
      'One person reached “Call them”',
    ]);
    await manager.request('POST', `${drip.path}/enrol`, { personIds: [more[1]] });
    await drip.round();
    expect((await colleague.request('POST', '/notifications/read', { dripId: drip.dripId, step: 'call' })).status).toBe(
      204,
    );
    expect(await told(colleague)).toMatchObject({ unread: 0, data: [{ people: 39, isRead: true }] });
    await mail(after(200));
    expect(mails).toHaveLength(2);
    await forget();
  });

  it('goes on where nobody can be told, and says so', async () => {
    const [nobodys] = await people(1, null);
    const drip = await runningDrip({ api, manager, tenantId }, [step]);
    await database.owner.sql`update campaigns set owner_id = null where id = ${drip.campaignId}`;
    await drip.begin();
    await manager.request('POST', `${drip.path}/enrol`, { personIds: [nobodys] });
    await drip.round();
    const moves = await database.owner.sql`select outcome, reason from drip_moves where drip_id = ${drip.dripId}`;
    expect(moves).toEqual([{ outcome: 'skipped', reason: 'no_owner' }]);
  });

  it('shows nothing of another organisation', async () => {
    const foreign = await api.asUser('admin', await api.tenant('Other'));
    expect(await told(foreign)).toMatchObject({ unread: 0, data: [] });
    expect((await foreign.request('POST', '/notifications/read', {})).status).toBe(400);
    expect((await api.app.request('/api/v1/notifications')).status).toBe(401);
  });
});

describe('an answer', () => {
  it('is brought to whoever owns the person, or the campaign, once; an automatic one and one of nobody’s people to nobody', async () => {
    await forget();
    const sent = await createSentBroadcast(database.owner, { tenantId, people: 4 });
    const own = async (place: number, ownerId: string | null) =>
      database.owner.sql`update people set owner_id = ${ownerId} where id = ${sent.personIds[place]!}`;
    await own(0, colleague.personId);
    await own(1, 'crm-user-7');
    const keep = (place: number, kind: string, text: string) =>
      database.owner.sql`
        insert into inbound_mails (tenant_id, way, fingerprint, message_id, person_id, kind, reason, state, subject, excerpt, bytes)
        values (${tenantId}, 'smtp', decode(md5(${text}), 'hex'), ${sent.messageIds[place]!}, ${sent.personIds[place]!}, ${kind}, 'reply',
          ${kind === 'reply' ? 'applied' : 'noted'}, 'Re: Spring', ${text}, 1)`;
    await keep(0, 'reply', 'Please call me.');
    await keep(0, 'auto_reply', 'I am away.');
    await keep(1, 'reply', 'Nobody’s business.');
    isAway = true;
    await mail(start);
    isAway = false;
    await mail(start);
    await mail(start);
    expect(mails.map(({ subject }) => subject)).toEqual(['Person 1 answered: Re: Spring']);
    expect(mails[0]!.text).toContain('> Please call me.');
    await database.owner.sql`update campaigns set owner_id = ${manager.personId} where id = ${sent.campaignId}`;
    await keep(2, 'reply', 'One');
    await keep(3, 'reply', 'Two');
    await mail(start);
    expect(mails.slice(1).map(({ subject }) => subject)).toEqual(['2 answers came']);
  });
});

describe('an answer that is passed on', () => {
  let sent: SentBroadcast;
  const keep = async (place: number, text: string, isCopy = false) => {
    const raw = Buffer.from(`From: pat${place}@people.example\r\nSubject: Re: Spring\r\n\r\n${text}\r\n`);
    const [row] = await database.owner.sql<{ id: string }[]>`
      insert into inbound_mails (tenant_id, way, fingerprint, message_id, person_id, kind, reason, state, from_address, subject, excerpt,
        is_copy, sealed, bytes)
      values (${tenantId}, 'smtp', decode(md5(${text}), 'hex'), ${sent.messageIds[place]!}, ${sent.personIds[place]!}, 'reply', 'reply',
        'applied', ${`pat${place}@people.example`}, 'Re: Spring', 'The beginning', ${isCopy}, ${sealMail(api.deps.keyRing, raw)}, 1)
      returning id`;
    return row!.id;
  };
  const wish = async (answersByMail: string) => {
    const admin = await api.asUser('admin');
    return admin.request('PATCH', '/tenant', { answersByMail });
  };
  const forwarding = async (id: string) => {
    const answer = await manager.request('GET', `/inbound-mails/${id}`);
    return ((await answer.json()) as { forwarding: string | null }).forwarding;
  };
  const runOut = () =>
    database.owner
      .sql`update inbound_mails set telling_until = now() - interval '1 second' where tenant_id = ${tenantId}`;
  beforeAll(async () => {
    await forget();
    sent = await createSentBroadcast(database.owner, { tenantId, people: 3 });
    await database.owner
      .sql`update people set owner_id = ${colleague.personId} where id = any(${sent.personIds}::uuid[])`;
  });

  it('goes whole to the owner, once, by the wish of the organisation alone; answering it reaches the person', async () => {
    expect((await manager.request('PATCH', '/tenant', { answersByMail: 'owner' })).status).toBe(403);
    expect((await wish('everybody')).status).toBe(400);
    expect((await wish('owner')).status).toBe(200);
    const id = await keep(0, 'Please call me.\r\nThe last line');
    for (const reply of [{ responseCode: 451, command: 'DATA' }, { code: 'ECONNREFUSED' }]) {
      failure = reply;
      await mail(start);
      await runOut();
    }
    expect(await forwarding(id)).toBeNull();
    failure = null;
    await Promise.all([mail(start), mail(start)]);
    await runOut();
    await mail(after(90));
    expect(mails).toMatchObject([{ subject: 'Person 1 answered: Re: Spring', replyTo: 'pat0@people.example' }]);
    expect(mails[0]!.text).toContain('The last line');
    expect(await forwarding(id)).toBe('sent');
  });

  it('is not sent again where nobody knows whether it went: the answer is lost, or the worker dies', async () => {
    failure = { code: 'ETIMEDOUT', command: 'DATA' };
    const lost = await keep(0, 'Lost');
    await mail(start);
    failure = null;
    const dead = await keep(1, 'Dead');
    isDying = true;
    mail(start).catch(() => {});
    await expect.poll(() => forwarding(dead)).toBe('sending');
    isDying = false;
    await runOut();
    await mail(start);
    expect([await forwarding(lost), await forwarding(dead)]).toEqual(['uncertain', 'uncertain']);
    failure = { responseCode: 550, command: 'RCPT TO' };
    const refused = await keep(2, 'Refused');
    await mail(start);
    expect(await forwarding(refused)).toBe('refused');
    failure = null;
    await runOut();
    await mail(start);
    expect(mails).toEqual([]);
  });

  it('goes to where the message asked to answer to, but not where it came from, and never to ourselves', async () => {
    await wish('sender');
    await keep(0, 'To the return path');
    await keep(1, 'A copy of what they got', true);
    await mail(start);
    expect(mails.map(({ to }) => to)).toEqual(['news@acme.example']);
    await database.owner.sql`update editions set reply_to = 'replies@Bounce.example' where id = ${sent.editionId}`;
    await keep(2, 'In a circle');
    await mail(start);
    expect(mails).toHaveLength(1);
    await wish('none');
    await keep(2, 'To nobody');
    await mail(start);
    expect(mails).toHaveLength(1);
  });

  it('stands in the bell of the owner, whatever is wished, until they know of it', async () => {
    const bell = async (who: TestCaller) =>
      (await (await who.request('GET', '/notifications')).json()) as {
        unread: number;
        answers: { id: string; name: string; personId: string; isRead: boolean }[];
      };
    const { unread, answers } = await bell(colleague);
    expect([unread, answers.length]).toEqual([9, 9]);
    expect(answers[0]).toMatchObject({ name: 'Person 3', personId: sent.personIds[2]!, isRead: false });
    expect((await bell(await api.asUser('manager'))).answers).toEqual([]);
    expect((await colleague.request('POST', '/notifications/read', { answerId: answers[0]!.id })).status).toBe(204);
    expect((await bell(colleague)).unread).toBe(8);
    await colleague.request('POST', '/notifications/read', { all: true });
    expect((await bell(colleague)).unread).toBe(0);
  });
});
