import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventData } from '../../../domain/webhooks/event.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { nothing, now, openTestOutbox } from '../../../test/outbox.ts';
import { withTenant, type Database } from '../../connection.ts';
import { markAbandoned, releaseBatch } from './batch.ts';
import { inOneTrip, leaseBatch } from './lease.ts';
import { insertRefusedAddresses } from './suppress.ts';
import { markWindow, settleLate } from './mark.ts';
import { listQueued, lockBatch } from './window.ts';
import { decideUncertain, listUncertain } from './uncertain.ts';
import { insertEndpoint } from '../webhooks/endpoints.ts';

let database: TestDatabase;
let app: Database;
let outbox: ReturnType<typeof openTestOutbox>;

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  outbox = openTestOutbox(database, app);
});
afterAll(() => database.drop());

describe('marking', () => {
  it('settles each message once and gives the batch back', async () => {
    const { run, tenantId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    await outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds });
    const outcome = {
      batchId: batch!.id,
      leaseId,
      nowIso: now,
      claimedAtIso: now,
      senderDomain: 'acme.example',
      receivers: new Map(messageIds.map((id, index) => [id, index < 4 ? 'gmail.com' : 'people.example'])),
      sent: messageIds.slice(0, 7),
      failed: [{ id: messageIds[7]!, reason: 'smtp_550_5.1.1', counts: 'refusedHard' as const }],
      requeued: [{ id: messageIds[8]!, reason: 'smtp_421', counts: true }],
      uncertain: [messageIds[9]!],
      tellsOfSent: false,
      isMarketing: true,
    };
    expect(await outbox.mark(tenantId, outcome)).toEqual({ sent: 7, failed: 1, deferred: 1, uncertain: 1 });
    expect(await outbox.mark(tenantId, { ...outcome, requeued: [] })).toEqual({ sent: 0, failed: 0, uncertain: 0 });
    expect(await run((sql) => releaseBatch(sql, batch!.id, leaseId))).toBe(false);
    // And by the domains that they went from and to, once.
    const hours = await database.owner.sql`
      select name, sender_domain as sender, receiving_domain as receiver, value::int from delivery_hours
      where tenant_id = ${tenantId} order by 1, 3`;
    expect(hours.map(({ name, sender, receiver, value }) => [name, sender, receiver, value])).toEqual([
      ['deferred', 'acme.example', 'people.example', 1],
      ['refusedHard', 'acme.example', 'people.example', 1],
      ['sent', 'acme.example', 'gmail.com', 4],
      ['sent', 'acme.example', 'people.example', 3],
    ]);
  });

  it('counts by domains what settled, where of a window not all did', async () => {
    const { run, tenantId } = await outbox.frozen();
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    await outbox.claim(tenantId, { batchId: batch!.id, leaseId, messageIds });
    const receivers = new Map(messageIds.map((id, index) => [id, index % 2 === 0 ? 'gmail.com' : 'people.example']));
    for (const [id, domain] of receivers)
      await database.owner.sql`
        update people p set email = p.id || '@' || ${domain}::text, email_key = p.id || '@' || ${domain}::text
        from messages m where m.id = ${id} and p.id = m.person_id`;
    const outcome = { ...nothing, batchId: batch!.id, leaseId, receivers, senderDomain: 'acme.example' };
    expect(await outbox.mark(tenantId, { ...outcome, sent: messageIds.slice(0, 3) })).toEqual({ sent: 3 });
    expect(await outbox.mark(tenantId, { ...outcome, sent: messageIds.slice(1) })).toEqual({ sent: 7 });
    const hours = await database.owner.sql`
      select receiving_domain as receiver, value::int from delivery_hours where tenant_id = ${tenantId} and name = 'sent' order by 1`;
    expect(hours.map(({ receiver, value }) => [receiver, value])).toEqual([
      ['gmail.com', 5],
      ['people.example', 5],
    ]);
  });

  it('tells who wants to hear of it what was sent and what was refused, also where that is known late', async () => {
    const { run, tenantId, campaignId, broadcastId } = await outbox.frozen();
    await withTenant(app.db, tenantId, (db) =>
      insertEndpoint(db, {
        id: randomUUID(),
        url: 'https://told.example/hook',
        description: '',
        eventTypes: ['message.sent', 'message.bounced'],
        sealed: 'x',
        createdByName: 'Ana',
      }),
    );
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const held = { batchId: batch!.id, leaseId, tellsOfSent: batch!.tellsOfSent };
    expect(held.tellsOfSent).toBe(true);
    await outbox.claim(tenantId, { ...held, messageIds: messageIds.slice(0, 2) });
    const refused = (id: string, counts: 'refusedHard' | 'refusedSoft') => [{ id, reason: 'smtp_550', counts }];
    const first = { ...nothing, ...held, sent: [messageIds[0]!], failed: refused(messageIds[1]!, 'refusedHard') };
    expect(await outbox.mark(tenantId, first)).toEqual({ sent: 1, failed: 1 });
    await database.owner.sql`
      update messages set status = 'uncertain', lease_id = ${leaseId} where id = any(${messageIds.slice(2, 4)}::uuid[])`;
    const late = { ...nothing, ...held, sent: [messageIds[2]!], failed: refused(messageIds[3]!, 'refusedSoft') };
    await run((sql) => settleLate(sql, late));
    const told = await database.owner.sql<{ type: string; data: Record<string, string> }[]>`
      select type, data from webhook_events where tenant_id = ${tenantId} order by data ->> 'messageId'`;
    expect(told.map(({ type, data }) => [type, data['messageId'], data['bounce']])).toEqual([
      ['message.sent', messageIds[0], undefined],
      ['message.bounced', messageIds[1], 'hard'],
      ['message.sent', messageIds[2], undefined],
      ['message.bounced', messageIds[3], 'soft'],
    ]);
    for (const { type, data } of told) {
      expect(eventData[type as 'message.sent' | 'message.bounced'].safeParse(data).error).toBeUndefined();
      expect(data).toMatchObject({ campaignId, sourceId: broadcastId });
    }
    const deliveries = await database.owner.sql`select from webhook_deliveries where tenant_id = ${tenantId}`;
    expect(deliveries).toHaveLength(4);
  });

  it('gives one place under the cap back for each message, and suppresses a refused address with its mark', async () => {
    const { run, tenantId } = await outbox.frozen({ people: 1 });
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const held = { batchId: batch!.id, leaseId };
    await outbox.claim(tenantId, { ...held, messageIds });
    // Another message was counted at the same moment.
    await database.owner.sql`
      update person_frequency set recent = recent || recent || ${'2026-05-30T09:00:00Z'}::timestamptz where tenant_id = ${tenantId}`;
    const failed = [{ id: messageIds[0]!, reason: 'smtp_550_5.1.1', counts: 'refusedHard' as const }];
    const outcome = { ...nothing, ...held, failed };
    const trip = () =>
      inOneTrip(app.line(), tenantId, (sql) => [
        lockBatch(sql, outcome),
        insertRefusedAddresses(sql, { ...outcome, messageIds }),
        ...markWindow(sql, outcome),
      ]);
    await trip();
    const [row] = await database.owner.sql<{ recent: Date[] }[]>`
      select recent from person_frequency where tenant_id = ${tenantId}`;
    expect(row?.recent.map((moment) => moment.toISOString())).toEqual([now, '2026-05-30T09:00:00.000Z']);
    expect(await database.owner.sql`select reason from suppressions where tenant_id = ${tenantId}`).toEqual([
      { reason: 'hard_bounce' },
    ]);
  });

  it.each(['sent', 'uncertain'] as const)('counts what was put off from when it was %s', async (status) => {
    const { run, tenantId } = await outbox.frozen({ people: 1, capMessages: 1 });
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const held = { batchId: batch!.id, leaseId };
    const later = '2026-06-03T09:00:00.000Z';
    await outbox.claim(tenantId, { ...held, messageIds });
    const requeued = messageIds.map((id) => ({ id, reason: 'smtp_450_4.2.1', counts: true }));
    await outbox.mark(tenantId, { ...nothing, ...held, requeued });
    await outbox.claim(tenantId, { ...held, messageIds, nowIso: later });
    await outbox.mark(tenantId, { ...nothing, ...held, nowIso: later, claimedAtIso: later, [status]: messageIds });
    const [row] = await database.owner.sql<{ recent: Date[]; counted: Date }[]>`
      select f.recent, m.counted_at as counted from person_frequency f join messages m using (tenant_id, person_id)
      where tenant_id = ${tenantId}`;
    expect([row?.counted, ...(row?.recent ?? [])].map((moment) => moment?.toISOString())).toEqual([later, later]);
  });

  it('counts nothing of a transactional message that was put off', async () => {
    const { run, tenantId } = await outbox.frozen({ people: 1 });
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const held = { batchId: batch!.id, leaseId };
    const isMarketing = false;
    await run((sql) => sql`insert into person_frequency (person_id, recent) select person_id, '{}' from messages`);
    await outbox.claim(tenantId, { ...held, messageIds, isMarketing });
    const requeued = messageIds.map((id) => ({ id, reason: 'smtp_450_4.2.1', counts: true }));
    await outbox.mark(tenantId, { ...nothing, ...held, requeued, isMarketing });
    await outbox.claim(tenantId, { ...held, messageIds, isMarketing });
    await outbox.mark(tenantId, { ...nothing, ...held, sent: messageIds, isMarketing });
    expect(
      await run((sql) => sql`select m.status, f.recent from messages m join person_frequency f using (person_id)`),
    ).toEqual([{ status: 'sent', recent: [] }]);
  });

  it('leaves an address alone that was put right while the message was on its way to the former one', async () => {
    const { run, tenantId } = await outbox.frozen({ people: 1 });
    const { batch, leaseId, messageIds } = await outbox.leased(run);
    const held = { batchId: batch!.id, leaseId };
    const claimedAtIso = new Date().toISOString();
    await outbox.claim(tenantId, { ...held, messageIds, nowIso: claimedAtIso });
    await database.owner.sql`update people set email_key = 'right@people.example' where tenant_id = ${tenantId}`;
    await inOneTrip(app.line(), tenantId, (sql) => [insertRefusedAddresses(sql, { messageIds, claimedAtIso })]);
    expect(await database.owner.sql`select reason from suppressions where tenant_id = ${tenantId}`).toEqual([]);
  });

  it('lists what a dead worker had in flight, lets a late answer settle it, and sends again only when told to', async () => {
    const { run, tenantId, campaignId, broadcastId } = await outbox.frozen();
    const first = await outbox.leased(run);
    const held = { batchId: first.batch!.id, leaseId: first.leaseId };
    await outbox.claim(tenantId, { ...held, messageIds: first.messageIds.slice(0, 3) });
    await database.owner
      .sql`update message_batches set leased_until = now() - interval '1 second' where id = ${first.batch!.id}`;
    const leaseId = randomUUID();
    const second = await run((sql) => leaseBatch(sql, { leaseId, leaseSeconds: 60, nowIso: now }));
    expect(await run((sql) => markAbandoned(sql, second!.id, second!.lastLease!))).toBe(3);
    expect((await run((sql) => listQueued(sql, second!.id)))[0]?.messageIds).toHaveLength(7);
    const late = { ...nothing, ...held, sent: [first.messageIds[0]!] };
    expect(await outbox.mark(tenantId, late)).toEqual({ sent: 0 });
    expect(await run((sql) => settleLate(sql, late))).toEqual([
      expect.objectContaining({ name: 'sent', moved: 1 }),
      { name: 'uncertain', moved: -1 },
    ]);
    const listed = await withTenant(app.db, tenantId, (db) =>
      listUncertain(db, { campaignId, sourceId: broadcastId, after: null, limit: 10 }),
    );
    expect(listed.map((one) => one.messageId).sort()).toEqual(first.messageIds.slice(1, 3).sort());
    const decide = (decision: 'leave' | 'resend', messageIds: string[]) =>
      withTenant(app.db, tenantId, (db) =>
        decideUncertain(db, { campaignId, sourceId: broadcastId, messageIds, decision, by: 'Ana', nowIso: now }),
      );
    expect(await decide('resend', [first.messageIds[1]!])).toBe(1);
    expect(await decide('leave', [first.messageIds[2]!])).toBe(1);
    expect(await decide('resend', [first.messageIds[2]!])).toBe(0);
    await run((sql) => releaseBatch(sql, second!.id, leaseId));
    await database.owner.sql`update message_batches set finished_at = now() where id = ${second!.id}`;
    const resent = await outbox.leased(run);
    expect(resent.messageIds).toEqual([first.messageIds[1]]);
  });
});
