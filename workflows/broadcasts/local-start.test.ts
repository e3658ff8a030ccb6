import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { markCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { createTestCampaign } from '../../test/factories/campaigns.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { broadcast } from './broadcast.ts';
import { broadcastWorkflowId, cancelBroadcast, pauseBroadcast, resumeBroadcast } from './messages.ts';

// The clock of the stage skips: a day around the world takes seconds.
let stage: TestStage;
beforeAll(async () => (stage = await createTestStage()), 240_000);
afterAll(() => stage.close(), 120_000);

const zones = ['Pacific/Auckland', 'Europe/Berlin', 'Europe/Paris', 'America/New_York', null];

/** The day (YYYY-MM-DD) on which Berlin's clock is changed next in March or October: the last Sunday. */
async function changingDay(month: 'March' | 'October'): Promise<string> {
  const now = await stage.env.currentTimeMs();
  const lastOf = (year: number) => new Date(Date.UTC(year, month === 'March' ? 3 : 10, 0));
  for (let year = new Date(now).getUTCFullYear(); ; year += 1) {
    const day = lastOf(year);
    day.setUTCDate(day.getUTCDate() - day.getUTCDay());
    if (day.getTime() > now + 3 * 86_400_000) return day.toISOString().slice(0, 10);
  }
}

/** A broadcast to ten people, two in each zone, that is to go at nine on the day after tomorrow, or when it is told. */
async function started(when: { day?: string; hour?: string } = {}) {
  const { database, app, env } = stage;
  const made = await createTestCampaign(database, { people: 10 });
  const { tenantId, campaignId, broadcastId } = made;
  await database.owner.sql`update tenants set time_zone = 'Asia/Kathmandu' where tenant_id = ${tenantId}`;
  const people = await database.owner.sql<{ id: string }[]>`
    select id from people where tenant_id = ${tenantId} order by id`;
  for (const [index, { id }] of people.entries())
    await database.owner.sql`update people set time_zone = ${zones[index % zones.length]!} where id = ${id}`;
  const now = await env.currentTimeMs();
  const { day = new Date(now + 2 * 86_400_000).toISOString().slice(0, 10), hour = '09:00' } = when;
  // An hour or two before it is that hour in Auckland: all that a broadcast does until then is to look whether all is well.
  await env.sleep(Date.parse(`${day}T${hour}Z`) - 14 * 3_600_000 - now);
  await database.owner.sql`update broadcasts set local_start = ${`${day}T${hour}`} where id = ${broadcastId}`;
  await withTenant(app.db, tenantId, async (db) => {
    const approvedHash = await findContentHash(db, campaignId);
    await markCampaign(db, { id: campaignId, from: ['draft'], to: 'running', values: { approvedHash } });
  });
  const ref = { tenantId, campaignId, broadcastId };
  const handle = await env.client.workflow.start(broadcast, {
    taskQueue: taskQueues.main,
    workflowId: broadcastWorkflowId(ref),
    args: [ref],
  });
  const sent = () => database.owner.sql<{ zone: string | null; at: Date }[]>`
    select p.time_zone as zone, m.sent_at as at from messages m join people p on p.id = m.person_id
    where m.source_id = ${broadcastId} and m.status = 'sent' order by m.sent_at`;
  return { ...ref, day, handle, sent };
}
const hourIn = (at: Date, zone: string) =>
  new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);

describe('a broadcast at an hour of each person’s own clock', () => {
  it('goes to everybody at nine where they are, with one timer for zones that agree', async () => {
    const { day, handle, sent, broadcastId } = await started();
    expect(await handle.result()).toBe('completed');
    await recordHistory(handle, 'broadcast-local-start');
    const rows = await sent();
    expect(rows).toHaveLength(10);
    for (const { zone, at } of rows) expect(hourIn(at, zone ?? 'Asia/Kathmandu')).toMatch(`${day} 09:0`);
    const departures = await stage.database.owner.sql<{ zones: string[]; people: number; releasedAt: Date | null }[]>`
      select zones, people, released_at as "releasedAt" from broadcast_departures where broadcast_id = ${broadcastId} order by at`;
    expect(departures.map(({ people }) => people)).toEqual([2, 2, 4, 2]);
    expect(departures[2]!.zones.sort()).toEqual(['Europe/Berlin', 'Europe/Paris']);
    expect(departures.every(({ releasedAt }) => releasedAt !== null)).toBe(true);
  }, 240_000);

  it('holds those whose hour comes during a pause until it is over, and takes back the rest when it is cancelled', async () => {
    const { day, handle, sent } = await started();
    await stage.env.sleep('1 minute');
    await handle.signal(pauseBroadcast);
    // Nine o'clock has passed in Auckland, Kathmandu and Europe, and not yet in New York. Looks come every ten minutes: nothing is signalled
    // in the moment in which a timer ends.
    await stage.env.sleep(Date.parse(`${day}T10:05:00Z`) - (await stage.env.currentTimeMs()));
    expect(await sent()).toEqual([]);
    await handle.signal(resumeBroadcast);
    await stage.env.sleep('15 minutes');
    expect(await sent()).toHaveLength(8);
    await handle.signal(cancelBroadcast);
    expect(await handle.result()).toBe('cancelled');
    expect(await sent()).toHaveLength(8);
  }, 240_000);

  it.each([
    // Half past two is left out in Berlin and Paris: it goes as the clock is put forward.
    ['March', 'T01:00'],
    // It comes twice there: it goes the first time.
    ['October', 'T00:30'],
  ] as const)(
    'goes once to everybody where clocks are changed over the hour in %s',
    async (month, moment) => {
      const day = await changingDay(month);
      const { handle, sent } = await started({ day, hour: '02:30' });
      expect(await handle.result()).toBe('completed');
      const rows = await sent();
      expect(rows).toHaveLength(10);
      for (const { zone, at } of rows) {
        if (zone === 'Europe/Berlin' || zone === 'Europe/Paris') {
          const late = at.getTime() - Date.parse(`${day}${moment}:00Z`);
          expect({ zone, at, isOnTime: late >= 0 && late < 300_000 }).toMatchObject({ isOnTime: true });
        } else expect(hourIn(at, zone ?? 'Asia/Kathmandu')).toMatch(`${day} 02:3`);
      }
    },
    240_000,
  );
});
