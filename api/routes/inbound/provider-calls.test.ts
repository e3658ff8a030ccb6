import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { erasePersonRows } from '../../../db/queries/people/erasure.ts';
import { mergePeople } from '../../../db/queries/people/merge.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
let sent: SentBroadcast;
let path: string;

beforeAll(async () => {
  database = await createTestDatabase();
  // What the database refuses for what it is: the bounces of one person, and whatever is said of another.
  await database.owner.sql.unsafe(`
    create table refused (person_id uuid, whole boolean);
    grant select on refused to salescompass_app;
    create function refuse_some() returns trigger language plpgsql as $$ begin
      if new.person_id in (select person_id from refused where whole or tg_table_name like 'engagement_events%') then
        raise exception 'no room for this one';
      end if;
      return new;
    end $$;
    create trigger refuse_bounces before insert on engagement_events for each row when (new.kind = 'bounce') execute function refuse_some();
    create trigger refuse_all before insert on inbound_mails for each row execute function refuse_some();`);
  api = await createTestApi(database);
  admin = await api.asUser('admin');
  sent = await createSentBroadcast(database.owner, { tenantId: admin.tenantId, people: 70 });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const made = await admin.request('POST', '/provider-hooks', { provider: 'sendgrid', name: 'SendGrid', key });
  path = new URL((await bodyOf<{ url: string }>(made)).url).pathname;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** A call that says that the mail to these people came back; signed as SendGrid does. */
function call(places: readonly number[], tampered = false) {
  const events = places.map((place) => ({
    ...{ event: 'bounce', sg_event_id: `e-${place}`, email: `p${place + 1}@people.example`, status: '5.1.1' },
    reason: '550 5.1.1 user unknown',
    'smtp-id': `<${sent.messageIds[place]!}@acme.example>`,
  }));
  return callWith(events, tampered);
}
function callWith(events: readonly object[], tampered = false) {
  const body = JSON.stringify(events);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createSign('sha256').update(`${timestamp}${body}`).sign(privateKey, 'base64');
  const headers = {
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': timestamp,
  };
  return api.app.request(path, { method: 'POST', body: tampered ? `${body} ` : body, headers });
}
const refuse = (place: number, whole = false) =>
  database.owner.sql`insert into refused values (${sent.personIds[place]!}, ${whole})`;
const givenUp = async () => {
  const rows = await database.owner.sql<{ id: string }[]>`
    select id from people where tenant_id = ${sent.tenantId} and email_status = 'bounced'`;
  return rows.map(({ id }) => sent.personIds.indexOf(id)).sort((a, b) => a - b);
};
const apart = () => database.owner.sql`
  select state, problem, person_id, sealed is not null as is_kept from inbound_mails
  where tenant_id = ${sent.tenantId} and question = 'failed' order by id`;

describe('a call of which one event cannot be recorded', () => {
  it('is taken: that one is set apart with the reason, and the others are applied, once', async () => {
    await refuse(1);
    expect((await call([0, 1, 2], true)).status).toBe(403);
    expect([await givenUp(), await apart()]).toEqual([[], []]);
    const answer = await call([0, 1, 2]);
    expect([answer.status, await bodyOf(answer)]).toEqual([200, { events: 3, recorded: 2 }]);
    expect(await givenUp()).toEqual([0, 2]);
    expect(await apart()).toEqual([
      {
        state: 'review',
        problem: expect.stringContaining('no room for this one'),
        person_id: sent.personIds[1],
        is_kept: true,
      },
    ]);
    // Told again everything is known, and the one that was set apart is not tried again.
    await database.owner.sql`delete from refused`;
    expect(await bodyOf(await call([0, 1, 2]))).toEqual({ events: 3, recorded: 0 });
    expect([await givenUp(), (await apart()).length]).toEqual([[0, 2], 1]);
  });

  it('fails where it cannot be kept either, but not before the others are applied', async () => {
    await refuse(10, true);
    const places = Array.from({ length: 60 }, (_, place) => place + 5);
    expect((await call(places)).status).toBe(500);
    expect(await givenUp()).toEqual([0, 2, ...places.filter((place) => place !== 10)]);
    expect(await apart()).toHaveLength(1);
    await database.owner.sql`delete from refused`;
    expect(await bodyOf(await call(places))).toEqual({ events: 60, recorded: 1 });
    expect(await givenUp()).toContain(10);
  });

  it('is not taken apart for what may pass: the provider calls again', async () => {
    await database.owner.sql.unsafe(`
      create function busy() returns trigger language plpgsql as $$ begin raise exception 'busy' using errcode = '55P03'; end $$;
      create trigger busy before insert on engagement_events for each row when (new.kind = 'bounce') execute function busy();`);
    expect((await call([66])).status).toBe(500);
    expect(await apart()).toHaveLength(1);
    await database.owner.sql.unsafe('drop trigger busy on engagement_events');
    expect(await bodyOf(await call([66]))).toEqual({ events: 1, recorded: 1 });
  });
});

describe('a call that names somebody by their address alone', () => {
  const named = (email: string, event = 'spamreport') =>
    callWith([{ event, email, sg_event_id: `${event}/${email}`, reason: '550 5.1.1 user unknown', status: '5.1.1' }]);
  const kept = (place: number) => database.owner.sql<{ email: string; consent: string }[]>`
    select email_key as email, consent from people where id = ${sent.personIds[place]!}`;

  it('is kept nowhere where they were erased', async () => {
    const [person] = await kept(67);
    await withTenant(api.deps.database.db, sent.tenantId, (db) => erasePersonRows(db, sent.personIds[67]!));
    for (const event of ['bounce', 'spamreport']) expect((await named(person!.email, event)).status).toBe(200);
    expect(await database.owner.sql`select from inbound_mails where subject like ${`%${person!.email}%`}`).toEqual([]);
  });

  it('is theirs where they have another address by now, and somebody else’s who has it', async () => {
    const [moved, merged] = [(await kept(68))[0]!, (await kept(69))[0]!];
    await database.owner
      .sql`update people set email = 'n@x.example', email_key = 'n@x.example' where id = ${sent.personIds[68]!}`;
    await withTenant(api.deps.database.db, sent.tenantId, (db) =>
      mergePeople(db, { keepId: sent.personIds[3]!, mergeId: sent.personIds[69]! }),
    );
    for (const { email } of [moved, merged]) expect(await bodyOf(await named(email))).toMatchObject({ recorded: 1 });
    expect([(await kept(68))[0], (await kept(3))[0]]).toMatchObject([{ consent: 'denied' }, { consent: 'denied' }]);
    await database.owner.sql`update people set consent = 'granted' where id = ${sent.personIds[68]!}`;
    await database.owner
      .sql`update people set email = ${moved.email}, email_key = ${moved.email} where id = ${sent.personIds[4]!}`;
    await named(moved.email, 'bounce');
    expect([(await kept(68))[0], await givenUp()]).toMatchObject([
      { consent: 'granted' },
      expect.not.arrayContaining([68]),
    ]);
  });
});
