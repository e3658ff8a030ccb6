import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { fingerprintOf, sealMail } from '../../../db/kept-mail.ts';
import { erasePersonRows } from '../../../db/queries/people/erasure.ts';
import { recordInboundMail } from '../../../db/queries/inbound/record.ts';
import { recordComplaint } from '../../../db/queries/inbound/inbound.ts';
import { recordOptOut } from '../../../db/queries/consent/opt-out.ts';
import { findPersonRecord } from '../../../db/queries/people/export.ts';
import { mergePeople } from '../../../db/queries/people/merge.ts';
import { classifyMail } from '../../../domain/inbound/classify.ts';
import { whoseMail } from '../../../domain/inbound/inbound-mail.ts';
import type { KeptMail } from '../../../domain/inbound/kept-mail.ts';
import type { InboundRule } from '../../../domain/inbound/rule.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import { readMime } from '../../../mail/inbound/read-mime.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';
import { deliveryReport } from '../../../test/factories/inbound-mail.ts';

type Detail = KeptMail & {
  text: string;
  phrases: { phrase: string; isSuggested: boolean }[];
  verdicts: { line: string }[];
};
interface Applied {
  rule: InboundRule;
  mails: number;
  isDone: boolean;
}
let database: TestDatabase;
let api: TestApi;
let operator: TestCaller;
let analyst: TestCaller;
let stranger: TestCaller;
let sent: SentBroadcast;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  stranger = await api.asUser('admin', await api.tenant('Other'));
});
beforeEach(async () => {
  const tenantId = await api.tenant('Acme');
  [operator, analyst] = [await api.asUser('operator', tenantId), await api.asUser('analyst', tenantId)];
  sent = await createSentBroadcast(database.owner, { tenantId, people: 3 });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** A mail comes to the return path of a message. */
function receive(place: number, text: string): Promise<string> {
  const { keyRing, database } = api.deps;
  const raw = Buffer.from(text);
  const mail = readMime(raw);
  const recipients = [messageTokens(keyRing, { ...sent, messageId: sent.messageIds[place]! }).verp];
  return withTenant(database.db, sent.tenantId, (db) =>
    recordInboundMail(db, sent.tenantId, {
      ...{ way: 'smtp', verdict: classifyMail(mail), isCut: false, bytes: raw.length },
      whose: whoseMail(keyRing, { recipients, mail }, new Date().toISOString()),
      fingerprint: fingerprintOf(mail, { raw, recipients, isCopy: false }),
      sealed: sealMail(keyRing, raw),
    }),
  );
}
const odd = (place: number, more = '') =>
  receive(
    place,
    `From: keeper@hall.example\nMessage-ID: <odd-${place}${more}@hall.example>\nSubject: A note\n\nThe hall keeper sends this back ${more}\n<script>alert(1)</script>\n`,
  );
const porter = (place: number) =>
  receive(
    place,
    'From: porter@hall.example\nMessage-ID: <p@hall.example>\nSubject: Note\n\nThe porter found nobody here\n',
  );
/** The second message went to the first person. */
const bringTogether = () =>
  database.owner
    .sql`update messages set person_id = ${sent.personIds[0]!}, occurrence = uuidv7() where id = ${sent.messageIds[1]!} returning id`;
const list = async (query = '') =>
  (await bodyOf<{ data: KeptMail[] }>(await operator.request('GET', `/inbound-mails${query}`))).data;
const teach = async (input: object) => bodyOf<Applied>(await operator.request('POST', '/inbound-rules', input));
const standing = async (place: number) => {
  const [row] = await database.owner.sql`
    select p.email_status, p.consent, s.reason as suppressed,
      (select count(*)::int from engagement_events e where e.person_id = p.id and e.kind <> 'click') as events,
      (select bounced_at is not null from messages m where m.id = ${sent.messageIds[place]!}) as bounced
    from people p left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    where p.id = ${sent.personIds[place]!}`;
  return row;
};
const untouched = { email_status: 'unverified', consent: 'granted', suppressed: null, events: 0, bounced: false };

describe('what came back', () => {
  it('is listed by what it is, searched, paged, and counted', async () => {
    await receive(0, deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown'));
    await receive(1, 'From: p2@people.example\nSubject: Away\nAuto-Submitted: auto-replied\n\nBack on Monday\n');
    await odd(2);
    expect((await list()).map(({ kind, state }) => [kind, state])).toEqual([
      ['unknown', 'review'],
      ['auto_reply', 'noted'],
      ['hard', 'applied'],
    ]);
    expect((await list('?filter=review')).map(({ subject }) => subject)).toEqual(['A note']);
    expect((await list('?filter=bounces'))[0]).toMatchObject({
      person: { id: sent.personIds[0] },
      campaign: { name: 'Spring' },
      reason: 'userunknown',
    });
    expect(await list('?q=P1@people')).toHaveLength(1);
    expect((await list('?q=away')).map(({ kind }) => kind)).toEqual(['auto_reply']);
    const first = await bodyOf<{ nextCursor: string }>(await operator.request('GET', '/inbound-mails?limit=2'));
    expect(await list(`?limit=2&cursor=${first.nextCursor}`)).toHaveLength(1);
    const counts = await bodyOf(await operator.request('GET', '/inbound-mails/counts'));
    expect(counts).toMatchObject({ kinds: { hard: 1, auto_reply: 1, unknown: 1 }, review: 1 });
    expect(await bodyOf(await stranger.request('GET', '/inbound-mails'))).toMatchObject({ data: [] });
  });

  it('is opened with its text, as text, and the line that decided', async () => {
    await odd(0);
    await receive(1, deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such box'));
    const [bounce, note] = await list();
    const opened = await bodyOf<Detail>(await analyst.request('GET', `/inbound-mails/${note!.id}`));
    expect(opened.text).toContain('<script>alert(1)</script>');
    expect(opened.phrases.find(({ isSuggested }) => isSuggested)).toBeDefined();
    const detail = await bodyOf<Detail>(await analyst.request('GET', `/inbound-mails/${bounce!.id}`));
    expect(detail.verdicts[0]?.line).toContain('no such box');
    expect((await stranger.request('GET', `/inbound-mails/${note!.id}`)).status).toBe(404);
  });

  it('waits until somebody says that nothing follows', async () => {
    await odd(0);
    const [mail] = await list();
    const path = `/inbound-mails/${mail!.id}/settle`;
    expect((await analyst.request('POST', path)).status).toBe(403);
    expect(await bodyOf(await operator.request('POST', path))).toMatchObject({ state: 'settled' });
    expect((await operator.request('POST', path)).status).toBe(409);
    expect(await standing(0)).toEqual(untouched);
  });

  it('belongs to the person: in their export, with the record that is kept, gone with them', async () => {
    await odd(0);
    await odd(1);
    const { db } = api.deps.database;
    const [keepId, mergeId] = sent.personIds as [string, string, string];
    await withTenant(db, sent.tenantId, (db) => mergePeople(db, { keepId, mergeId }));
    // The message to the other record stays with it, since both got one; what is said of it later is of the one that was kept.
    await odd(1, 'later');
    const found = await withTenant(db, sent.tenantId, (db) => findPersonRecord(db, keepId, api.keyRing));
    const record = found as { messages: unknown[]; records: { inboundMails: { mail: string }[] } };
    expect(record.messages).toHaveLength(2);
    const mails = record.records.inboundMails.map(({ mail }) => mail);
    expect(mails).toEqual([1, 2, 3].map(() => expect.stringContaining('<script>alert(1)</script>')));
    await withTenant(db, sent.tenantId, (db) => erasePersonRows(db, keepId));
    expect(await list()).toEqual([]);
    // What comes later of somebody who was erased is not kept.
    await odd(0, 'again');
    expect(await list()).toEqual([]);
  });
});

describe('an answer', () => {
  it('stands on the timeline with what was written, each of them, and counts once', async () => {
    const write = (id: string, text: string) =>
      receive(
        0,
        `From: p1@people.example\nMessage-ID: <${id}@people.example>\nIn-Reply-To: <${sent.messageIds[0]!}@acme.example>\nSubject: Re: Spring\n\n${text}\n\nOn Mon, 1 Jun 2026, Acme wrote:\n> Spring is here\n`,
      );
    expect(await write('a', 'Please call me.')).toBe('reply');
    expect(await write('b', 'On Thursday, please.')).toBe('reply');
    const path = `/people/${sent.personIds[0]!}/timeline`;
    const { data } = await bodyOf<{ data: { kind: string; detail: string | null }[] }>(
      await analyst.request('GET', path),
    );
    expect(data.filter(({ kind }) => kind === 'reply').map(({ detail }) => detail)).toEqual([
      'On Thursday, please.',
      'Please call me.',
    ]);
    const [counter] = await database.owner.sql`
      select value from source_counters where source_id = ${sent.broadcastId} and name = 'replies'`;
    expect(Number(counter!.value)).toBe(1);
  });
});

describe('teaching', () => {
  it('decides at once what waits and what comes later, each once', async () => {
    for (const place of [0, 1]) await odd(place);
    const reach = await operator.request('GET', '/inbound-rules/reach?phrase=hall%20KEEPER%20sends');
    expect(await bodyOf(reach)).toMatchObject({ count: 2, samples: [{ subject: 'A note' }, { subject: 'A note' }] });
    const key = { 'idempotency-key': 'teach once' };
    const input = { phrase: 'Hall keeper sends this back', meaning: 'hard' };
    const first = await bodyOf<Applied>(await operator.request('POST', '/inbound-rules', input, key));
    expect(first).toMatchObject({ mails: 2, isDone: true, rule: { decided: 2, undoneAt: null } });
    expect(await bodyOf(await operator.request('POST', '/inbound-rules', input, key))).toEqual(first);
    const bounced = { ...untouched, email_status: 'bounced', suppressed: 'hard_bounce', events: 1, bounced: true };
    expect([await standing(0), await standing(1), await standing(2)]).toEqual([bounced, bounced, untouched]);
    expect(await odd(2)).toBe('bounce');
    expect(await odd(2)).toBe('again');
    expect(await standing(2)).toEqual(bounced);
    const [counter] = await database.owner.sql`
      select value from source_counters where source_id = ${sent.broadcastId} and name = 'hardBounces'`;
    expect(Number(counter!.value)).toBe(3);
    const twice = await operator.request('POST', '/inbound-rules', { ...input, phrase: 'hall KEEPER sends this back' });
    expect([twice.status, await bodyOf(twice)]).toMatchObject([409, { errors: [{ path: 'phrase', code: 'taken' }] }]);
    const actions = await database.owner
      .sql`select action from audit_log where tenant_id = ${sent.tenantId} and action like 'inbound%'`;
    expect(actions.map(({ action }) => action)).toEqual(['inboundRule.add']);
  });

  it('is taken back with what came by it, and the mails wait again', async () => {
    await odd(0);
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
    expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe', events: 1 });
    const undone = await bodyOf<Applied>(await operator.request('POST', `/inbound-rules/${rule.id}/undo`));
    expect(undone).toMatchObject({ mails: 1, isDone: true, rule: { decided: 0 } });
    expect(undone.rule.undoneAt).not.toBeNull();
    expect(await standing(0)).toEqual(untouched);
    expect(await list('?filter=review')).toHaveLength(1);
    // The phrase is free again, and counts anew.
    expect(await teach({ phrase: 'keeper sends this back', meaning: 'hard' })).toMatchObject({ mails: 1 });
    expect(await standing(0)).toMatchObject({ suppressed: 'hard_bounce', events: 1, consent: 'granted' });
    const [counters] = await database.owner.sql`
      select jsonb_object_agg(name, value) as all from source_counters
      where source_id = ${sent.broadcastId} and name in ('hardBounces', 'unsubscribes')`;
    expect(counters!.all).toEqual({ hardBounces: 1 });
  });

  it('never takes back what somebody said by themselves', async () => {
    await odd(0);
    await database.owner.sql`
      insert into suppressions (tenant_id, address_hash, reason, source)
      select tenant_id, email_hash, 'manual', 'by hand' from people where id = ${sent.personIds[0]!}`;
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'hard' });
    expect(await standing(0)).toMatchObject({ suppressed: 'hard_bounce' });
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual({ ...untouched, suppressed: 'manual' });
  });

  it('leaves what somebody said by hand on top of it, and counts nobody twice', async () => {
    await odd(0);
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
    const admin = await api.asUser('admin', sent.tenantId);
    const emails = ['p1@people.example', 'p2@people.example'];
    const suppress = async (source: string) => bodyOf(await admin.request('POST', '/suppressions', { emails, source }));
    expect(await suppress('by hand')).toMatchObject({ added: 1, alreadySuppressed: 1 });
    expect(await suppress('once more')).toMatchObject({ added: 0, alreadySuppressed: 2 });
    expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual({ ...untouched, suppressed: 'manual' });
    const stayed = await database.owner.sql`
      select source from suppressions where tenant_id = ${sent.tenantId} order by address_hash = address_hash(${emails[0]!}) desc`;
    expect(stayed.map(({ source }) => source)).toEqual(['by hand', 'by hand']);
    // What is lifted by hand is lifted whole.
    const [first] = (
      await bodyOf<{ data: { id: string }[] }>(await admin.request('GET', `/suppressions?email=${emails[0]}`))
    ).data;
    expect((await admin.request('DELETE', `/suppressions/${first!.id}`)).status).toBe(204);
    expect(await standing(0)).toEqual(untouched);
  });

  it('leaves the history of consent before it as it was', async () => {
    await odd(0);
    await database.owner.sql`
      insert into consents (tenant_id, person_id, state, source, at)
      values (${sent.tenantId}, ${sent.personIds[0]!}, 'denied', 'unsubscribe_mail', now() - interval '2 years'),
        (${sent.tenantId}, ${sent.personIds[0]!}, 'granted', 'website form', now() - interval '1 year')`;
    const history = () => database.owner.sql`
      select id, state, source from consents where person_id = ${sent.personIds[0]!} order by at, id`;
    const before = await history();
    for (const meaning of ['hard', 'unsubscribe']) {
      const { rule } = await teach({ phrase: 'keeper sends this back', meaning });
      await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
      expect(await history()).toEqual(before);
      expect(await standing(0)).toEqual(untouched);
    }
  });

  it('leaves a denial that somebody records meanwhile, also one of an earlier day', async () => {
    await odd(0);
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
    const admin = await api.asUser('admin', sent.tenantId);
    const denial = { state: 'denied', source: 'by telephone', basis: 'consent', at: '2026-01-05T10:00:00.000Z' };
    const recorded = await admin.request('POST', `/people/${sent.personIds[0]}/consents`, denial);
    expect(recorded.status).toBe(201);
    await database.owner.sql`
      update consents set at = '2026-01-01' where person_id = ${sent.personIds[0]!} and state = 'granted'`;
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual({ ...untouched, consent: 'denied' });
    const history = await database.owner.sql`
      select source from consents where person_id = ${sent.personIds[0]!} and state = 'denied'`;
    expect(history.map(({ source }) => source)).toEqual(['by telephone']);
  });

  it.each([
    ['of the same message', 0],
    ['of another message to them', 1],
  ])('leaves a bounce that came later, %s, with all that follows from it', async (_of, at) => {
    await odd(0);
    const [other] = await bringTogether();
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'hard' });
    const report = deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown');
    expect(await receive(at, report)).toBe('bounce');
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    const bounced = { ...untouched, email_status: 'bounced', suppressed: 'hard_bounce', events: 1, bounced: at === 0 };
    expect(await standing(0)).toEqual(bounced);
    const [{ message_id: by }] = (await database.owner.sql`
      select message_id from suppressions where tenant_id = ${sent.tenantId}`) as [{ message_id: string }];
    expect(by).toBe(at === 0 ? sent.messageIds[0] : other!.id);
    const [counter] = await database.owner.sql`
      select value from source_counters where source_id = ${sent.broadcastId} and name = 'hardBounces'`;
    expect(Number(counter!.value)).toBe(1);
    // The same report again is known.
    expect(await receive(at, report)).toBe('again');
    expect(await standing(0)).toEqual(bounced);
  });

  it.each(['one_click', 'unsubscribe_mail', 'complaint'] as const)(
    'leaves what the person says themselves, by %s',
    async (way) => {
      await odd(0);
      const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
      const messageId = sent.messageIds[0]!;
      await withTenant(api.deps.database.db, sent.tenantId, async (db) => {
        if (way === 'complaint') await recordComplaint(db, { messageId, feedbackType: 'abuse' });
        else if (way === 'one_click') await recordOptOut(db, { tenantId: sent.tenantId, messageId, way });
      });
      if (way === 'unsubscribe_mail')
        await receive(
          0,
          `From: p1@people.example\nMessage-ID: <no@people.example>\nIn-Reply-To: <${messageId}@acme.example>\nSubject: Re: Spring\n\nPlease unsubscribe me.\n`,
        );
      await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
      const suppressed = way === 'complaint' ? 'complaint' : 'unsubscribe';
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed, events: 1 });
    },
  );

  it('takes back with each of two rules what came by that one alone', async () => {
    await odd(0);
    await bringTogether();
    const first = await teach({ phrase: 'keeper sends this back', meaning: 'hard' });
    await porter(1);
    const second = await teach({ phrase: 'porter found nobody', meaning: 'hard' });
    expect(await standing(0)).toMatchObject({ suppressed: 'hard_bounce', events: 2 });
    await operator.request('POST', `/inbound-rules/${first.rule.id}/undo`);
    expect(await standing(0)).toMatchObject({ email_status: 'bounced', suppressed: 'hard_bounce', events: 1 });
    await operator.request('POST', `/inbound-rules/${second.rule.id}/undo`);
    expect(await standing(0)).toEqual(untouched);
  });

  it('takes back what one rule decided of several messages to the same person', async () => {
    for (const place of [0, 1]) await odd(place);
    await bringTogether();
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'hard' });
    expect(await standing(0)).toMatchObject({ suppressed: 'hard_bounce', events: 2 });
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual(untouched);
  });

  it.each(['soft', 'unsubscribe', 'complaint', 'hard'])(
    'leaves nothing of two rules that are taken back in their order, the first of which meant %s',
    async (meaning) => {
      await odd(0);
      await bringTogether();
      const first = await teach({ phrase: 'keeper sends this back', meaning });
      await porter(1);
      const second = await teach({ phrase: 'porter found nobody', meaning: 'hard' });
      await operator.request('POST', `/inbound-rules/${first.rule.id}/undo`);
      expect(await standing(0)).toMatchObject({ consent: 'granted', suppressed: 'hard_bounce', events: 1 });
      await operator.request('POST', `/inbound-rules/${second.rule.id}/undo`);
      expect(await standing(0)).toEqual(untouched);
    },
  );

  it('takes back of the kept record what a mail to one that was merged into it said', async () => {
    await odd(1);
    const [keepId, mergeId] = sent.personIds as [string, string];
    await withTenant(api.deps.database.db, sent.tenantId, (db) => mergePeople(db, { keepId, mergeId }));
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
    expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe', events: 1 });
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual(untouched);
  });

  it.each([
    ['unsubscribe', 'unsubscribe'],
    ['complaint', 'complaint'],
    ['hard', null],
  ])('takes back what a merge said of another address of theirs, too: %s', async (meaning, suppressed) => {
    await odd(1);
    const [keepId, mergeId] = sent.personIds as [string, string];
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning });
    await withTenant(api.deps.database.db, sent.tenantId, (db) => mergePeople(db, { keepId, mergeId }));
    expect(await standing(0)).toMatchObject({ suppressed });
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual(untouched);
    expect(await database.owner.sql`select reason from suppressions where tenant_id = ${sent.tenantId}`).toEqual([]);
  });

  it.each([
    ['granted', 0],
    ['denied', 1],
  ])('takes back what a merge made of it, and leaves any other no: %s', async (consent, others) => {
    await odd(1);
    const [keepId, mergeId] = sent.personIds as [string, string];
    const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
    await database.owner.sql`update people set email = null, email_key = null where id = ${keepId}`;
    await database.owner.sql`
      insert into consents (tenant_id, person_id, state, source, at) values (${sent.tenantId}, ${keepId}, 'granted', 'form', now())`;
    if (others > 0)
      await database.owner.sql`
        insert into consents (tenant_id, person_id, state, source, at)
        values (${sent.tenantId}, ${keepId}, 'denied', 'phone call', now() - interval '1 day')`;
    await withTenant(api.deps.database.db, sent.tenantId, (db) => mergePeople(db, { keepId, mergeId }));
    const merged = await database.owner.sql`select from consents where person_id = ${keepId} and source = 'merge'`;
    expect(merged).toHaveLength(1);
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toMatchObject({ consent, suppressed: null });
  });

  describe('of one of two records that became one', () => {
    const become = async ({ hasAddress }: { hasAddress: boolean }, no: (messageId: string) => Promise<unknown>) => {
      await odd(1);
      const [keepId, mergeId] = sent.personIds as [string, string];
      const { rule } = await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' });
      const [, , messageId] = sent.messageIds;
      await database.owner
        .sql`update messages set person_id = ${mergeId}, occurrence = uuidv7() where id = ${messageId!}`;
      await no(messageId!);
      if (!hasAddress) await database.owner.sql`update people set email = null, email_key = null where id = ${keepId}`;
      await database.owner.sql`
        insert into consents (tenant_id, person_id, state, source, at) values (${sent.tenantId}, ${keepId}, 'granted', 'form', now())`;
      await withTenant(api.deps.database.db, sent.tenantId, (db) => mergePeople(db, { keepId, mergeId }));
      await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    };
    const suppressed = () => database.owner.sql`
      select reason from suppressions where tenant_id = ${sent.tenantId} order by address_hash`;

    it.each([true, false])('leaves what they said by another message, address of its own: %s', async (hasAddress) => {
      await become({ hasAddress }, (messageId) =>
        withTenant(api.deps.database.db, sent.tenantId, (db) =>
          recordOptOut(db, { tenantId: sent.tenantId, messageId, way: 'one_click' }),
        ),
      );
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
      expect(await suppressed()).toEqual([{ reason: 'unsubscribe' }, { reason: 'unsubscribe' }]);
    });

    it('leaves what they said themselves after two rules, whichever of these is taken back first', async () => {
      let second: Applied | undefined;
      await become({ hasAddress: true }, async () => {
        await porter(2);
        second = await teach({ phrase: 'porter found nobody', meaning: 'unsubscribe' });
        const [personId] = [sent.personIds[1]!];
        const own = sent.messageIds[0]!;
        await database.owner.sql`update messages set person_id = ${personId}, occurrence = uuidv7() where id = ${own}`;
        await withTenant(api.deps.database.db, sent.tenantId, (db) =>
          recordOptOut(db, { tenantId: sent.tenantId, messageId: own, way: 'one_click' }),
        );
      });
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
      await operator.request('POST', `/inbound-rules/${second!.rule.id}/undo`);
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
    });

    it('leaves what a third rule says, where the merge is remembered by that rule alone', async () => {
      const [own] = sent.messageIds;
      await database.owner.sql`
        update messages set person_id = ${sent.personIds[1]!}, occurrence = uuidv7() where id = ${own!}`;
      await porter(0);
      const first = await teach({ phrase: 'porter found nobody', meaning: 'soft' });
      await become({ hasAddress: true }, async () => {
        await receive(
          2,
          'From: j@hall.example\nMessage-ID: <j@hall.example>\nSubject: Note\n\nThe janitor has no wish\n',
        );
        await teach({ phrase: 'janitor has no wish', meaning: 'unsubscribe' });
      });
      await operator.request('POST', `/inbound-rules/${first.rule.id}/undo`);
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
    });

    it('leaves what another rule says, until that is taken back', async () => {
      let second: Applied | undefined;
      await become({ hasAddress: true }, async () => {
        await porter(2);
        second = await teach({ phrase: 'porter found nobody', meaning: 'unsubscribe' });
      });
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
      await operator.request('POST', `/inbound-rules/${second!.rule.id}/undo`);
      expect(await standing(0)).toMatchObject({ consent: 'granted', suppressed: null });
      expect(await suppressed()).toEqual([]);
    });
  });

  describe('that spoke for an address of before too', () => {
    const former = 'p1@people.example';
    const before = () => database.owner.sql`
      select reason, source from suppressions where tenant_id = ${sent.tenantId} and address_hash = address_hash(${former})`;
    const optOut = (place: number) =>
      withTenant(api.deps.database.db, sent.tenantId, (db) =>
        recordOptOut(db, { tenantId: sent.tenantId, messageId: sent.messageIds[place]!, way: 'one_click' }),
      );
    const undo = ({ rule }: Applied) => operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    const said = [{ reason: 'unsubscribe', source: 'one_click' }];
    beforeEach(async () => {
      await odd(0);
      await database.owner.sql`
        update people set email = 'n1@people.example', email_key = 'n1@people.example' where id = ${sent.personIds[0]!}`;
    });

    it('lifts a bounce of it that was known before they had another one', async () => {
      await database.owner.sql`
        update people set email = ${former}, email_key = ${former} where id = ${sent.personIds[0]!}`;
      await database.owner.sql`update people set email_since = null where id = ${sent.personIds[0]!}`;
      const taught = await teach({ phrase: 'keeper sends this back', meaning: 'hard' });
      await database.owner.sql`
        update people set email = 'n2@people.example', email_key = 'n2@people.example', email_status = 'unverified'
        where id = ${sent.personIds[0]!}`;
      expect(await before()).toEqual([{ reason: 'hard_bounce', source: 'delivery_report' }]);
      await undo(taught);
      expect(await before()).toEqual([]);
      expect(await standing(0)).toEqual(untouched);
    });

    it.each(['soft', 'hard'])('leaves what they said themselves by the same message: %s', async (meaning) => {
      const taught = await teach({ phrase: 'keeper sends this back', meaning });
      await optOut(0);
      // Nothing would bring it back that goes by what they said. Where a bounce was graver, that does.
      if (meaning === 'soft')
        await database.owner
          .sql`delete from engagement_events where tenant_id = ${sent.tenantId} and kind = 'unsubscribe'`;
      await undo(taught);
      expect(await before()).toEqual(said);
    });

    it.each([
      ['manual', 'by hand'],
      ['unsubscribe', 'one_click'],
    ])('sets back what it had made graver: %s', async (reason, source) => {
      await database.owner.sql`
        insert into suppressions (tenant_id, address_hash, reason, source)
        values (${sent.tenantId}, address_hash(${former}), ${reason}, ${source})`;
      const taught = await teach({ phrase: 'keeper sends this back', meaning: 'complaint' });
      expect(await before()).toEqual([{ reason: 'complaint', source: 'feedback_loop' }]);
      await undo(taught);
      expect(await before()).toEqual([{ reason, source }]);
      expect(await standing(0)).toEqual(untouched);
    });

    it.each([0, 1])('lets hold what they said after it, by message %i', async (place) => {
      await bringTogether();
      const taught = await teach({ phrase: 'keeper sends this back', meaning: 'complaint' });
      await optOut(place);
      // A yes to calls says nothing of mail.
      await database.owner.sql`
        insert into consents (tenant_id, person_id, state, source, channel, at)
        values (${sent.tenantId}, ${sent.personIds[0]!}, 'granted', 'form', 'phone', now())`;
      await undo(taught);
      expect(await before()).toEqual(said);
      expect(await standing(0)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe', events: 1 });
    });

    it('lifts a bounce of it that came by it', async () => {
      const taught = await teach({ phrase: 'keeper sends this back', meaning: 'hard' });
      expect(await before()).toEqual([{ reason: 'hard_bounce', source: 'delivery_report' }]);
      expect(await standing(0)).toMatchObject({ email_status: 'unverified', suppressed: null });
      await undo(taught);
      expect(await before()).toEqual([]);
    });

    it('lifts what came by it alone, and leaves what was said by hand of it', async () => {
      await undo(await teach({ phrase: 'keeper sends this back', meaning: 'unsubscribe' }));
      expect(await before()).toEqual([]);
      const taught = await teach({ phrase: 'keeper sends this back', meaning: 'complaint' });
      const admin = await api.asUser('admin', sent.tenantId);
      await admin.request('POST', '/suppressions', { emails: [former], source: 'by hand' });
      await undo(taught);
      expect(await before()).toEqual([{ reason: 'manual', source: 'by hand' }]);
    });
  });

  it('goes back to how somebody stood as the rule decided, also where that was just being written', async () => {
    await odd(0);
    let teaching: Promise<Applied> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`update people set email_status = 'ok' where id = ${sent.personIds[0]!}`;
      teaching = teach({ phrase: 'keeper sends this back', meaning: 'hard' });
      await database.untilWaiting();
    });
    const { rule } = (await teaching)!;
    expect(await standing(0)).toMatchObject({ email_status: 'bounced', suppressed: 'hard_bounce' });
    await operator.request('POST', `/inbound-rules/${rule.id}/undo`);
    expect(await standing(0)).toEqual({ ...untouched, email_status: 'ok' });
  });

  it('overrules the product’s own rules only where that was said', async () => {
    const report = deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown');
    await teach({ phrase: 'it did not work.', meaning: 'nothing' });
    expect(await receive(0, report)).toBe('bounce');
    await teach({ phrase: 'returned to sender', meaning: 'nothing', goesFirst: true });
    expect(await receive(1, report)).toBe('ignored');
    expect(await standing(1)).toEqual(untouched);
  });

  it('is for those who may, and refuses what says too little or names somebody', async () => {
    const input = { phrase: 'keeper sends this back', meaning: 'hard' };
    expect((await analyst.request('POST', '/inbound-rules', input)).status).toBe(403);
    for (const phrase of ['short', 'gone is p1@people.example today']) {
      const refused = await operator.request('POST', '/inbound-rules', { ...input, phrase });
      expect([refused.status, await bodyOf(refused)]).toMatchObject([400, { errors: [{ path: 'phrase' }] }]);
    }
    const { rule } = await teach(input);
    for (const path of ['apply', 'undo'])
      expect((await stranger.request('POST', `/inbound-rules/${rule.id}/${path}`)).status).toBe(404);
  });
});
