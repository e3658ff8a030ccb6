import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { requestWake } from '../../db/queries/drips/enrolments.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../../test/factories/drips.ts';
import { startDrip } from '../../test/factories/drip-workflow.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { campaignLifecycle, campaignStart } from '../campaigns/lifecycle.ts';
import { cancelBroadcast } from '../broadcasts/messages.ts';
import { closeDrip, dripWorkflowId, wakeDrip } from './messages.ts';

let stage: TestStage;
beforeAll(async () => {
  stage = await createTestStage();
}, 120_000);
afterAll(() => stage.close());

const sentTimes = ({ tenantId }: TestDrip) => stage.database.owner.sql<{ subject: string; at: Date }[]>`
  select e.subject, m.sent_at as at from messages m join editions e on e.id = m.edition_id
  where m.tenant_id = ${tenantId} and m.status = 'sent' order by m.sent_at`;

describe('the workflow of a drip', () => {
  it('leads people through a year of steps, at their pace and with few events, and ends when nobody is in it', async () => {
    await stage.sink.reset();
    const made = await createTestDrip(stage.database, stage.app, {
      people: 40,
      definition: () => ({
        steps: [
          sendStep('first'),
          waitStep('spring', 120),
          sendStep('second'),
          waitStep('summer', 240),
          sendStep('third'),
        ],
      }),
    });
    const handle = await startDrip(stage, made);
    await enrolInto(stage.app, made, made.personIds, await stage.nowIso());
    await handle.signal(wakeDrip);
    await handle.signal(closeDrip);
    expect(await handle.result()).toBe('completed');
    const report = await stage.sink.report();
    expect({ messages: report.messages, duplicates: report.duplicates }).toEqual({ messages: 120, duplicates: [] });
    const times = await sentTimes(made);
    const days = (a: Date, b: Date) => (b.getTime() - a.getTime()) / 86_400_000;
    const [first, second, third] = ['first', 'second', 'third'].map(
      (subject) => times.find((row) => row.subject === subject)!.at,
    );
    expect(days(first!, second!)).toBeCloseTo(120, 1);
    expect(days(second!, third!)).toBeCloseTo(240, 1);
    const history = await handle.fetchHistory();
    expect(history.events!.length).toBeLessThan(150);
    await recordHistory(handle, 'drip-unedited');
  }, 120_000);

  it('is a part of its campaign: it starts with it, and the end date lets those in flight finish', async () => {
    await stage.sink.reset();
    const made = await createTestDrip(stage.database, stage.app, {
      people: 5,
      definition: () => ({ steps: [sendStep('first'), waitStep('pause', 30), sendStep('second')] }),
    });
    const endAt = new Date((await stage.env.currentTimeMs()) + 10 * 86_400_000);
    await stage.database.owner.sql`update campaigns set end_at = ${endAt} where id = ${made.campaignId}`;
    const campaign = await stage.env.client.workflow.start(campaignLifecycle, campaignStart(made));
    await stage.env.sleep('2 minutes');
    await enrolInto(stage.app, made, made.personIds, await stage.nowIso());
    await stage.env.client.workflow.getHandle(dripWorkflowId(made)).signal(wakeDrip);
    expect(await campaign.result()).toBe('completed');
    expect((await stage.sink.report()).messages).toBe(10);
    // After the end date nobody new came in.
    expect(await enrolInto(stage.app, made, made.personIds, await stage.nowIso())).toBe(0);
  }, 120_000);

  it('closes at an end date of its own, by itself, and ends where its row says that it was stopped', async () => {
    await stage.sink.reset();
    const definition = () => ({ steps: [waitStep('pause', 30), sendStep('first')] });
    const [closing, stopped] = [
      await createTestDrip(stage.database, stage.app, { people: 2, definition }),
      await createTestDrip(stage.database, stage.app, { people: 2, definition }),
    ];
    const endAt = new Date((await stage.env.currentTimeMs()) + 10 * 86_400_000);
    await stage.database.owner.sql`update drips set end_at = ${endAt} where id = ${closing.dripId}`;
    const [closes, stops] = [await startDrip(stage, closing), await startDrip(stage, stopped)];
    for (const made of [closing, stopped]) {
      await enrolInto(stage.app, made, made.personIds, await stage.nowIso());
      await stage.env.client.workflow.getHandle(dripWorkflowId(made)).signal(wakeDrip);
    }
    await stage.env.sleep('1 hour');
    await stage.database.owner.sql`update drips set status = 'cancelled' where id = ${stopped.dripId}`;
    await stops.signal(wakeDrip);
    expect(await stops.result()).toBe('cancelled');
    await recordHistory(stops, 'drip-stopped');
    await stage.env.sleep('11 days');
    expect(await enrolInto(stage.app, closing, closing.personIds, await stage.nowIso())).toBe(0);
    expect(await closes.result()).toBe('completed');
    expect((await stage.sink.report()).messages).toBe(2);
  }, 120_000);

  it('lets everybody leave when it is cancelled, and sends nothing more', async () => {
    await stage.sink.reset();
    const made = await createTestDrip(stage.database, stage.app, {
      people: 5,
      definition: () => ({ steps: [waitStep('pause', 1), sendStep('first')] }),
    });
    const handle = await startDrip(stage, made);
    await enrolInto(stage.app, made, made.personIds, await stage.nowIso());
    await handle.signal(wakeDrip);
    await stage.env.sleep('2 hours');
    await handle.signal(cancelBroadcast);
    expect(await handle.result()).toBe('cancelled');
    expect((await stage.sink.report()).messages).toBe(0);
    const reasons = await stage.database.owner
      .sql`select distinct reason from drip_positions where drip_id = ${made.dripId}`;
    expect(reasons).toEqual([{ reason: 'stopped' }]);
  }, 120_000);

  it('looks when somebody comes, and no oftener, where it is busy and no worker has room to stay with it', async () => {
    const made = await createTestDrip(stage.database, stage.app, {
      people: 1,
      definition: () => ({ steps: [waitStep('pause', 1)] }),
    });
    const busyUntil = new Date((await stage.env.currentTimeMs()) + 86_400_000).toISOString();
    const handle = await startDrip(stage, made, { busyUntil });
    await stage.env.sleep('10 minutes');
    const nowIso = await stage.nowIso();
    await enrolInto(stage.app, made, made.personIds, nowIso);
    const isSooner = await withTenant(stage.app.db, made.tenantId, (db) => requestWake(db, made.dripId, nowIso));
    expect(isSooner).toBe(true);
    await handle.signal(wakeDrip);
    // Past the rest: nothing is signalled in the moment in which a timer ends.
    await stage.env.sleep('2 minutes');
    const rows = await stage.database.owner.sql`select step from drip_positions where drip_id = ${made.dripId}`;
    expect(rows).toEqual([{ step: 'pause' }]);
    await handle.signal(cancelBroadcast);
    expect(await handle.result()).toBe('cancelled');
    const looks = (await handle.fetchHistory()).events!.filter(
      ({ activityTaskScheduledEventAttributes: asked }) => asked?.activityType?.name === 'advanceDrip',
    );
    expect(looks.length).toBeLessThanOrEqual(3);
    await recordHistory(handle, 'drip-no-room');
  }, 120_000);
});
