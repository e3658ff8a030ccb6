import { sql as statement } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyDueEvents } from '../../../activities/engagement/batch.ts';
import { figuresOf, type DeliveryCounts } from '../../../domain/deliverability/counts.ts';
import type { BounceVerdict } from '../../../domain/engagement/bounce.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';
import { withTenant, type Database, type TenantDb } from '../../connection.ts';
import { listSenderDeliveries } from './deliveries.ts';
import {
  addToDeliveries,
  deleteDeliveriesBefore,
  forgetReceivers,
  listDeliveryDays,
  rebuildDeliveries,
  takeBackDelivery,
} from './delivery-hours.ts';
import { recordBounce, recordComplaint } from '../inbound/inbound.ts';
import { recordOptOut } from '../consent/opt-out.ts';

const longAgo = new Date('2020-01-01');
const hard: BounceVerdict = {
  kind: 'hard',
  cause: 'unknown_user',
  reason: 'userunknown',
  status: '5.1.1',
  reply: '550',
};

describe('what became of mail, by the hour it was sent in', () => {
  let database: TestDatabase;
  let app: Database;
  let made: SentBroadcast;
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(app.db, made.tenantId, work);
  const counts = async (): Promise<DeliveryCounts> => {
    const [row, ...others] = await inTenant((db) => listSenderDeliveries(db, { from: longAgo }));
    expect(others).toEqual([]);
    return row?.counts ?? {};
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    made = await createSentBroadcast(database.owner, { people: 8, sentSecondsAgo: 26 * 3600 });
  });
  afterAll(() => database.drop());

  it('counts what was there before, once', async () => {
    expect(await inTenant((db) => rebuildDeliveries(db, longAgo))).toBe(1);
    expect(await counts()).toEqual({ sent: 8 });
    expect(await inTenant((db) => rebuildDeliveries(db, longAgo))).toBe(0);
  });

  it('adds what comes back to the hour its message was sent in, and finds it again when it counts anew', async () => {
    const [first, second, third, fourth] = made.messageIds;
    await inTenant(async (db) => {
      for (let twice = 0; twice < 2; twice += 1) {
        await recordBounce(db, { messageId: first!, verdict: hard });
        await recordComplaint(db, { messageId: second!, feedbackType: 'abuse' });
        await recordOptOut(db, { tenantId: made.tenantId, messageId: third!, way: 'one_click' });
      }
      await recordBounce(db, { messageId: fourth!, verdict: { ...hard, kind: 'policy', cause: 'policy' } });
    });
    const expected = { sent: 8, bouncedHard: 1, bouncedPolicy: 1, complained: 1, unsubscribed: 1 };
    expect(await counts()).toEqual(expected);
    expect(figuresOf(expected)).toMatchObject({ tried: 8, delivered: 6, hardBounces: 1, policyBlocks: 1 });
    const hours = await database.owner.sql`select distinct hour from delivery_hours where tenant_id = ${made.tenantId}`;
    expect(hours).toHaveLength(1);
    expect(await inTenant((db) => rebuildDeliveries(db, longAgo))).toBe(0);
    // What came back is a reason to look.
    expect(await inTenant((db) => db.selectFrom('deliverabilityWork').selectAll().execute())).toHaveLength(1);
  });

  it('takes back what somebody says was meant otherwise', async () => {
    const before = await counts();
    const messageId = made.messageIds[1]!;
    await inTenant((db) => takeBackDelivery(db, { messageId, kind: 'complaint' }));
    await inTenant((db) => takeBackDelivery(db, { messageId, kind: 'reply' }));
    expect(await counts()).toEqual({ ...before, complained: 0 });
    await inTenant((db) => addToDeliveries(db, [{ messageId, name: 'complained' }]));
    expect(await counts()).toEqual(before);
  });

  it('counts a message that somebody opened and clicked once, however often', async () => {
    await database.owner.sql.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${made.tenantId}, true)`;
      await sql`
        with event as (
          insert into engagement_events (tenant_id, occurred_at, kind, person_id, source_id, message_id, edition_id, link_index, data)
          select ${made.tenantId}, now() - interval '1 hour' + n * interval '1 minute', kind, ${made.personIds[4]!}, ${made.broadcastId},
            ${made.messageIds[4]!}, ${made.editionId}, case kind when 'click' then 0 end, '{"userAgent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}'::jsonb
          from generate_series(1, 2) n, unnest(array['open', 'click']) kind returning id, received_at)
        insert into engagement_work (tenant_id, event_id, received_at, due_at) select ${made.tenantId}, id, received_at, now() - interval '1 minute' from event`;
    });
    expect(await inTenant((db) => applyDueEvents(db, 100))).toBe(4);
    expect(await counts()).toMatchObject({ opened: 1, clicked: 1 });
    expect(await inTenant((db) => rebuildDeliveries(db, longAgo))).toBe(0);
  });

  it('tells days apart by the organisation’s clock, and throws away what is old', async () => {
    const days = await inTenant((db) => listDeliveryDays(db, longAgo));
    expect(days).toHaveLength(1);
    expect(days[0]).toMatchObject({ senderDomain: 'acme.example', counts: { sent: 8 } });
    await inTenant((db) => deleteDeliveriesBefore(db, new Date()));
    expect(await counts()).toEqual({});
  });

  it('forgets whom a domain was of which nobody is left, and finds both without reading everybody', async () => {
    await database.owner.sql`
      insert into delivery_hours (tenant_id, hour, sender_domain, receiving_domain, name, value)
      select ${made.tenantId}, now(), 'acme.example', domain, 'sent', 1
      from unnest(array['only.example', 'sole.example', 'people.example']) domain`;
    const used = await inTenant(async (db) => {
      await statement`set local enable_seqscan = off`.execute(db);
      await forgetReceivers(db, ['only.example', 'people.example']);
      const { rows } = await statement<{ index: string }>`
        select index from unnest(array['people_email_domain', 'delivery_hours_receiver']) index
        where pg_stat_get_xact_numscans(index::regclass) > 0 order by 1`.execute(db);
      return rows.map(({ index }) => index);
    });
    expect(used).toEqual(['delivery_hours_receiver', 'people_email_domain']);
    const rows = await database.owner.sql<{ domain: string }[]>`
      select distinct receiving_domain as domain from delivery_hours where tenant_id = ${made.tenantId}`;
    expect(rows.map(({ domain }) => domain).sort()).toEqual(['', 'people.example', 'sole.example']);
    expect(await counts()).toEqual({ sent: 3 });
  });
});
