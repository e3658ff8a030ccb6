import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSentBroadcast, sendOneMore } from '../../../test/factories/engagement.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newPerson } from '../../../test/factories/people.ts';
import { Rule } from '../../../domain/segments/rule.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { insertConsent } from '../consent/consents.ts';
import { insertAttribute } from '../attributes.ts';
import { findPerson } from './people.ts';
import { markConverted } from './save.ts';
import { mergePeople } from './merge.ts';
import { giveUpAddress, recordBounce, recordComplaint, recordReply } from '../inbound/inbound.ts';
import { chooseTopics, findPreferences, leaveLists, recordFrequency, recordOptOut } from '../consent/opt-out.ts';
import { insertTopic } from '../consent/topics.ts';
import { insertSuppressions } from '../consent/suppressions.ts';
import { refreshSegment } from '../segments/members.ts';
import { insertSegment } from '../segments/segments.ts';

describe('merging and converting', () => {
  let database: TestDatabase;
  let app: Database;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
  });
  afterAll(() => database.drop());

  it('keeps the earliest dates, the highest status and every opt-out', async () => {
    const sent = await createSentBroadcast(database.owner, { people: 2 });
    const { tenantId, campaignId, personIds, statuses } = sent;
    const [keepId, mergeId] = [personIds[0]!, personIds[1]!];
    await withTenant(app.db, tenantId, async (db) => {
      await insertAttribute(db, { key: 'score', label: 'Score', type: 'number' });
      await db
        .updateTable('people')
        .set({ firstName: null, externalId: null, version: 1 })
        .where('id', '=', keepId)
        .execute();
      await db.updateTable('people').set({ firstName: 'Ana', externalId: 'X-1' }).where('id', '=', mergeId).execute();
      await insertConsent(db, keepId, { state: 'granted', source: 'form', basis: 'consent' });
      await insertConsent(db, mergeId, { state: 'denied', source: 'phone', basis: 'consent' });
      const members = db.updateTable('campaignMembers').where('campaignId', '=', campaignId);
      await members
        .set({
          statusId: statuses.attended,
          hasResponded: true,
          firstRespondedAt: '2026-03-01',
          createdAt: '2026-01-01',
        })
        .where('personId', '=', mergeId)
        .execute();
      await members
        .set({ statusId: statuses.registered, hasResponded: true, firstRespondedAt: '2026-02-01' })
        .where('personId', '=', keepId)
        .execute();
      const email = (await findPerson(db, mergeId))!.email!;
      await insertSuppressions(db, { emailKeys: [email.toLowerCase()], reason: 'unsubscribe', source: 'link' });
      await mergePeople(db, { keepId, mergeId });
      const kept = await findPerson(db, keepId);
      expect(kept).toMatchObject({ firstName: 'Ana', externalId: 'X-1', consent: 'denied', suppressed: 'unsubscribe' });
      expect(await findPerson(db, mergeId)).toBeUndefined();
      // What comes back of mail to the other address counts nothing against this one.
      const since = db.selectFrom('people').select('emailSince').where('id', '=', keepId);
      expect((await since.executeTakeFirstOrThrow()).emailSince).not.toBeNull();
      const memberships = await db
        .selectFrom('campaignMembers')
        .selectAll()
        .where('campaignId', '=', campaignId)
        .execute();
      expect(memberships).toEqual([
        expect.objectContaining({ personId: keepId, statusId: statuses.attended, hasResponded: true }),
      ]);
      expect(memberships[0]!.firstRespondedAt?.toISOString()).toBe('2026-02-01T00:00:00.000Z');
      expect(memberships[0]!.createdAt.toISOString()).toBe('2026-01-01T00:00:00.000Z');
      expect(
        (await db.selectFrom('consents').select('personId').execute()).every(({ personId }) => personId === keepId),
      ).toBe(true);
      expect((await db.selectFrom('messages').select('id').execute()).length).toBe(2);
    });
  });

  it('keeps the no of one record before the later yes of the other, also when an old word comes in', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, mergeId] = [personIds[0]!, personIds[1]!];
    const consent = await withTenant(app.db, tenantId, async (db) => {
      const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
      await insertConsent(db, mergeId, { state: 'denied', source: 'phone', basis: 'consent', at: at(2) });
      await insertConsent(db, keepId, { state: 'granted', source: 'form', basis: 'consent', at: at(1) });
      await mergePeople(db, { keepId, mergeId });
      await insertConsent(db, keepId, { state: 'granted', source: 'paper', basis: 'consent', at: at(300) });
      return (await findPerson(db, keepId))!.consent;
    });
    expect(consent).toBe('denied');
  });

  it('keeps a complaint about one address beside the bounce of the other, for when that is taken back', async () => {
    const sent = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, mergeId] = [sent.personIds[0]!, sent.personIds[1]!];
    const [row, other] = await withTenant(app.db, sent.tenantId, async (db) => {
      const keyOf = async (id: string) => (await findPerson(db, id))!.email!.toLowerCase();
      await insertSuppressions(db, { emailKeys: [await keyOf(keepId)], reason: 'hard_bounce', source: 'bounce' });
      await db.updateTable('suppressions').set({ messageId: sent.messageIds[0]! }).execute();
      await insertSuppressions(db, { emailKeys: [await keyOf(mergeId)], reason: 'complaint', source: 'fbl' });
      // Nobody would find it once the address is nobody's any more, and it may name somebody.
      await db
        .updateTable('suppressions')
        .set({ byHandSource: 'Ana phoned' })
        .where('reason', '=', 'complaint')
        .execute();
      await mergePeople(db, { keepId, mergeId });
      return db.selectFrom('suppressions').select('byHandSource').execute();
    });
    expect(row).toEqual({ byHandSource: 'merge' });
    expect(other).toEqual(row);
  });

  it('takes an address over with what went to it', async () => {
    const { tenantId, personIds, messageIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, mergeId] = [personIds[0]!, personIds[1]!];
    await withTenant(app.db, tenantId, async (db) => {
      const skipped = { status: 'skipped', reason: 'no_address', sentAt: null };
      await db.updateTable('messages').set(skipped).where('id', '=', messageIds[0]!).execute();
      await db.updateTable('people').set({ email: null, emailKey: null }).where('id', '=', keepId).execute();
      await db.updateTable('people').set({ emailSince: null }).where('id', '=', keepId).execute();
      await mergePeople(db, { keepId, mergeId });
      await giveUpAddress(db, { id: messageIds[1]!, personId: keepId }, { kind: 'hard', cause: 'unknown_user' });
      expect(await findPerson(db, keepId)).toMatchObject({ suppressed: 'hard_bounce' });
    });
  });

  it('gives up the address of before that a message found nobody at, where it is known which one it was', async () => {
    const { tenantId, personIds, messageIds, ...sent } = await createSentBroadcast(database.owner, { people: 4 });
    const [movedId, keepId, mergeId, goneId] = personIds as [string, string, string, string];
    const bounce = (messageId: string, personId: string) =>
      withTenant(app.db, tenantId, (db) =>
        giveUpAddress(db, { id: messageId, personId }, { kind: 'hard', cause: 'unknown_user' }),
      );
    const move = (name: string) => database.owner.sql`
      update people set email = ${name}, email_key = ${`${name}@people.example`} where id = ${movedId}`;
    const suppressed = async () => {
      const rows = await database.owner.sql<{ name: string }[]>`
        select name from suppressions, unnest(array['p1', 'p2', 'p3', 'p4', 'a', 'b']) name
        where tenant_id = ${tenantId} and reason = 'hard_bounce' and address_hash = address_hash(name || '@people.example')`;
      return rows.map(({ name }) => name).sort();
    };
    await move('a');
    await sendOneMore(database.owner, { ...sent, tenantId, personId: movedId });
    const [second] = await database.owner.sql<{ id: string }[]>`
      select id from messages where person_id = ${movedId} order by id desc limit 1`;
    await move('b');
    await bounce(second!.id, movedId);
    expect(await suppressed()).toEqual(['a']);
    await withTenant(app.db, tenantId, async (db) => {
      await db
        .updateTable('messages')
        .set({ occurrence: crypto.randomUUID() })
        .where('personId', '=', goneId)
        .execute();
      await mergePeople(db, { keepId, mergeId });
      await mergePeople(db, { keepId, mergeId: goneId });
    });
    // It moved to the kept record, and may have gone to either.
    await bounce(messageIds[3]!, keepId);
    expect(await suppressed()).toEqual(['a']);
    await bounce(messageIds[0]!, movedId);
    expect(await suppressed()).toEqual(['a', 'p1']);
    const people = await database.owner.sql`
      select email_status from people where tenant_id = ${tenantId} and erased_at is null`;
    expect(people).toEqual([{ email_status: 'unverified' }, { email_status: 'unverified' }]);
  });

  it('lets the kept record hear what is said by a message that stays with the other one, and no bounce of its address', async () => {
    const sent = await createSentBroadcast(database.owner, { people: 2 });
    const { tenantId } = sent;
    const [keepId, mergeId] = [sent.personIds[0]!, sent.personIds[1]!];
    const messageId = sent.messageIds[1]!;
    await withTenant(app.db, tenantId, async (db) => {
      await mergePeople(db, { keepId, mergeId });
      const verdict = {
        kind: 'hard',
        cause: 'unknown_user',
        reason: 'userunknown',
        status: '5.1.1',
        reply: '550',
      } as const;
      await recordBounce(db, { messageId, verdict });
      expect(await findPerson(db, keepId)).toMatchObject({ suppressed: null, emailStatus: 'unverified' });
      // The other one's is given up.
      const given = db.selectFrom('suppressions').select(['reason', 'email', 'messageId']);
      expect(await given.execute()).toEqual([{ reason: 'hard_bounce', email: null, messageId }]);
      await recordReply(db, { messageId });
      expect(await findPreferences(db, messageId)).toMatchObject({ personId: keepId, consent: 'granted' });
      await recordOptOut(db, { tenantId, messageId, way: 'one_click' });
      expect(await findPerson(db, keepId)).toMatchObject({ consent: 'denied', suppressed: 'unsubscribe' });
      const events = await db.selectFrom('engagementEvents').select(['kind', 'personId']).orderBy('id').execute();
      expect(events).toEqual(['bounce', 'reply', 'unsubscribe'].map((kind) => ({ kind, personId: keepId })));
    });
  });

  const saying: Record<string, (db: TenantDb, said: { tenantId: string; messageId: string }) => Promise<unknown>> = {
    unsubscribe: (db, said) => recordOptOut(db, { ...said, way: 'one_click' }),
    complaint: (db, said) => recordComplaint(db, { ...said, feedbackType: 'abuse' }),
  };

  it.each(Object.keys(saying))(
    'keeps an address of before from being written to, by which somebody said: %s',
    async (reason) => {
      const { tenantId, personIds, messageIds } = await createSentBroadcast(database.owner, { people: 3 });
      const [keepId, mergeId, movedId] = personIds as [string, string, string];
      const before = await database.owner.sql<{ hash: string }[]>`
      select encode(email_hash, 'hex') as hash from people where id = any(${personIds}::uuid[])`;
      await database.owner.sql`
      update people set email = 'new@people.example', email_key = 'new@people.example' where id = ${movedId}`;
      await withTenant(app.db, tenantId, (db) => mergePeople(db, { keepId, mergeId }));
      for (const messageId of messageIds.slice(1))
        await withTenant(app.db, tenantId, (db) => saying[reason]!(db, { tenantId, messageId }));
      const suppressed = await database.owner.sql<{ hash: string; reason: string }[]>`
      select encode(address_hash, 'hex') as hash, reason from suppressions where tenant_id = ${tenantId}`;
      expect(suppressed).toHaveLength(4);
      expect(suppressed).toEqual(expect.arrayContaining(before.map(({ hash }) => ({ hash, reason }))));
    },
  );

  const rounds = Object.keys(saying).flatMap((reason) => [1, 2].map((times) => ({ reason, times })));
  it.each(rounds)('lets the kept record hear of what waits for merge $times: $reason', async ({ reason, times }) => {
    const { tenantId, personIds, messageIds } = await createSentBroadcast(database.owner, { people: 3 });
    const [keepId, betweenId, gotId] = personIds as [string, string, string];
    const merges = [
      { keepId: betweenId, mergeId: gotId },
      { keepId, mergeId: betweenId },
    ];
    // By a message that stays with its record, as all of them got it.
    const said = { tenantId, messageId: messageIds[2]! };
    for (const people of merges.slice(0, times - 1))
      await withTenant(app.db, tenantId, (db) => mergePeople(db, people));
    let going: Promise<unknown> | undefined;
    await withTenant(app.db, tenantId, async (db) => {
      await mergePeople(db, merges[times - 1]!);
      going = withTenant(app.db, tenantId, (db) => saying[reason]!(db, said));
      await database.untilWaiting();
    });
    await going;
    const kept = await withTenant(app.db, tenantId, (db) => findPerson(db, merges[times - 1]!.keepId));
    expect(kept).toMatchObject({ consent: 'denied', suppressed: reason });
    const events = await database.owner.sql`select person_id from engagement_events where tenant_id = ${tenantId}`;
    expect(events).toEqual([{ person_id: kept!.id }]);
  });

  it('keeps for the kept record what somebody chooses of lists, topics and how often, while a merge is under way', async () => {
    const { tenantId, personIds, messageIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, mergeId] = personIds as [string, string];
    const [topicId, messageId] = [crypto.randomUUID(), messageIds[1]!];
    await withTenant(app.db, tenantId, async (db) => {
      await insertTopic(db, { id: topicId, name: 'Offers', description: '' });
      await sql`with list as (insert into lists (name) values ('Letter') returning id)
        insert into list_people (list_id, person_id) select id, ${mergeId}::uuid from list`.execute(db);
    });
    const choices: ((db: TenantDb) => Promise<unknown>)[] = [
      (db) => leaveLists(db, { tenantId, messageId, shown: null, keep: [] }),
      (db) => chooseTopics(db, { tenantId, messageId, shown: [topicId], wanted: [] }),
      (db) => recordFrequency(db, { tenantId, messageId, choice: 'monthly' }),
    ];
    let going: Promise<unknown> | undefined;
    await withTenant(app.db, tenantId, async (db) => {
      await mergePeople(db, { keepId, mergeId });
      going = Promise.all(choices.map((choose) => withTenant(app.db, tenantId, choose)));
      await database.untilWaiting(choices.length);
    });
    expect(await going).toEqual([1, 1, true]);
    const kept = await withTenant(app.db, tenantId, (db) => findPreferences(db, messageId));
    expect(kept).toMatchObject({
      personId: keepId,
      lists: [],
      frequency: 'monthly',
      topics: [{ isSubscribed: false }],
    });
  });

  it('counts what went to the kept record where how often they want mail comes over, and what is to be counted of either', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 4 });
    const [keepId, mergeId, quietId, otherId] = personIds as [string, string, string, string];
    await withTenant(app.db, tenantId, async (db) => {
      await db.updateTable('people').set({ mailFrequency: 'monthly' }).where('id', '=', mergeId).execute();
      await mergePeople(db, { keepId, mergeId });
      const counted = await db.selectFrom('personFrequency').select(['personId', 'recent']).execute();
      expect(counted).toEqual([{ personId: keepId, recent: [expect.any(Date)] }]);
      expect(await db.selectFrom('frequencyWork').select('personId').execute()).toEqual([{ personId: keepId }]);
      // Nothing limits what these get.
      await db.deleteFrom('frequencyWork').execute();
      await mergePeople(db, { keepId: quietId, mergeId: otherId });
      expect(await db.selectFrom('frequencyWork').select('personId').execute()).toEqual([]);
    });
  });

  it('asks for the kept record what was asked of the other one', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, mergeId] = personIds as [string, string];
    await withTenant(app.db, tenantId, async (db) => {
      await db.updateTable('people').set({ mailFrequency: 'monthly' }).execute();
      await db.insertInto('frequencyWork').values({ personId: mergeId }).execute();
      await mergePeople(db, { keepId, mergeId });
      expect(await db.selectFrom('frequencyWork').select('personId').execute()).toEqual([{ personId: keepId }]);
    });
  });

  it('lets nobody come into a segment that one of the two records was in already', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 2 });
    const [keepId, mergeId] = [personIds[0]!, personIds[1]!];
    const rule = Rule.parse({ kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['France'] } });
    const segment = { id: crypto.randomUUID(), name: 'French', description: '', rule, isWatched: true, createdBy: 'x' };
    const refresh = (db: TenantDb) => refreshSegment(db, { id: segment.id, nowIso: new Date().toISOString() });
    await withTenant(app.db, tenantId, async (db) => {
      await db.updateTable('people').set({ country: 'France' }).where('id', '=', mergeId).execute();
      await insertSegment(db, segment);
      await refresh(db);
      await mergePeople(db, { keepId, mergeId });
      expect(await refresh(db)).toEqual({ people: 1, entered: 0, left: 0 });
    });
  });

  it('refuses what is not two people of the tenant', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 1 });
    const other = await createSentBroadcast(database.owner, { people: 1 });
    const merge = (mergeId: string) =>
      withTenant(app.db, tenantId, (db) => mergePeople(db, { keepId: personIds[0]!, mergeId }));
    await expect(merge(personIds[0]!)).rejects.toMatchObject({ code: 'invalid' });
    await expect(merge(other.personIds[0]!)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('converts a lead, keeping its membership: 10 leads, convert 1, members 10', async () => {
    const { tenantId, personIds } = await createSentBroadcast(database.owner, { people: 10 });
    await withTenant(app.db, tenantId, async (db) => {
      expect(await markConverted(db, personIds[0]!)).toBe(true);
      const first = (await findPerson(db, personIds[0]!))!;
      expect(first.kind).toBe('contact');
      await markConverted(db, personIds[0]!);
      expect((await findPerson(db, personIds[0]!))!.convertedAt).toBe(first.convertedAt);
      expect((await db.selectFrom('campaignMembers').select('id').execute()).length).toBe(10);
    });
    expect(await newPerson(app, tenantId, { email: 'new@example.com' })).toMatch(/^[0-9a-f-]{36}$/);
  });
});
