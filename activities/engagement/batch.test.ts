import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { rebuildHours } from '../../db/queries/campaigns/hours.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { mergePeople } from '../../db/queries/people/merge.ts';
import { insertDrip } from '../../db/queries/drips/drips.ts';
import { namedPeople } from '../../db/queries/drips/enrolments.ts';
import { addNurtureMembers } from '../../db/queries/nurtures/members.ts';
import { insertNurture } from '../../db/queries/nurtures/nurtures.ts';
import { listCounters, rebuildCounters, type Counters } from '../../db/queries/parts/counters.ts';
import { recordHits, type NewHit } from '../../db/queries/engagement/tracking.ts';
import { DripDefinition } from '../../domain/drips/definition.ts';
import { NurtureDefinition } from '../../domain/nurtures/definition.ts';
import { judgeRequest } from '../../domain/engagement/verdict.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSentBroadcast, settleNow, type SentBroadcast } from '../../test/factories/engagement.ts';
import { createTestDrip, enrolInto, sendStep, waitStep } from '../../test/factories/drips.ts';
import { applyDueEvents } from './batch.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
let test: TestDatabase;
let app: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  app = test.open('salescompass_app');
});
afterAll(() => test.drop());

function hit(messageId: string, more: Partial<NewHit> & { secondsAgo?: number } = {}): NewHit {
  const { secondsAgo = 0, ...rest } = more;
  const made = {
    kind: 'click' as const,
    messageId,
    agoMs: secondsAgo * 1000,
    linkIndex: 0,
    userAgent: firefox,
    isHead: false,
    ...rest,
  };
  return { ...made, judgement: judgeRequest({ ...made, isHoneypot: false }) };
}

async function play(sent: SentBroadcast, hits: NewHit[], limit = 500): Promise<Counters> {
  await recordHits(app.db, sent.tenantId, hits);
  await settleNow(test.owner);
  while ((await withTenant(app.db, sent.tenantId, (db) => applyDueEvents(db, limit))) > 0);
  return countersOf(sent);
}

async function countersOf(sent: SentBroadcast): Promise<Counters> {
  const found = await withTenant(app.db, sent.tenantId, (db) => listCounters(db, [sent.broadcastId]));
  return found.get(sent.broadcastId) as Counters;
}

async function memberOf(sent: SentBroadcast, personId: string) {
  const [member] = await test.owner.sql`
    select status_id, has_responded, first_responded_at from campaign_members where person_id = ${personId}`;
  return member;
}

/** Applies what is due while the second of two records is being merged into the first; the merge is over before it goes on. */
async function applyDuringMerge(tenantId: string, personIds: string[]): Promise<number> {
  let going: Promise<number> | undefined;
  await withTenant(app.db, tenantId, async (db) => {
    await mergePeople(db, { keepId: personIds[0]!, mergeId: personIds[1]! });
    going = withTenant(app.db, tenantId, (db) => applyDueEvents(db, 10));
    await test.untilWaiting();
  });
  return going!;
}

/** A drip into which a trial lets people, two of them, and trials of some that are due. */
async function triedBy(places: number[]) {
  const entry = { kind: 'event', event: 'custom', name: 'Trial' };
  const definition = () => ({ entries: [entry], steps: [sendStep('hello')] });
  const made = await createTestDrip(test, app, { people: 2, definition });
  const { tenantId, personIds } = made;
  await test.owner.sql`
    with running as (update drips set status = 'running' where tenant_id = ${tenantId}),
    event as (insert into engagement_events (tenant_id, kind, name, occurred_at, verdict, person_id)
      select ${tenantId}, 'custom', 'Trial', now(), 'human', unnest(${places.map((place) => personIds[place]!)}::uuid[])
      returning id, received_at)
    insert into engagement_work (tenant_id, event_id, received_at, due_at) select ${tenantId}, id, received_at, received_at from event`;
  return made;
}

describe('the consequences of what people do with a mail', () => {
  it('counts 1,000 hits of scanners as no click of a person, and a click 30 s later as one', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 100, sentSecondsAgo: 120 });
    const scans = sent.messageIds.flatMap((messageId) => [
      ...[0, 1, 2].map((linkIndex) => hit(messageId, { linkIndex, secondsAgo: 60 - linkIndex / 2 })),
      hit(messageId, { linkIndex: 3, secondsAgo: 58 }),
      ...[0, 1, 2].map((linkIndex) => hit(messageId, { linkIndex, isHead: true, secondsAgo: 61 })),
      hit(messageId, { kind: 'open', linkIndex: null, userAgent: 'Mozilla/5.0', secondsAgo: 100 }),
      hit(messageId, { userAgent: 'curl/8.5.0', secondsAgo: 40 }),
      hit(messageId, { secondsAgo: 119 }),
    ]);
    expect(scans).toHaveLength(1000);
    const counters = await play(sent, scans);
    expect(counters).toEqual({ frozen: 100, sent: 100, machineClicks: 900, machineOpens: 100 });
    expect(await memberOf(sent, sent.personIds[0]!)).toMatchObject({ has_responded: false, first_responded_at: null });

    const [event] = await test.owner.sql`select verdict, verdict_rule, data from engagement_events
      where message_id = ${sent.messageIds[0]!} and link_index = 3`;
    expect(event).toMatchObject({ verdict: 'machine', verdict_rule: 'honeypot', data: { userAgent: firefox } });

    expect(await play(sent, [hit(sent.messageIds[0]!, { secondsAgo: 28 })])).toMatchObject({
      clicks: 1,
      uniqueClicks: 1,
      machineClicks: 900,
    });
  });

  it('moves the member to the first responded status, once, and keeps the date', async () => {
    const sent = await createSentBroadcast(test.owner);
    const [personId, messageId] = [sent.personIds[0]!, sent.messageIds[0]!];
    await play(sent, [hit(messageId, { secondsAgo: 30 })]);
    const first = await memberOf(sent, personId);
    expect(first).toMatchObject({ status_id: sent.statuses.registered, has_responded: true });

    await test.owner
      .sql`update campaign_members set status_id = ${sent.statuses.invited}, has_responded = false where tenant_id = ${sent.tenantId}`;
    await play(sent, [hit(messageId, { secondsAgo: 10 })]);
    expect(await memberOf(sent, personId)).toMatchObject({
      has_responded: true,
      first_responded_at: first!.first_responded_at,
    });

    await test.owner
      .sql`update campaign_members set status_id = ${sent.statuses.attended} where tenant_id = ${sent.tenantId}`;
    await play(sent, [hit(messageId)]);
    expect(await memberOf(sent, personId)).toMatchObject({ status_id: sent.statuses.attended });
  });

  it('keeps the latest touch of a person and never an older one', async () => {
    const sent = await createSentBroadcast(test.owner);
    const touch = async () =>
      (await test.owner.sql`select latest_touch from people where id = ${sent.personIds[0]!}`)[0]!.latest_touch;
    await play(sent, [hit(sent.messageIds[0]!, { secondsAgo: 20 })]);
    const newer = await touch();
    expect(newer).toMatchObject({ kind: 'click', campaignId: sent.campaignId, utm: { id: 'spring-1' } });
    await play(sent, [hit(sent.messageIds[0]!, { secondsAgo: 40 })]);
    expect(await touch()).toEqual(newer);
  });

  it('applies each event once when several apply at the same time', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 50 });
    await recordHits(
      app.db,
      sent.tenantId,
      sent.messageIds.flatMap((id) => [hit(id, { secondsAgo: 20 }), hit(id, { secondsAgo: 10 })]),
    );
    await settleNow(test.owner);
    const drain = async (): Promise<number> => {
      let all = 0;
      for (let taken = -1; taken !== 0; all += taken)
        taken = await withTenant(app.db, sent.tenantId, (db) => applyDueEvents(db, 7));
      return all;
    };
    const applied = await Promise.all([drain(), drain(), drain()]);
    expect(applied.reduce((sum, one) => sum + one)).toBe(100);
    expect(await countersOf(sent)).toMatchObject({ clicks: 100, uniqueClicks: 50 });
  });

  it('leaves everything to the next when applying fails', async () => {
    const sent = await createSentBroadcast(test.owner);
    await recordHits(app.db, sent.tenantId, [hit(sent.messageIds[0]!)]);
    await settleNow(test.owner);
    const failing = withTenant(app.db, sent.tenantId, async (db) => {
      await applyDueEvents(db, 10);
      throw new Error('the worker died');
    });
    await expect(failing).rejects.toThrow('the worker died');
    expect(await countersOf(sent)).toEqual({ frozen: 1, sent: 1 });
    expect(await play(sent, [])).toMatchObject({ clicks: 1, uniqueClicks: 1 });
  });

  it('waits for the neighbours before it judges', async () => {
    const sent = await createSentBroadcast(test.owner);
    await recordHits(app.db, sent.tenantId, [hit(sent.messageIds[0]!)]);
    expect(await withTenant(app.db, sent.tenantId, (db) => applyDueEvents(db, 10))).toBe(0);
  });

  it('does not record what belongs to another tenant', async () => {
    const [one, other] = [await createSentBroadcast(test.owner), await createSentBroadcast(test.owner)];
    expect(await recordHits(app.db, one.tenantId, [hit(other.messageIds[0]!), hit(one.messageIds[0]!)])).toEqual([
      null,
      { editionId: one.editionId, personId: one.personIds[0] },
    ]);
  });

  it('keeps of somebody who was erased what is counted alone, and gives what a merged record did to the kept one', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 3, sentSecondsAgo: 120 });
    const [erasedId, keepId, mergeId] = sent.personIds as [string, string, string];
    await withTenant(app.db, sent.tenantId, async (db) => {
      await erasePersonRows(db, erasedId);
      await mergePeople(db, { keepId, mergeId });
    });
    const clicks = [sent.messageIds[0]!, sent.messageIds[2]!].map((messageId) => hit(messageId));
    expect(await play(sent, clicks)).toMatchObject({ clicks: 2, uniqueClicks: 2 });
    const events = await test.owner.sql`
      select person_id, data from engagement_events where tenant_id = ${sent.tenantId} order by data::text`;
    expect(events).toEqual([
      { person_id: keepId, data: { userAgent: firefox } },
      { person_id: erasedId, data: {} },
    ]);
    const touched = await test.owner.sql`
      select id from people where tenant_id = ${sent.tenantId} and latest_touch is not null`;
    expect(touched).toEqual([{ id: keepId }]);
    expect(await memberOf(sent, keepId)).toMatchObject({ has_responded: true });
  });

  it('waits for an erasure that is under way before it writes whose an event is, and neither is run again', async () => {
    const { tenantId, personIds } = await createSentBroadcast(test.owner, { people: 1, sentSecondsAgo: 120 });
    const personId = personIds[0]!;
    await test.owner.sql`
      with known as (
        insert into identities (tenant_id, kind, value, person_id) values (${tenantId}, 'anonymous', 'v-1', ${personId})),
      event as (insert into engagement_events (tenant_id, kind, name, occurred_at, verdict, anonymous_id)
        values (${tenantId}, 'custom', 'Trial', now(), 'human', 'v-1') returning id, received_at)
      insert into engagement_work (tenant_id, event_id, received_at, due_at) select ${tenantId}, id, received_at, received_at from event`;
    const runs: string[] = [];
    let going: Promise<unknown> | undefined;
    await test.owner.sql.begin(async (sql) => {
      await sql`
        insert into suppressions (tenant_id, address_hash, reason, source)
        select tenant_id, email_hash, 'manual', 'test' from people where id = ${personId}`;
      const erasing = withTenant(app.db, tenantId, (db) => (runs.push('erased'), erasePersonRows(db, personId)));
      await test.untilWaiting();
      const applying = withTenant(app.db, tenantId, (db) => (runs.push('applied'), applyDueEvents(db, 10)));
      going = Promise.all([erasing, applying]);
      await test.untilWaiting(2);
    });
    expect([await going, runs]).toEqual([
      [true, 1],
      ['erased', 'applied'],
    ]);
    const events = await test.owner.sql`
      select anonymous_id, name, data from engagement_events where tenant_id = ${tenantId}`;
    expect(events).toEqual([{ anonymous_id: null, name: null, data: {} }]);
  });

  it('gives what a record did to the kept one, where a merge is under way as it is applied', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 2, sentSecondsAgo: 120 });
    await recordHits(app.db, sent.tenantId, [hit(sent.messageIds[1]!)]);
    await settleNow(test.owner);
    expect(await applyDuringMerge(sent.tenantId, sent.personIds)).toBe(1);
    const rows = await test.owner.sql`
      select e.person_id, e.data, p.latest_touch ->> 'kind' as touch from engagement_events e join people p on p.id = e.person_id
      where e.tenant_id = ${sent.tenantId}`;
    expect(rows).toEqual([{ person_id: sent.personIds[0], data: { userAgent: firefox }, touch: 'click' }]);
    expect(await memberOf(sent, sent.personIds[0]!)).toMatchObject({ has_responded: true });
    expect(await countersOf(sent)).toMatchObject({ clicks: 1, uniqueClicks: 1 });
  });

  it('lets the kept record into a drip, where a merge is under way as what the other one did lets it in', async () => {
    const { tenantId, personIds } = await triedBy([1]);
    expect(await applyDuringMerge(tenantId, personIds)).toBe(1);
    const positions = await test.owner.sql`select ended_at from drip_positions where person_id = ${personIds[0]!}`;
    expect(positions).toEqual([{ ended_at: null }]);
  });

  it('leaves who is in a drip already to whoever holds it, and lets others in behind them', async () => {
    const { tenantId, dripId, personIds } = await triedBy([0, 1]);
    await enrolInto(app, { tenantId, dripId }, [personIds[0]!], new Date().toISOString());
    let going: Promise<number> | undefined;
    await test.owner.sql.begin(async (sql) => {
      // As a drip that goes on does.
      await sql`select from drips where id = ${dripId} for no key update`;
      going = withTenant(app.db, tenantId, (db) => applyDueEvents(db, 10));
      await test.untilWaiting();
      await sql`select from drip_positions where drip_id = ${dripId} and person_id = ${personIds[0]!} for update nowait`;
    });
    expect(await going).toBe(2);
    const inside = await test.owner.sql`select from drip_positions where drip_id = ${dripId}`;
    expect(inside).toHaveLength(2);
  });

  it.each([
    ['the programmes that people come into', 'as a new version of one, which moves them, does'],
    ['where people are', 'as whoever takes them away does'],
  ])('waits for %s before it holds them and their messages, %s', async (what) => {
    const sent = await createSentBroadcast(test.owner, { sentSecondsAgo: 120 });
    const { tenantId, campaignId } = sent;
    const [personId, messageId] = [sent.personIds[0]!, sent.messageIds[0]!];
    const click = { kind: 'event', event: 'click' };
    const [dripId, nurtureId] = [crypto.randomUUID(), crypto.randomUUID()];
    const care = { id: nurtureId, campaignId, name: 'Care', author: { id: 'author-1', name: 'Author' } };
    await withTenant(app.db, tenantId, async (db) => {
      const steps = { entries: [click], steps: [waitStep('pause', 1)] };
      await insertDrip(db, { ...care, id: dripId, priority: 'normal', definition: DripDefinition.parse(steps) });
      const rules = { entries: [{ by: click }], comeAgain: true };
      await insertNurture(db, { ...care, definition: NurtureDefinition.parse(rules) });
      const people = namedPeople([personId]);
      await addNurtureMembers(db, { nurtureId, stream: null, nowIso: new Date().toISOString(), people });
    });
    await test.owner.sql`
      with gone as (update nurture_members set left_at = now(), left_reason = 'left_by_rule' where nurture_id = ${nurtureId}),
      programme as (update nurtures set status = 'running' where id = ${nurtureId})
      update drips set status = 'running' where id = ${dripId}`;
    await recordHits(app.db, tenantId, [hit(messageId, { kind: 'open', linkIndex: null }), hit(messageId)]);
    await settleNow(test.owner);
    let going: Promise<number> | undefined;
    await test.owner.sql.begin(async (sql) => {
      if (what === 'where people are')
        await sql`select from nurture_members where nurture_id = ${nurtureId} for update`;
      else await sql`select from nurtures where id = ${nurtureId} for no key update`;
      going = withTenant(app.db, tenantId, (db) => applyDueEvents(db, 10));
      await test.untilWaiting();
      await sql`select from nurture_members where nurture_id = ${nurtureId} for update nowait`;
      await sql`select from people where id = ${personId} for update nowait`;
      await sql`select from messages where id = ${messageId} for no key update nowait`;
    });
    expect(await going).toBe(2);
    expect(await countersOf(sent)).toMatchObject({ uniqueOpens: 1, uniqueClicks: 1 });
    const back = await test.owner.sql`select left_at from nurture_members where nurture_id = ${nurtureId}`;
    expect(back).toEqual([{ left_at: null }]);
  });

  it('gives the same counters and hours by rebuilding as by increments, whatever was done', async () => {
    const hits = fc.array(
      fc.record({
        person: fc.integer({ min: 0, max: 3 }),
        kind: fc.constantFrom('open' as const, 'click' as const),
        linkIndex: fc.integer({ min: 0, max: 3 }),
        secondsAgo: fc.integer({ min: 0, max: 61 }),
        userAgent: fc.constantFrom(firefox, null, 'curl/8.5.0', 'Mozilla/5.0', 'x (via ggpht.com GoogleImageProxy)'),
        isHead: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(hits, fc.integer({ min: 1, max: 10 }), async (drawn, limit) => {
        const sent = await createSentBroadcast(test.owner, { people: 4 });
        const made = drawn.map(({ person, ...more }) => hit(sent.messageIds[person]!, more));
        await withTenant(app.db, sent.tenantId, rebuildHours);
        const half = Math.floor(made.length / 2);
        await play(sent, made.slice(0, half), limit);
        const kept = await play(sent, made.slice(half), limit);
        await withTenant(app.db, sent.tenantId, (db) => rebuildCounters(db, sent.broadcastId));
        expect(await countersOf(sent)).toEqual(kept);
        expect(await withTenant(app.db, sent.tenantId, rebuildHours)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});
