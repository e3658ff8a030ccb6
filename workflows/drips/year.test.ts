import { afterEach, beforeEach, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { insertAttribute } from '../../db/queries/attributes.ts';
import { findSlot, setAttribute } from '../../db/queries/drips/effects.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../../test/factories/drips.ts';
import { startDrip } from '../../test/factories/drip-workflow.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import type { drip } from './drip.ts';
import { closeDrip, dripWorkflowId, wakeDrip } from './messages.ts';

let stage: TestStage;
// Before each try: a second one must not find what the first one left.
beforeEach(async () => {
  stage = await createTestStage();
}, 120_000);
afterEach(() => stage.close());

const zones = ['Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo'];
const letters = [1, 2, 3].flatMap((month) => [waitStep(`months${month}`, 60), sendStep(`letter${month}`)]);
const onDay = (key: string, at: string) => ({ key, kind: 'wait', until: { kind: 'dateField', attribute: key, at } });

/** A drip of a year with messages on both days: when it is night, what else keeps messages back, and when those of the two days go. */
interface Year {
  quiet: [from: string, to: string];
  window: object | null;
  /** By zone, the first moments (UTC) at which the messages due on 29 March and 25 October at half past two may go. */
  opens: Record<string, [spring: string, autumn: string]>;
}
const years: Year[] = [
  {
    quiet: ['22:00', '08:00'],
    window: null,
    opens: {
      'Europe/Berlin': ['03-29T06:00', '10-25T07:00'],
      'Asia/Kathmandu': ['03-29T02:15', '10-25T02:15'],
      'Pacific/Apia': ['03-28T19:00', '10-24T19:00'],
      'America/Sao_Paulo': ['03-29T11:00', '10-25T11:00'],
    },
  },
  {
    // The night ends at a time that Berlin's clock leaves out on one day and shows twice on the other.
    quiet: ['23:00', '02:30'],
    window: null,
    opens: {
      'Europe/Berlin': ['03-29T01:00', '10-25T00:30'],
      'Asia/Kathmandu': ['03-28T20:45', '10-24T20:45'],
      'Pacific/Apia': ['03-28T13:30', '10-24T13:30'],
      'America/Sao_Paulo': ['03-29T05:30', '10-25T05:30'],
    },
  },
  {
    // Both days are Sundays.
    quiet: ['22:00', '08:00'],
    window: { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
    opens: {
      'Europe/Berlin': ['03-30T07:00', '10-26T08:00'],
      'Asia/Kathmandu': ['03-30T03:15', '10-26T03:15'],
      'Pacific/Apia': ['03-29T20:00', '10-25T20:00'],
      'America/Sao_Paulo': ['03-30T12:00', '10-26T12:00'],
    },
  },
];

/** The next whole year in which both days are the Sundays on which Berlin's clock changes. */
function changingYear(now: number): number {
  let year = new Date(now).getUTCFullYear() + 1;
  while (new Date(Date.UTC(year, 2, 29)).getUTCDay() !== 0) year += 1;
  return year;
}

async function startYear({ quiet, window }: Year, year: number): Promise<TestDrip> {
  const { database, app } = stage;
  const made = await createTestDrip(database, app, {
    people: 40,
    definition: () => ({
      window,
      steps: [
        onDay('spring', '02:30'),
        sendStep('inSpring'),
        ...letters,
        onDay('autumn', '02:30'),
        sendStep('inAutumn'),
        waitStep('winter', 60),
        sendStep('last'),
      ],
    }),
  });
  const { tenantId, personIds } = made;
  await database.owner
    .sql`update tenants set quiet_from = ${quiet[0]}, quiet_to = ${quiet[1]} where tenant_id = ${tenantId}`;
  for (const [place, zone] of zones.entries()) {
    const living = personIds.filter((_, index) => index % zones.length === place);
    await database.owner.sql`update people set time_zone = ${zone} where id = any(${living}::uuid[])`;
  }
  await withTenant(app.db, tenantId, async (db) => {
    for (const [key, value] of [
      ['spring', `${year}-03-29`],
      ['autumn', `${year}-10-25`],
    ] as const) {
      await insertAttribute(db, { key, label: key, type: 'date' });
      await setAttribute(db, { ...(await findSlot(db, key))!, personIds, value });
    }
  });
  await startDrip(stage, made);
  return made;
}

const sentOf = ({ tenantId }: TestDrip) => stage.database.owner.sql<
  { personId: string; step: string; at: Date; zone: string; status: string }[]
>`
  select m.person_id as "personId", s.key as step, m.sent_at as at, p.time_zone as zone, m.status
  from messages m join drip_steps s on s.id = m.source_id join people p on p.id = m.person_id
  where m.tenant_id = ${tenantId}`;

/** Day of the week (Mon …) and time of day on the clock of a zone, as the platform knows it. */
function onTheClock(at: Date, timeZone: string): { day: string; time: string } {
  const day = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' }).format(at);
  const time = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' }).format(
    at,
  );
  return { day, time };
}

it('keeps the night of everybody through a year with both changes of the clock, leaves out nobody, and sends nothing twice', async () => {
  const { env } = stage;
  const year = changingYear(await env.currentTimeMs());
  await env.sleep(Date.UTC(year, 0, 1) - (await env.currentTimeMs()));
  const drips: TestDrip[] = [];
  // One after the other: two who let the clock of the stage go on at once may leave it standing.
  for (const one of years) drips.push(await startYear(one, year));
  for (const made of drips) {
    const handle = env.client.workflow.getHandle<typeof drip>(dripWorkflowId(made));
    expect(await enrolInto(stage.app, made, made.personIds, await stage.nowIso())).toBe(40);
    await handle.signal(wakeDrip);
    await handle.signal(closeDrip);
  }
  for (const made of drips)
    expect(await env.client.workflow.getHandle(dripWorkflowId(made)).result()).toBe('completed');

  for (const [place, { quiet, window, opens }] of years.entries()) {
    const sent = await sentOf(drips[place]!);
    // Nobody is left out, and nothing is there twice.
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(['sent']));
    expect(new Set(sent.map(({ personId, step }) => `${personId} ${step}`)).size).toBe(40 * 6);
    expect(sent).toHaveLength(40 * 6);
    for (const { at, zone, step } of sent) {
      const { day, time } = onTheClock(at, zone);
      const isQuiet = time >= quiet[0] || time < quiet[1];
      const isClosed = window !== null && (day === 'Sat' || day === 'Sun' || time < '09:00' || time >= '17:00');
      expect({ step, zone, at, isQuiet, isClosed }).toMatchObject({ isQuiet: false, isClosed: false });
    }
    // On the two days each message goes within minutes of the first one at which it may.
    for (const [season, step] of ['inSpring', 'inAutumn'].entries()) {
      for (const zone of zones) {
        const opening = Date.parse(`${year}-${opens[zone]![season]}:00Z`);
        const minutes = sent
          .filter((row) => row.step === step && row.zone === zone)
          .map(({ at }) => (at.getTime() - opening) / 60_000);
        expect(minutes).toHaveLength(10);
        expect(minutes.filter((late) => late < 0 || late > 5)).toEqual([]);
      }
    }
  }
  const { messages, duplicates } = await stage.sink.report();
  expect({ messages, duplicates }).toEqual({ messages: 3 * 40 * 6, duplicates: [] });
}, 150_000);
