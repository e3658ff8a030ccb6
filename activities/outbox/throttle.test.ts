import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/connection.ts';
import { saveProvider } from '../../db/queries/deliverability/mail-providers.ts';
import { withTenantSql, type OutboxSql } from '../../db/queries/outbox/lease.ts';
import { listDomainLimits, setBucket, slowBucket, takeTokens } from '../../db/queries/deliverability/token-buckets.ts';
import type { DnsReader } from '../../domain/dns/reader.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestCampaign, type TestCampaign } from '../../test/factories/campaigns.ts';
import { openProviderBook } from '../deliverability/mail-providers.ts';
import { noteBucketChange, openThrottle } from './throttle.ts';

let database: TestDatabase;
let app: Database;
let made: TestCampaign;
let messageIds: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  made = await createTestCampaign(database, { people: 60 });
  // A third each at Google itself, at a domain that Google hosts, and at one that takes its mail itself.
  await database.owner.sql`
    with numbered as (select id, row_number() over (order by id) % 3 as n from people where tenant_id = ${made.tenantId})
    update people p set email_key = 'p' || p.id || '@' || (array['gmail.com', 'hosted.example', 'alone.example'])[n + 1],
      email = 'p' || p.id || '@' || (array['gmail.com', 'hosted.example', 'alone.example'])[n + 1]
    from numbered where numbered.id = p.id and p.tenant_id = ${made.tenantId}`;
  const rows = await database.owner.sql<{ id: string }[]>`
    insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id)
    select tenant_id, uuidv7(), id, ${made.broadcastId}, ${made.broadcastId}, uuidv7() from people where tenant_id = ${made.tenantId}
    returning id`;
  messageIds = rows.map(({ id }) => id);
});
beforeEach(async () => {
  await database.owner.sql`delete from token_buckets`;
  noteBucketChange(app);
});
afterAll(() => database.drop());

const inTenant = <T>(work: (sql: OutboxSql) => Promise<T>) => withTenantSql(app.sql, made.tenantId, work);

function throttleAt(clock: () => Date, dns?: DnsReader) {
  const providers = openProviderBook(app, dns);
  const throttle = openThrottle({ database: app, inTenant, providers, clock, timeZone: 'Europe/Berlin' });
  const window = {
    editionId: 'e',
    senderId: made.senderId,
    senderDomain: 'acme.example',
    isStopped: false,
    isMarketing: true,
    topicId: null,
    messageIds,
  };
  const admit = async (ids = messageIds) => {
    const waits: { count: number; seconds: number; reason: string }[] = [];
    const open = await throttle.admit({ ...window, messageIds: ids }, (late, seconds, reason) =>
      waits.push({ count: late.length, seconds, reason }),
    );
    return { open: open.length, waits };
  };
  return { throttle, admit };
}
const now = () => new Date('2026-03-03T10:00:00Z');

describe('what slows sending down', () => {
  it('lets everything through where nothing concerns it', async () => {
    expect(await throttleAt(now).admit()).toEqual({ open: 60, waits: [] });
  });

  it('counts domains that one provider hosts together, and nobody else', async () => {
    await saveProvider(app.db, 'hosted.example', 'google');
    await saveProvider(app.db, 'alone.example', null);
    await inTenant((sql) => slowBucket(sql, 'provider:google', 60));
    noteBucketChange(app);
    const { throttle, admit } = throttleAt(now);
    throttle.begin(messageIds);
    const { open, waits } = await admit();
    expect(open).toBe(20);
    expect(waits).toMatchObject([{ count: 40, reason: 'receiver_slow:google' }]);
    // The next window is full of what may go, without asking the bucket again.
    const passed: string[] = [];
    expect(throttle.passOver(messageIds, (ids) => void passed.push(...ids))).toHaveLength(20);
    expect(passed).toHaveLength(40);
  });

  it('halves the rate of who asks for patience, once for one wish, and lets it rise to what was set', async () => {
    await setBucket(app.db, 'domain:alone.example', 60);
    const slow = () => inTenant((sql) => slowBucket(sql, 'domain:alone.example', 60));
    const rate = async () => (await listDomainLimits(app.db))[0];
    await slow();
    await slow();
    expect(await rate()).toMatchObject({ perSecond: 30, basePerSecond: 60, isAdaptive: false });
    const pass = (minutes: number) => database.owner.sql`
      update token_buckets set slowed_at = slowed_at - make_interval(mins => ${minutes}),
        blocked_until = blocked_until - make_interval(mins => ${minutes}), updated_at = updated_at - make_interval(mins => ${minutes})`;
    await pass(11);
    // Ten minutes after the block, at one a second more each minute.
    expect((await rate())!.perSecond).toBeCloseTo(40, 0);
    await slow();
    expect((await rate())!.perSecond).toBeCloseTo(20, 0);
    await pass(120);
    expect(await rate()).toMatchObject({ perSecond: 60, basePerSecond: null, blockedUntil: null });
    const { granted } = await inTenant((sql) => takeTokens(sql, 'domain:alone.example', 5000));
    expect(granted).toBe(1800);
  });

  it('finds out beside the sending who takes the mail of a domain', async () => {
    await database.owner.sql`delete from mail_providers`;
    let asked = 0;
    const none = async () => ({ kind: 'none' }) as const;
    const dns: DnsReader = {
      ...{ txt: none, cname: none, addresses: none, names: none },
      mx: async () => {
        asked += 1;
        return { kind: 'found', records: [{ exchange: 'aspmx.l.google.com', priority: 1 }] };
      },
    };
    const other = database.open('salescompass_app');
    const book = openProviderBook(other, dns);
    const told = new Promise<string>((resolve) => book.learn('new.example', async (provider) => resolve(provider)));
    expect(book.known('new.example')).toBeNull();
    expect(await told).toBe('google');
    expect([book.known('new.example'), asked]).toEqual(['google', 1]);
    expect(
      (await openProviderBook(database.open('salescompass_app'), undefined).look(['new.example'])).get('new.example'),
    ).toBe('google');
  });
});

describe('a sender that is warmed up', () => {
  const warm = (plan: number[]) => database.owner.sql`
    insert into sender_warm_ups (tenant_id, sender_id, plan, started_on, starts_at)
    values (${made.tenantId}, ${made.senderId}, ${plan}::int[], '2026-03-02', '09:00')
    on conflict (tenant_id, sender_id) do update set plan = excluded.plan`;

  it('sends what its day allows; the rest waits for the next one, and what did not go is free again', async () => {
    await warm([10, 40, 100]);
    noteBucketChange(app);
    const { throttle, admit } = throttleAt(now);
    // The second day goes on until nine the next morning.
    expect(await admit()).toEqual({ open: 40, waits: [{ count: 20, seconds: 22 * 3600, reason: 'warm_up' }] });
    await throttle.giveBack(5);
    // Another worker, or the same one after a restart.
    expect(await throttleAt(now).admit()).toMatchObject({ open: 5, waits: [{ count: 55 }] });
    expect(await throttleAt(() => new Date('2026-03-04T10:00:00Z')).admit()).toEqual({ open: 60, waits: [] });
    // Behind the plan's end there is no limit.
    expect(await throttleAt(() => new Date('2026-03-05T10:00:00Z')).admit()).toEqual({ open: 60, waits: [] });
  });
});
