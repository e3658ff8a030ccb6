import { expect, it } from 'vitest';
import { addCounts, type DeliveryCounts } from '../../../domain/deliverability/counts.ts';
import { domainProviders, receiverOf } from '../../../domain/delivery/provider.ts';
import { randomFrom } from '../../../domain/random.ts';
import { freshDatabase } from '../../../test/database.ts';
import { newTenant } from '../../../test/factories/people.ts';
import { withTenant } from '../../connection.ts';
import { listReceiverDeliveries, listSenderDeliveries } from './deliveries.ts';

interface Row {
  sender: string;
  domain: string;
  name: 'sent' | 'refusedSoft' | 'complained';
  value: number;
}

it('puts mail together by who receives it as it is said of each domain by itself, whatever is known of them', async () => {
  const database = await freshDatabase();
  const app = database.open('salescompass_app');
  const tenantId = await newTenant(database.owner);
  const random = randomFrom(11);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const named = ['yahoo.co.uk', 'hotmail.fr', 'live.nl', 'outlook.com.br', 'yahoo.example', 'live.co.x', ''];
  const own = Array.from({ length: 40 }, (_, at) => `works${at}.example`);
  const domains = [...domainProviders.map(({ domain }) => domain), ...named, ...own];
  const hosted = new Map<string, string | null>();
  for (const domain of [...own, ...named.slice(0, 5)])
    if (random() < 0.6) hosted.set(domain, pick(['google', 'microsoft', null]));
  const rows: Row[] = domains.flatMap((domain) =>
    ['a.example', 'b.example'].map((sender) => ({
      ...{ sender, domain, name: pick(['sent', 'refusedSoft', 'complained'] as const), value: Math.ceil(random() * 9) },
    })),
  );
  for (const [domain, provider] of hosted)
    await database.owner.sql`insert into mail_providers (domain, provider) values (${domain}, ${provider ?? ''})`;
  await database.owner.sql`
    insert into delivery_hours (tenant_id, hour, sender_domain, receiving_domain, name, value)
    select ${tenantId}, date_bin('1 hour', now(), 'epoch'), r.sender, r.domain, r.name, r.value
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (sender text, domain text, name text, value bigint)`;

  const read = (sender: string | null, limit = 1000) =>
    withTenant(app.db, tenantId, (db) =>
      listReceiverDeliveries(db, { from: new Date(0), sender, signed: ['a.example'], limit }),
    );
  for (const sender of [null, 'a.example', 'nobody.example']) {
    const expected = new Map<string, { counts: DeliveryCounts; signed: number; domains: Set<string> }>();
    for (const row of rows.filter((one) => sender === null || one.sender === sender)) {
      const { key } = receiverOf(row.domain, hosted.get(row.domain));
      const before = expected.get(key) ?? { counts: {}, signed: 0, domains: new Set<string>() };
      expected.set(key, {
        counts: addCounts([before.counts, { [row.name]: row.value }]),
        signed: before.signed + (row.sender === 'a.example' && row.name === 'sent' ? row.value : 0),
        domains: before.domains.add(row.domain),
      });
    }
    const found = await read(sender);
    expect(found.map(({ key }) => key).sort()).toEqual([...expected.keys()].sort());
    for (const { key, counts, signed, domains, receivers } of found)
      expect([key, counts, signed, domains, receivers]).toEqual([
        ...[key, expected.get(key)!.counts, expected.get(key)!.signed, expected.get(key)!.domains.size, expected.size],
      ]);
  }
  const triedOf = ({ counts }: { counts: DeliveryCounts }) => (counts.sent ?? 0) + (counts.refusedSoft ?? 0);
  const all = await read(null);
  expect(all.map(triedOf)).toEqual(all.map(triedOf).sort((x, y) => y - x));
  expect(await read(null, 3)).toEqual(all.slice(0, 3));
  const senders = await withTenant(app.db, tenantId, (db) => listSenderDeliveries(db, { from: new Date(0) }));
  expect(addCounts(senders.map(({ counts }) => counts))).toEqual(addCounts(all.map(({ counts }) => counts)));
  const since = new Date(Date.now() + 3600_000);
  expect(await withTenant(app.db, tenantId, (db) => listSenderDeliveries(db, { from: since }))).toEqual([]);
});
