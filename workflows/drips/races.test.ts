import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database, type TenantDb } from '../../db/connection.ts';
import { recordBounce, recordReply } from '../../db/queries/inbound/inbound.ts';
import { insertListPeople } from '../../db/queries/segments/lists.ts';
import { recordOptOut } from '../../db/queries/consent/opt-out.ts';
import { windowSize } from '../../domain/outbox/message.ts';
import { watchCommitOrder, type CommitOrder } from '../../test/commit-order.ts';
import {
  approveAgain,
  createTestDrip,
  enrolInto,
  sendStep,
  waitStep,
  type TestDrip,
} from '../../test/factories/drips.ts';
import { startDrip } from '../../test/factories/drip-workflow.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { closeDrip, wakeDrip } from './messages.ts';

let stage: TestStage;
let others: Database;
let order: CommitOrder;
beforeAll(async () => {
  stage = await createTestStage();
  // Events come in by other processes than the worker's.
  others = stage.database.open('salescompass_app');
  order = await watchCommitOrder(stage.database);
}, 120_000);
afterAll(() => stage.close());

/** What happens to one person, in the caller's transaction. */
type Event = (
  db: TenantDb,
  on: { made: TestDrip; personId: string; messageId: string; listId: string },
) => Promise<unknown>;

const events: [string, string, Event][] = [
  [
    'an unsubscribe',
    'unsubscribed',
    (db, { made, messageId }) => recordOptOut(db, { ...made, messageId, way: 'one_click' }),
  ],
  [
    'a hard bounce',
    'hard_bounce',
    (db, { messageId }) =>
      recordBounce(db, {
        messageId,
        verdict: { kind: 'hard', cause: 'unknown_user', reason: 'userunknown', status: '5.1.1', reply: '550' },
      }),
  ],
  ['a reply', 'replied', (db, { messageId }) => recordReply(db, { messageId })],
  ['reaching the goal', 'goal', (db, { listId, personId }) => insertListPeople(db, listId, [personId])],
  [
    'leaving the segment',
    'condition',
    (db, { personId }) => db.updateTable('people').set({ country: 'FR' }).where('id', '=', personId).execute(),
  ],
];

/** Three messages a day apart; who is on the list has reached the goal, who is out of the segment leaves. */
async function createRacedDrip(): Promise<{ made: TestDrip; listId: string }> {
  const [ids] = await stage.database.owner.sql<{ list: string; segment: string }[]>`
    select uuidv7() as list, uuidv7() as segment`;
  const { list: listId, segment: segmentId } = ids!;
  const made = await createTestDrip(stage.database, stage.app, {
    people: 200,
    definition: () => ({
      goal: { kind: 'rule', rule: { kind: 'list', is: true, listIds: [listId] } },
      exitWhen: { kind: 'rule', rule: { kind: 'segment', is: false, segmentId } },
      steps: ['first', 'second', 'third'].flatMap((key) => [sendStep(key), waitStep(`after_${key}`, 1)]),
    }),
  });
  const { sql } = stage.database.owner;
  const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } };
  await sql`insert into lists (tenant_id, id, name) values (${made.tenantId}, ${listId}, 'Buyers')`;
  await sql`insert into segments (tenant_id, id, name, rule)
    values (${made.tenantId}, ${segmentId}, 'Germans', ${JSON.stringify(rule)}::text::jsonb)`;
  await sql`update people set country = 'DE' where tenant_id = ${made.tenantId}`;
  await approveAgain(stage.app, made);
  return { made, listId };
}

/** The messages of a step, by person, with what became of them. */
const messagesOf = async ({ dripId }: TestDrip, step: string) => {
  const rows = await stage.database.owner.sql<{ id: string; sourceId: string; personId: string; status: string }[]>`
    select m.id, m.source_id as "sourceId", m.person_id as "personId", m.status
    from messages m join drip_steps s on s.id = m.source_id where s.drip_id = ${dripId} and s.key = ${step}`;
  return new Map(rows.map((row) => [row.personId, row]));
};
const reasonsOf = ({ dripId }: TestDrip) => stage.database.owner.sql`
  select reason, count(*)::int as people from drip_positions where drip_id = ${dripId} group by reason`;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How much of the messages of a step is settled, from 0 to 1; less than that while there are none. */
async function progressOf(made: TestDrip, step: string): Promise<number> {
  const all = [...(await messagesOf(made, step)).values()];
  return all.length === 0 ? -0.1 : all.filter(({ status }) => status !== 'queued').length / all.length;
}

/** Strikes everybody once, at random moments: some before the messages of a step are there, some after the last has gone. */
async function race(made: TestDrip, step: string, strike: (personId: string) => Promise<void>): Promise<void> {
  let waiting = made.personIds.map((personId) => ({ personId, from: Math.random() * 1.2 - 0.2 }));
  const striking: Promise<void>[] = [];
  while (waiting.length > 0) {
    const progress = await progressOf(made, step);
    for (const { personId, from } of waiting)
      if (from <= progress) striking.push(pause(Math.random() * 50).then(() => strike(personId)));
    waiting = waiting.filter(({ from }) => from > progress);
    await pause(5);
  }
  await Promise.all(striking);
}

describe('between falling due and going out', () => {
  it.each(events)(
    '%s, raced 200 times: no mail goes that was not on its way before',
    async (_, reason, happen) => {
      await stage.sink.reset();
      await stage.sink.behave({});
      const { made, listId } = await createRacedDrip();
      const { env } = stage;
      const handle = await startDrip(stage, made);
      await enrolInto(stage.app, made, made.personIds, await stage.nowIso());
      await handle.signal(wakeDrip);
      await stage.passUntil(async () => (await progressOf(made, 'first')) === 1);
      const first = await messagesOf(made, 'first');
      expect([...first.values()].filter(({ status }) => status === 'sent')).toHaveLength(200);

      await stage.sink.behave({ delayMs: 60 });
      await env.sleep('22 hours');
      const morrow = stage.passUntil(async () => (await progressOf(made, 'second')) === 1, '1 hour');
      const happened = new Map<string, number>();
      const strike = async (personId: string) => {
        await withTenant(others.db, made.tenantId, async (db) => {
          await happen(db, { made, personId, messageId: first.get(personId)!.id, listId });
          await order.note(db, personId);
        });
        happened.set(personId, Date.now());
      };
      await race(made, 'second', strike);
      await morrow;
      const second = await messagesOf(made, 'second');
      const sent = [...second.values()].filter(({ status }) => status === 'sent');
      // It was a race: some messages went, others did not.
      expect(sent.length).toBeGreaterThan(0);
      expect(sent.length).toBeLessThan(200);
      // In the order in which the database saw things, none went after the event.
      expect(await order.overtaken(made)).toEqual([]);
      // On the wire, what came after it had been claimed before: no more than was in flight at a moment.
      const times = await stage.sink.times();
      const late = sent.filter(({ id, personId }) => times[id]! > happened.get(personId)!);
      expect(late.length).toBeLessThanOrEqual(windowSize);

      // And nobody who got it gets the next one.
      await stage.sink.behave({});
      await env.sleep('3 days');
      expect((await messagesOf(made, 'third')).size).toBe(0);
      expect(await reasonsOf(made)).toEqual([{ reason, people: 200 }]);
      expect((await stage.sink.report()).duplicates).toEqual([]);
      await handle.signal(closeDrip);
      expect(await handle.result()).toBe('completed');
    },
    300_000,
  );
});
