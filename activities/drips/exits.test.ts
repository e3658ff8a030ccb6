import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSink, type RunningSink } from '../../bench/sender/sink.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertAudience, releaseBatches } from '../../db/queries/broadcasts/freeze.ts';
import { applyToDrips } from '../../db/queries/drips/reactions.ts';
import { Audience } from '../../domain/broadcasts/audience.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestActivities } from '../../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto, sendStep, type TestDrip } from '../../test/factories/drips.ts';
import { unheard } from '../../test/unheard.ts';

// What happens between a message falling due and its going out. The outbox is drained by the product's own lane.
let database: TestDatabase;
let app: Database;
let sink: RunningSink;
let smtp: SmtpSender;
let activities: ReturnType<typeof createTestActivities>;

beforeAll(async () => {
  [database, sink] = await Promise.all([createTestDatabase(), startSink()]);
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: sink.url });
  activities = createTestActivities(database, {
    database: app,
    temporal: unheard,
    mailer: { smtp },
  });
});
afterAll(async () => {
  await smtp.close();
  await sink.stop();
  await database.drop();
});
beforeEach(() => sink.reset());

const now = '2026-06-01T12:00:00.000Z';
const advance = (drip: TestDrip, at = now) =>
  new MockActivityEnvironment().run(activities.advanceDrip, { ...drip, now: at });
const drain = ({ tenantId }: TestDrip, at = now) =>
  new MockActivityEnvironment().run(activities.drainOutbox, { tenantId, now: at }) as Promise<unknown>;
const newId = async () => (await database.owner.sql<{ id: string }[]>`select uuidv7() as id`)[0]!.id;

describe('between falling due and going out', () => {
  const races: [string, (drip: TestDrip, listId: string) => Promise<unknown>, string][] = [
    [
      'an unsubscribe',
      ({ personIds }) => database.owner.sql`update people set consent = 'denied' where id = any(${personIds}::uuid[])`,
      'opted_out',
    ],
    [
      'a hard bounce',
      ({ personIds }) =>
        database.owner.sql`update people set email_status = 'bounced' where id = any(${personIds}::uuid[])`,
      'invalid_address',
    ],
    [
      'a reply',
      ({ tenantId, personIds }) =>
        withTenant(app.db, tenantId, (db) =>
          applyToDrips(
            db,
            personIds.map((personId) => ({ kind: 'reply', verdict: 'unknown', personId, name: null })),
            now,
          ),
        ),
      'left_drip',
    ],
    [
      'reaching the goal',
      ({ tenantId, personIds }, listId) => database.owner.sql`
        insert into list_people (tenant_id, list_id, person_id) select ${tenantId}, ${listId}, unnest(${personIds}::uuid[])`,
      'left_drip',
    ],
    [
      'leaving the segment',
      ({ personIds }) => database.owner.sql`update people set country = 'FR' where id = any(${personIds}::uuid[])`,
      'left_drip',
    ],
    [
      'being held',
      ({ dripId }) => database.owner.sql`update drip_positions set state = 'paused' where drip_id = ${dripId}`,
      'drip_paused',
    ],
  ];
  it.each(races)('%s lets no mail go', async (_, happen, reason) => {
    const listId = await newId();
    const notGerman = {
      kind: 'none',
      rules: [{ kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } }],
    };
    const drip = await createTestDrip(database, app, {
      people: 3,
      definition: () => ({
        goal: { kind: 'rule', rule: { kind: 'list', listIds: [listId] } },
        exitWhen: { kind: 'rule', rule: notGerman },
        steps: [sendStep('hello')],
      }),
    });
    await database.owner.sql`insert into lists (tenant_id, id, name) values (${drip.tenantId}, ${listId}, 'Buyers')`;
    await database.owner.sql`update people set country = 'DE' where tenant_id = ${drip.tenantId}`;
    await activities.openDrip({ ...drip, now });
    await enrolInto(app, drip, drip.personIds, now);
    expect(await advance(drip)).toMatchObject({ enqueued: 3 });
    await happen(drip, listId);
    await drain(drip);
    expect((await sink.report()).messages).toBe(0);
    const states = await database.owner.sql`
      select distinct status, reason from messages where tenant_id = ${drip.tenantId}`;
    expect(states).toEqual([{ status: 'skipped', reason }]);
  });

  it('a click on an earlier message that was the goal lets no mail go, and whoever clicked has reached it', async () => {
    const drip = await createTestDrip(database, app, {
      people: 3,
      definition: () => ({
        goal: { kind: 'step', step: 'hello', did: 'clicked' },
        steps: [sendStep('hello'), sendStep('more')],
      }),
    });
    await activities.openDrip({ ...drip, now });
    await enrolInto(app, drip, drip.personIds, now);
    await advance(drip);
    await drain(drip);
    const later = '2026-06-01T12:05:00.000Z';
    expect(await advance(drip, later)).toMatchObject({ enqueued: 3 });
    const clicker = drip.personIds[0]!;
    await database.owner.sql`
      update messages set clicked_at = now() where tenant_id = ${drip.tenantId} and person_id = ${clicker} and status = 'sent'`;
    await drain(drip, later);
    expect((await sink.report()).messages).toBe(3 + 2);
    const [skipped] = await database.owner.sql`
      select m.reason, p.state, p.reason as left_for from messages m join drip_positions p on p.id = m.occurrence
      where m.person_id = ${clicker} and m.status = 'skipped'`;
    expect(skipped).toEqual({ reason: 'left_drip', state: 'exited', left_for: 'goal' });
  });

  it('quiet hours that begin meanwhile hold what is queued, and let it go in the morning', async () => {
    const drip = await createTestDrip(database, app, { people: 3, definition: () => ({ steps: [sendStep('hello')] }) });
    await activities.openDrip({ ...drip, now });
    await enrolInto(app, drip, drip.personIds, now);
    await advance(drip);
    await database.owner.sql`
      update tenants set quiet_from = '20:00', quiet_to = '08:00' where tenant_id = ${drip.tenantId}`;
    await drain(drip, '2026-06-01T21:00:00.000Z');
    expect((await sink.report()).messages).toBe(0);
    await drain(drip, '2026-06-02T08:01:00.000Z');
    expect((await sink.report()).messages).toBe(3);
  });

  it('the frequency cap holds over a drip and a broadcast that go at once, and over the drip’s next message', async () => {
    const drip = await createTestDrip(database, app, {
      people: 20,
      capMessages: 2,
      keepBroadcast: true,
      definition: () => ({ steps: [sendStep('one'), sendStep('two')] }),
    });
    await activities.openDrip({ ...drip, now });
    await enrolInto(app, drip, drip.personIds, now);
    await advance(drip);
    const [broadcast] = await database.owner.sql<{ id: string }[]>`
      update broadcasts set status = 'sending' where tenant_id = ${drip.tenantId} returning id`;
    const [edition] = await database.owner.sql<{ id: string }[]>`
      select edition_id as id from drip_messages where tenant_id = ${drip.tenantId} limit 1`;
    await withTenant(app.db, drip.tenantId, async (db) => {
      await insertAudience(db, {
        audience: Audience.parse({ everyone: true }),
        isMarketing: true,
        nowIso: now,
        broadcastId: broadcast!.id,
        campaignId: drip.campaignId,
        editionId: edition!.id,
        priority: 5,
      });
      await releaseBatches(db, broadcast!.id, now);
    });
    await Promise.all([drain(drip), drain(drip)]);
    // The second message of the drip is due now, and is one too many for everybody.
    const later = '2026-06-01T12:05:00.000Z';
    await advance(drip, later);
    await Promise.all([drain(drip, later), drain(drip, later)]);
    const counts = await database.owner.sql<{ sent: number }[]>`
      select count(*) filter (where status = 'sent')::int as sent from messages where tenant_id = ${drip.tenantId} group by person_id`;
    expect(counts.map(({ sent }) => sent)).toEqual(Array.from({ length: 20 }, () => 2));
    const skipped = await database.owner.sql<{ people: number }[]>`
      select count(*)::int as people from messages where tenant_id = ${drip.tenantId} and reason = 'frequency_cap'`;
    expect(skipped[0]?.people).toBe(20);
  });
});
