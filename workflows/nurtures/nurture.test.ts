import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { addItem, changeRules, createTestNurture, type TestNurture } from '../../test/factories/nurtures.ts';
import { newPerson } from '../../test/factories/people.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { campaignLifecycle, campaignStart } from '../campaigns/lifecycle.ts';
import { nurture, type NurtureInput } from './nurture.ts';
import { closeNurture, nurtureWorkflowId } from './messages.ts';

let stage: TestStage;
beforeAll(async () => {
  stage = await createTestStage();
}, 120_000);
afterAll(() => stage.close());

const start = ({ tenantId, campaignId, nurtureId }: TestNurture, takenAlong: Partial<NurtureInput> = {}) =>
  stage.env.client.workflow.start(nurture, {
    taskQueue: taskQueues.main,
    workflowId: nurtureWorkflowId({ tenantId, nurtureId }),
    args: [{ tenantId, campaignId, nurtureId, ...takenAlong }],
  });
/** How many people got which item, by name. */
const sent = async ({ tenantId }: TestNurture) =>
  Object.fromEntries(
    (
      await stage.database.owner.sql<{ subject: string; people: number }[]>`
        select e.subject, count(*)::int as people from messages m join editions e on e.id = m.edition_id
        where m.tenant_id = ${tenantId} and m.status = 'sent' group by 1 order by 1`
    ).map(({ subject, people }) => [subject, people]),
  );

/** A schedule that casts once a week, some days from a moment on. */
const scheduleIn = (nowMs: number, days: number) => ({
  weekdays: [new Date(nowMs + days * 86_400_000).getUTCDay() || 7],
  at: new Date(nowMs).toISOString().slice(11, 16),
  zone: 'UTC',
});

describe('the workflow of a nurture programme', () => {
  it('casts week by week: in order, a new top item in between, a hold, until everybody is exhausted', async () => {
    await stage.sink.reset();
    const made = await createTestNurture(stage.database, stage.app, {
      people: 20,
      items: [{ name: 'one' }, { name: 'two' }],
      definition: { schedule: scheduleIn(await stage.env.currentTimeMs(), 3) },
      sinceIso: await stage.nowIso(),
    });
    const handle = await start(made);
    await stage.env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 20 });
    await recordHistory(handle, 'nurture-before-edit');
    await addItem(stage.app, made, { name: 'news', place: 'top' });
    await stage.env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 20, news: 20 });
    await stage.database.owner.sql`update nurture_items set is_on_hold = true where id = ${made.items.two!}`;
    await stage.env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 20, news: 20 });
    await stage.database.owner.sql`update nurture_items set is_on_hold = false where id = ${made.items.two!}`;
    await stage.env.sleep('14 days');
    expect(await sent(made)).toEqual({ one: 20, news: 20, two: 20 });
    expect((await stage.sink.report()).duplicates).toEqual([]);
    const rows = await stage.database.owner.sql<{ exhausted: number }[]>`
      select exhausted from nurture_casts where nurture_id = ${made.nurtureId} order by at`;
    expect(rows.map(({ exhausted }) => exhausted)).toEqual([0, 0, 20, 0, 20]);
    await handle.signal(closeNurture);
    expect(await handle.result()).toBe('completed');
    expect((await handle.fetchHistory()).events!.length).toBeLessThan(120);
    await recordHistory(handle, 'nurture-edited');
  }, 120_000);

  it('is a part of its campaign, leaves out the casts of a pause, and ends with its end date', async () => {
    const made = await createTestNurture(stage.database, stage.app, {
      people: 3,
      items: [{ name: 'one' }, { name: 'two' }, { name: 'three' }],
      definition: { schedule: scheduleIn(await stage.env.currentTimeMs(), 3) },
      sinceIso: await stage.nowIso(),
    });
    const endAt = new Date((await stage.env.currentTimeMs()) + 22 * 86_400_000);
    await stage.database.owner.sql`update campaigns set end_at = ${endAt} where id = ${made.campaignId}`;
    const campaign = await stage.env.client.workflow.start(campaignLifecycle, campaignStart(made));
    await stage.env.sleep('7 days');
    // What was cast a moment ago may still be on its way.
    await stage.passUntil(async () => (await sent(made)).one === 3);
    const handle = stage.env.client.workflow.getHandle(nurtureWorkflowId(made));
    await stage.database.owner.sql`update campaigns set status = 'paused' where id = ${made.campaignId}`;
    await handle.signal(pauseBroadcast);
    await stage.env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 3 });
    await stage.database.owner.sql`update campaigns set status = 'running' where id = ${made.campaignId}`;
    await handle.signal(resumeBroadcast);
    expect(await campaign.result()).toBe('completed');
    expect(await sent(made)).toEqual({ one: 3, two: 3 });
  }, 120_000);

  it('lets casts go by while it is held by itself, and casts again once it goes on, without being told', async () => {
    const made = await createTestNurture(stage.database, stage.app, {
      people: 2,
      items: [{ name: 'one' }, { name: 'two' }],
      definition: { schedule: scheduleIn(await stage.env.currentTimeMs(), 3) },
      sinceIso: await stage.nowIso(),
    });
    const handle = await start(made);
    const mark = (status: string) =>
      stage.database.owner.sql`update nurtures set status = ${status} where id = ${made.nurtureId}`;
    await stage.env.sleep('1 hour');
    await mark('paused');
    await stage.env.sleep('7 days');
    expect(await sent(made)).toEqual({});
    await mark('running');
    await stage.env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 2 });
    await handle.signal(closeNurture);
    expect(await handle.result()).toBe('completed');
  }, 120_000);

  it('goes on with its end where a long one continued as new: nothing more is cast', async () => {
    const made = await createTestNurture(stage.database, stage.app, {
      people: 1,
      items: [{ name: 'one' }],
      sinceIso: await stage.nowIso(),
    });
    await stage.activities.openNurture({ ...made, now: await stage.nowIso() });
    const handle = await start(made, { isOpened: true, isClosing: true });
    expect(await handle.result()).toBe('completed');
    expect(await sent(made)).toEqual({});
  }, 60_000);

  it('ends by a date of its own while its campaign goes on, and takes back what is on the road where that was chosen', async () => {
    const made = await createTestNurture(stage.database, stage.app, {
      people: 2,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: await stage.nowIso(),
    });
    // One of its weekly casts lies before that and the next one behind it, whatever the day is.
    const endAt = new Date((await stage.env.currentTimeMs()) + 7 * 86_400_000);
    await stage.database.owner.sql`update nurtures set end_at = ${endAt}, at_end = 'stop' where id = ${made.nurtureId}`;
    const handle = await start(made);
    await stage.env.sleep('7 days');
    await stage.passUntil(async () => (await sent(made)).one === 2);
    expect(await handle.result()).toBe('completed');
    expect(await sent(made)).toEqual({ one: 2 });
    const rows = await stage.database.owner.sql`
      select n.status, m.left_reason as reason, n.completed_at >= n.end_at as "isAfter"
      from nurtures n join nurture_members m on m.nurture_id = n.id where n.id = ${made.nurtureId} group by 1, 2, 3`;
    expect(rows).toEqual([{ status: 'completed', reason: 'ended', isAfter: true }]);
    await recordHistory(handle, 'nurture-own-end');
  }, 120_000);

  it('goes by other rules from their approval on: told or not, no cast of the former ones is made, and people are where they were moved', async () => {
    const now = await stage.env.currentTimeMs();
    const onDay = (days: number) => scheduleIn(now, days);
    const [main, hot] = [
      { key: 'main', name: 'Main' },
      { key: 'hot', name: 'Hot' },
    ];
    const made = await createTestNurture(stage.database, stage.app, {
      people: 4,
      items: [{ name: 'one' }, { name: 'two', streams: ['hot'] }],
      definition: { schedule: onDay(2), streams: [main, hot] },
      sinceIso: await stage.nowIso(),
    });
    const handle = await start(made);
    await stage.env.sleep('1 day');
    await recordHistory(handle, 'nurture-before-rules');
    await changeRules(stage.app, made, { definition: { schedule: onDay(4), streams: [main, hot] } });
    await stage.env.sleep('2 days');
    expect(await sent(made)).toEqual({});
    await stage.env.sleep('1 day');
    await stage.passUntil(async () => (await sent(made)).one === 4);
    await changeRules(stage.app, made, { definition: { schedule: onDay(5), streams: [hot] }, moves: { main: 'hot' } });
    await handle.signal(resumeBroadcast);
    await stage.env.sleep('1 day');
    await stage.passUntil(async () => (await sent(made)).two === 4);
    expect((await stage.env.currentTimeMs()) - now).toBeLessThan(6.5 * 86_400_000);
    await handle.signal(closeNurture);
    expect(await handle.result()).toBe('completed');
    expect(await sent(made)).toEqual({ one: 4, two: 4 });
    await recordHistory(handle, 'nurture-after-rules');
  }, 120_000);

  it('lets people in hour by hour as they come by themselves, and casts to them', async () => {
    const schedule = scheduleIn(await stage.env.currentTimeMs(), 1);
    const made = await createTestNurture(stage.database, stage.app, {
      people: 1,
      items: [{ name: 'one' }],
      definition: { schedule },
      sinceIso: await stage.nowIso(),
    });
    const handle = await start(made);
    await stage.env.sleep('1 hour');
    const { id: listId } = await withTenant(stage.app.db, made.tenantId, (db) =>
      db.insertInto('lists').values({ name: 'Readers' }).returning('id').executeTakeFirstOrThrow(),
    );
    const comes = async (email: string) => {
      const personId = await newPerson(stage.app, made.tenantId, { email });
      await stage.database.owner.sql`update people set consent = 'granted' where id = ${personId}`;
      await withTenant(stage.app.db, made.tenantId, (db) =>
        db.insertInto('listPeople').values({ listId, personId }).execute(),
      );
    };
    const isIn = async (people: number) => {
      const [row] = await stage.database.owner.sql<{ people: number }[]>`
        select count(*)::int as people from nurture_members where nurture_id = ${made.nurtureId}`;
      return row?.people === people;
    };
    await comes('first@readers.example');
    const entries = [{ by: { kind: 'list', listId } }];
    await changeRules(stage.app, made, { definition: { schedule, entries } });
    await handle.signal(resumeBroadcast);
    await stage.passUntil(() => isIn(2));
    await comes('second@readers.example');
    await stage.env.sleep('1 hour');
    await stage.passUntil(() => isIn(3));
    await stage.env.sleep('1 day');
    await stage.passUntil(async () => (await sent(made)).one === 3);
    await handle.signal(closeNurture);
    expect(await handle.result()).toBe('completed');
    await recordHistory(handle, 'nurture-lets-in');
  }, 120_000);

  it('ends where its row says that it was stopped, though nobody told it', async () => {
    const made = await createTestNurture(stage.database, stage.app, {
      people: 1,
      items: [{ name: 'one' }],
      definition: { schedule: scheduleIn(await stage.env.currentTimeMs(), 3) },
      sinceIso: await stage.nowIso(),
    });
    const handle = await start(made);
    await stage.env.sleep('1 hour');
    await stage.database.owner.sql`update nurtures set status = 'cancelled' where id = ${made.nurtureId}`;
    expect(await handle.result()).toBe('cancelled');
    expect(await sent(made)).toEqual({});
    await recordHistory(handle, 'nurture-stopped');
  }, 60_000);

  it('takes back what is queued when it is cancelled', async () => {
    const made = await createTestNurture(stage.database, stage.app, {
      people: 3,
      items: [{ name: 'one' }],
      sinceIso: await stage.nowIso(),
    });
    await stage.database.owner.sql`update tenants set sending_stopped_at = now() where tenant_id = ${made.tenantId}`;
    const handle = await start(made);
    await stage.env.sleep('7 days');
    await handle.signal(cancelBroadcast);
    expect(await handle.result()).toBe('cancelled');
    const states = await stage.database.owner.sql`select status, count(*)::int as count from messages
      where tenant_id = ${made.tenantId} group by 1`;
    expect(states).toEqual([{ status: 'cancelled', count: 3 }]);
  }, 120_000);
});
