import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { insertConsent } from '../../db/queries/consent/consents.ts';
import { insertContentItem } from '../../db/queries/content-items/content-items.ts';
import { carryOut } from '../../db/queries/next-actions/acts.ts';
import { findMailContent } from '../../db/queries/next-actions/content.ts';
import { listPolicies, updatePolicy } from '../../db/queries/next-actions/policies.ts';
import { findDecision } from '../../db/queries/next-actions/rows.ts';
import { takeBackQueued } from '../../db/queries/next-actions/take-back.ts';
import { acceptNextActions, rejectNextActions } from '../../db/queries/next-actions/next-actions.ts';
import { ContentItemInput } from '../../domain/content-items/content-item.ts';
import { replay } from '../../domain/next-actions/decide.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { randomFrom } from '../../domain/random.ts';
import type { SmtpSender } from '../../mail/smtp/sender.ts';
import { takeBack } from '../../db/queries/parts/stops.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestNextActions, type TestNextActions } from '../../test/factories/next-actions.ts';
import type { ActivityDeps } from '../deps.ts';
import { openLane, type Lane } from '../outbox/lane.ts';
import { decideFor } from './decide.ts';

let database: TestDatabase;
let app: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());

const now = '2026-06-02T10:00:00.000Z';
const after = (days: number) => new Date(Date.parse(now) + days * 24 * 3600_000).toISOString();

const decisionsOf = ({ tenantId }: TestNextActions, personId: string) =>
  database.owner.sql<{ id: string; kind: string; status: string; cause: string; reached: boolean | null }[]>`
    select id, kind, status, cause, reached from next_actions
    where tenant_id = ${tenantId} and person_id = ${personId} order by decided_at, id`;
const messagesOf = ({ tenantId }: TestNextActions) =>
  database.owner.sql<{ personId: string; status: string }[]>`
    select person_id as "personId", status from messages where tenant_id = ${tenantId}`;
const deny = ({ tenantId }: TestNextActions, personIds: readonly string[]) =>
  withTenant(app.db, tenantId, (db) =>
    sql`update people set consent = 'denied' where id = any(${sql.val([...personIds])}::uuid[])`.execute(db),
  );
/** A lane that hands what it sends to `send`. */
async function openTestLane({ tenantId }: TestNextActions, send: SmtpSender['send']): Promise<Lane> {
  const mailer = {
    ring: rotateKeyRing(null, randomBytes(32)),
    publicUrl: 'http://127.0.0.1',
    bounceDomain: 'b.example',
    smtp: { send, close: async () => {} },
  };
  const deps = { database: app, log: pino({ level: 'silent' }), mailer } as unknown as ActivityDeps;
  return openLane(deps, { tenantId, now, leaseId: randomUUID(), onWindow: () => {} });
}
const accept = ({ tenantId }: TestNextActions, id: string, nowIso = now) =>
  withTenant(app.db, tenantId, async (db) =>
    carryOut(db, await acceptNextActions(db, { ids: [id], by: 'Mia', nowIso }), nowIso),
  );

describe('somebody with a reason', () => {
  it('gets one proposal for the same event however often it comes, and it can be taken again from its row', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [person] = made.personIds as [string];
    await Promise.all([made.round([person], 'event/1', now), made.round([person], 'event/1', now)]);
    await made.round([person], 'event/1', now);
    const decisions = await decisionsOf(made, person);
    expect(decisions).toMatchObject([{ kind: 'send_email', status: 'suggested' }]);
    const row = (await withTenant(app.db, made.tenantId, (db) => findDecision(db, decisions[0]!.id)))!;
    expect(replay(row)).toMatchObject({ kind: row.kind, probability: row.probability });
    // Nobody else was looked at.
    expect(await decisionsOf(made, made.personIds[1]!)).toEqual([]);
  });

  it('gets the message only once it is accepted, and once', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [person] = made.personIds as [string];
    await made.round([person], 'event/1', now);
    expect(await messagesOf(made)).toEqual([]);
    const [proposed] = await decisionsOf(made, person);
    await Promise.all([accept(made, proposed!.id), accept(made, proposed!.id)]);
    expect(await messagesOf(made)).toEqual([{ personId: person, status: 'queued' }]);
  });

  it('is sent nothing that ran out, or that they had, before somebody accepted it', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [late, had] = made.personIds as [string, string];
    await made.round([late, had], 'event/1', now);
    const proposed = async (person: string) => (await decisionsOf(made, person))[0]!;
    await withTenant(app.db, made.tenantId, (db) =>
      sql`
        with batch as (insert into message_batches (source_kind, source_id, size, not_before) values ('nurture', ${made.items.Guide!}, 1, now()) returning id)
        insert into messages (batch_id, person_id, source_id, occurrence, edition_id, status)
        select batch.id, ${had}, i.id, i.id, i.edition_id, 'sent' from batch, nurture_items i where i.id = ${made.items.Guide!}`.execute(
        db,
      ),
    );
    await accept(made, (await proposed(had)).id);
    await database.owner.sql`update nurture_items set valid_until = ${after(1)} where id = ${made.items.Guide!}`;
    await accept(made, (await proposed(late)).id, after(2));
    const reasons = await database.owner.sql`
      select status, status_reason as reason from next_actions where tenant_id = ${made.tenantId} order by status_reason`;
    expect(reasons).toEqual([
      { status: 'withdrawn', reason: 'had_before' },
      { status: 'withdrawn', reason: 'not_open' },
    ]);
    expect(await messagesOf(made)).toEqual([{ personId: had, status: 'sent' }]);
  });

  it('is proposed no mail while they rest from it', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [person] = made.personIds as [string];
    await database.owner.sql`update people set mail_paused_until = ${after(1)} where id = ${person}`;
    await made.round([person], 'event/1', now);
    expect((await decisionsOf(made, person)).map(({ kind }) => kind)).not.toContain('send_email');
    await made.round([person], 'event/2', after(2));
    expect((await decisionsOf(made, person)).at(-1)).toMatchObject({ kind: 'send_email' });
  });

  it('is not asked the same within the cool-down after a rejection, and is after it', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [person] = made.personIds as [string];
    await made.round([person], 'event/1', now);
    const [first] = await decisionsOf(made, person);
    await withTenant(app.db, made.tenantId, (db) =>
      rejectNextActions(db, { ids: [first!.id], by: 'Mia', reason: 'knows it', nowIso: now }),
    );
    await made.round([person], 'event/2', after(3));
    const second = (await decisionsOf(made, person))[1]!;
    expect(second.kind).not.toBe('send_email');
    await withTenant(app.db, made.tenantId, (db) =>
      rejectNextActions(db, { ids: [second.id], by: 'Mia', reason: '', nowIso: after(3) }),
    );
    await made.round([person], 'event/3', after(8));
    expect((await decisionsOf(made, person))[2]).toMatchObject({ kind: 'send_email', status: 'suggested' });
  });

  it('gets the mail of a programme that leads to what they would read next, and it says why', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const { tenantId, items } = made;
    const [person] = made.personIds as [string];
    const read = ContentItemInput.parse({ title: 'Plan a hall', url: 'https://shop.example/hall', topics: ['Halls'] });
    const other = ContentItemInput.parse({ title: 'Hall rent', url: 'https://shop.example/rent', topics: ['Halls'] });
    const next = ContentItemInput.parse({ title: 'Two halls', url: 'https://shop.example/two', topics: ['Halls'] });
    await withTenant(app.db, tenantId, async (db) => {
      for (const item of [read, next, other]) await insertContentItem(db, { ...item, id: randomUUID() });
    });
    await database.owner.sql`
      update editions d set links = ${database.owner.sql.json([{ url: `${next.url}?utm_source=x` }])} from nurture_items i
      where i.tenant_id = ${tenantId} and i.id = ${items.Story!} and d.tenant_id = i.tenant_id and d.id = i.edition_id`;
    await database.owner.sql`
      insert into engagement_events (tenant_id, occurred_at, kind, verdict, person_id, data)
      values (${tenantId}, now(), 'page_view', 'unknown', ${person}, ${database.owner.sql.json({ source: { url: read.url } })})`;
    await made.round([person], 'event/1', now);
    const [first] = await decisionsOf(made, person);
    await withTenant(app.db, tenantId, (db) =>
      rejectNextActions(db, { ids: [first!.id], by: 'Mia', reason: '', nowIso: now }),
    );
    await made.round([person], 'event/2', after(3));
    const chosen = await database.owner.sql<{ kind: string; itemId: string; reasons: string[] }[]>`
      select kind, item_id as "itemId", reasons from next_actions where tenant_id = ${tenantId} and cause = 'event/2'`;
    // The guide stands first in the programme and leads to nothing that could be recommended.
    expect(chosen).toMatchObject([{ kind: 'send_content', itemId: items.Story }]);
    expect(chosen[0]!.reasons.at(-1)).toBe('Sends “Story”: more on Halls.');
    const asked = { itemIds: [items.Story!], readers: [{ personId: person, language: null }], nowIso: now };
    const { recommended } = await withTenant(app.db, tenantId, (db) => findMailContent(db, asked));
    // What no mail leads to is not kept for each of many people.
    expect(recommended.get(person)!.map(({ item }) => item.id)).toHaveLength(1);
  });

  it('is written down as having answered by what they do, and as not having by the time that goes by', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now, settings: { mode: 'automatic' } });
    const [one, two] = made.personIds as [string, string];
    await made.round([one, two], 'event/1', now);
    await database.owner.sql`
      insert into engagement_events (tenant_id, occurred_at, kind, verdict, person_id)
      values (${made.tenantId}, ${after(2)}, 'click', 'human', ${one})`;
    expect(await made.look(one, after(3))).toBeNull();
    expect((await decisionsOf(made, one))[0]).toMatchObject({ status: 'accepted', reached: true });
    expect(await made.look(two, after(3))).toBe(after(14));
    // Nothing came of it: what is next is decided anew, by itself.
    expect(await made.look(two, after(15))).not.toBeNull();
    expect(await decisionsOf(made, two)).toMatchObject([
      { reached: false },
      { cause: expect.stringMatching(/^after/) },
    ]);
  });
});

describe('without a person', () => {
  it('does no more a day than the settings allow, and looks again later', async () => {
    const settings = { mode: 'automatic' as const, dailyMaximum: 4 };
    const made = await createTestNextActions(database, app, { people: 12, nowIso: now, settings });
    await made.round(made.personIds, 'event/1', now);
    const [counts] = await database.owner.sql`
      select count(*) filter (where status = 'accepted')::int as acted,
        count(*) filter (where status = 'left_alone' and not is_held_out and look_at is null)::int as forgotten
      from next_actions where tenant_id = ${made.tenantId}`;
    expect(counts).toEqual({ acted: 4, forgotten: 0 });
    expect(await messagesOf(made)).toHaveLength(4);
  });

  it('does nothing in hours that never open', async () => {
    const settings = { mode: 'automatic' as const, hours: { from: '17:00', to: '09:00' } };
    const made = await createTestNextActions(database, app, { nowIso: now, settings });
    await made.round(made.personIds, 'event/1', now);
    expect(await messagesOf(made)).toEqual([]);
  });

  it('sends nothing to whoever is held out, whatever they do', async () => {
    const settings = { mode: 'automatic' as const, holdOut: 0.5 };
    const made = await createTestNextActions(database, app, { people: 60, nowIso: now, settings });
    await made.round(made.personIds, 'event/1', now);
    const held = await database.owner.sql<{ personId: string }[]>`
      select person_id as "personId" from next_actions where tenant_id = ${made.tenantId} and is_held_out`;
    expect(held.length).toBeGreaterThan(8);
    const got = new Set((await messagesOf(made)).map(({ personId }) => personId));
    expect(got.size).toBe(60 - held.length);
    expect(held.filter(({ personId }) => got.has(personId))).toEqual([]);
  });
});

describe('an opt-out', () => {
  it('takes back at once what is proposed, and leaves alone what sends nothing', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [person] = made.personIds as [string];
    await made.round([person], 'event/1', new Date().toISOString());
    await withTenant(app.db, made.tenantId, (db) =>
      insertConsent(db, person, { state: 'denied', source: 'by_phone', basis: 'consent' }),
    );
    expect(await decisionsOf(made, person)).toMatchObject([{ kind: 'send_email', status: 'withdrawn' }]);
  });

  it('takes back what is proposed, and nothing that sends is proposed again', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now });
    const [person] = made.personIds as [string];
    await made.round([person], 'event/1', now);
    await deny(made, [person]);
    await made.round([person], 'event/2', after(1));
    const decisions = await decisionsOf(made, person);
    expect(decisions[0]).toMatchObject({ status: 'withdrawn' });
    expect(decisions.slice(1).filter(({ kind }) => kind.startsWith('send') || kind === 'add_to_drip')).toEqual([]);
  });

  it('is followed by no message at whatever moment it comes: five hundred people race with what is being sent', async () => {
    const settings = { mode: 'automatic' as const, dailyMaximum: 1000 };
    const made = await createTestNextActions(database, app, { people: 500, nowIso: now, settings });
    await made.round(made.personIds, 'event/1', now);
    const people = new Map(
      (
        await database.owner.sql<{ id: string; personId: string }[]>`
        select id, person_id as "personId" from messages where tenant_id = ${made.tenantId}`
      ).map((row) => [row.id, row.personId]),
    );
    expect(people.size).toBeGreaterThan(450);
    const out = new Set<string>();
    let outBefore = new Set<string>();
    const sent: string[] = [];
    const late: string[] = [];
    const send: SmtpSender['send'] = async (messages, tell) => {
      for (const { id } of messages) {
        const person = people.get(id)!;
        sent.push(person);
        if (outBefore.has(person)) late.push(person);
      }
      await sleep(5);
      for (const { id } of messages) tell({ id, kind: 'accepted', response: '250 ok' });
      // The next window is claimed after this: whoever has opted out by now gets nothing.
      outBefore = new Set(out);
    };
    const lane = await openTestLane(made, send);
    const random = randomFrom(7);
    const leaving = [...made.personIds].sort(() => random() - 0.5).slice(0, 300);
    const optOut = async () => {
      for (let at = 0; at < leaving.length; at += 10) {
        const some = leaving.slice(at, at + 10);
        await deny(made, some);
        for (const person of some) out.add(person);
      }
    };
    await Promise.all([
      optOut(),
      (async () => {
        while (await lane.drainNext(new AbortController().signal));
      })(),
    ]);
    expect(late).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    expect(new Set(sent).size).toBe(sent.length);
    // Whatever happens to them later: nobody who is out gets another one.
    const before = (await messagesOf(made)).length;
    await made.round(leaving, 'event/2', after(20));
    expect((await messagesOf(made)).length).toBe(before);
  });
});

describe('a policy that is turned off', () => {
  const settings = { mode: 'automatic' as const, dailyMaximum: 1000 };
  const turnOff = async (db: TenantDb, { policyId }: TestNextActions) => {
    const [policy] = await listPolicies(db, { id: policyId });
    const off = { ...policy!.settings, mode: 'off' as const };
    expect(
      await updatePolicy(db, { id: policyId, version: policy!.version, settings: off, offers: policy!.offers }),
    ).toBe(true);
    await takeBackQueued(db, policyId);
  };
  const causesOf = (made: TestNextActions) =>
    made.personIds.map((personId) => ({ personId, cause: 'event/1', campaignId: null }));
  /** What is sent and what was decided, without a word where nothing is. */
  const standing = ({ tenantId }: TestNextActions) =>
    database.owner.sql<{ message: string | null; action: string }[]>`
      select distinct m.status as message, a.status as action
      from next_actions a left join messages m on m.tenant_id = a.tenant_id and m.person_id = a.person_id and m.source_id = a.item_id
      where a.tenant_id = ${tenantId} and a.kind = 'send_email' order by 1`;
  const takenBack = [{ message: 'skipped', action: 'withdrawn' }];

  it('takes back what a receiver put off that a lane had in its hands', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now, settings });
    await made.round(made.personIds, 'event/1', now);
    expect(await standing(made)).toEqual([{ message: 'queued', action: 'accepted' }]);
    const lane = await openTestLane(made, async (messages, tell) => {
      await withTenant(app.db, made.tenantId, (db) => turnOff(db, made));
      for (const { id } of messages)
        tell({ id, kind: 'deferred', code: 450, enhanced: '4.2.1', stage: 'rcpt', text: 'later' });
    });
    await lane.drainNext(new AbortController().signal);
    expect(await standing(made)).toEqual(takenBack);
  });

  it('sends nothing either of what a lane that died has put back', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now, settings });
    await made.round(made.personIds, 'event/1', now);
    await database.owner.sql`update next_action_policies set mode = 'off' where tenant_id = ${made.tenantId}`;
    const lane = await openTestLane(made, () => Promise.reject(new Error('nothing is to be sent')));
    await lane.drainNext(new AbortController().signal);
    expect(await standing(made)).toMatchObject([{ message: 'skipped' }]);
  });

  it('decides nothing where it is turned off while somebody begins to decide', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now, settings });
    let round: Promise<void> | undefined;
    await withTenant(app.db, made.tenantId, async (db) => {
      await turnOff(db, made);
      round = made.round(made.personIds, 'event/1', now);
      await database.untilWaiting();
    });
    await round;
    expect(await standing(made)).toEqual([]);
    expect(await messagesOf(made)).toEqual([]);
  });

  it('takes back what somebody was deciding as it was turned off', async () => {
    const made = await createTestNextActions(database, app, { nowIso: now, settings });
    let turned: Promise<void> | undefined;
    await withTenant(app.db, made.tenantId, async (db) => {
      await decideFor(db, causesOf(made), now);
      turned = withTenant(app.db, made.tenantId, (db) => turnOff(db, made));
      await database.untilWaiting();
    });
    await turned;
    expect(await standing(made)).toEqual(takenBack);
  });

  it('leaves nothing on the road that a lane is putting off as its programme is stopped', async () => {
    const made = await createTestNextActions(database, app, { people: 4, nowIso: now, settings });
    const { tenantId, personIds } = made;
    await made.round(personIds, 'event/1', now);
    // For one of them it is night, which waits for the morning; of the others a receiver wants to hear later.
    const asleep = personIds[3]!;
    await database.owner.sql`update tenants set quiet_from = '20:00', quiet_to = '08:00' where tenant_id = ${tenantId}`;
    await database.owner.sql`update people set time_zone = 'Pacific/Auckland' where id = ${asleep}`;
    const lane = await openTestLane(made, async (messages, tell) => {
      expect(messages).toHaveLength(3);
      for (const { id } of messages)
        tell({ id, kind: 'deferred', code: 450, enhanced: '4.2.1', stage: 'rcpt', text: 'later' });
    });
    let going: Promise<unknown> | undefined;
    await database.owner.sql.begin(async (holder) => {
      // Held by nobody of them, so that the lane stands still in the middle of putting off.
      await holder`select from messages where tenant_id = ${tenantId} and person_id = ${asleep} for update`;
      const lanes = lane.drainNext(new AbortController().signal);
      await database.untilWaiting();
      const stops = withTenant(app.db, tenantId, (db) => takeBack(db, [made.items.Guide!], 'part_stopped'));
      going = Promise.all([lanes, stops]);
      await database.untilWaiting(2);
    });
    await going;
    expect((await messagesOf(made)).map(({ status }) => status)).toEqual(personIds.map(() => 'cancelled'));
  });
});
