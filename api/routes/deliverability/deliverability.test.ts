import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeliverabilityActivities } from '../../../activities/deliverability/deliverability.ts';
import { noteStop } from '../../../activities/outbox/stops.ts';
import { withTenant } from '../../../db/connection.ts';
import {
  listReceivingDomains,
  listSenderSpans,
  type SenderSpan,
} from '../../../db/queries/deliverability/delivery-hours.ts';
import { deleteStoppedDomain, judgeAnew, pauseDomain } from '../../../db/queries/deliverability/stopped-domains.ts';
import type { Deliverability } from '../../../domain/deliverability/deliverability.ts';
import type { DeliveryCounts } from '../../../domain/deliverability/counts.ts';
import type { Preflight } from '../../../domain/campaigns/preflight.ts';
import type { TenantNotice } from '../../../domain/notifications/tenant-notice.ts';
import type { StoppedDomain } from '../../../domain/senders/stopped-domain.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** Mail of one domain to one receiver, two hours ago. */
const played = (tenantId: string, counts: DeliveryCounts, sender = 'acme.example', receiver = 'gmail.com') =>
  playedAt(new Date(Date.now() - 2 * 3600_000), { tenantId, counts, sender, receiver });

async function playedAt(
  at: Date,
  mail: { tenantId: string; counts: DeliveryCounts; sender: string; receiver: string },
): Promise<void> {
  const { tenantId, counts, sender, receiver } = mail;
  for (const [name, value] of Object.entries(counts))
    await database.owner.sql`
      insert into delivery_hours as h (tenant_id, name, hour, sender_domain, receiving_domain, value)
      values (${tenantId}, ${name}, date_bin('1 hour', ${at}::timestamptz, 'epoch'), ${sender}, ${receiver}, ${value})
      on conflict (tenant_id, hour, name, sender_domain, receiving_domain) do update set value = h.value + excluded.value`;
}

const look = (tenantId: string) =>
  createDeliverabilityActivities({ ...api.deps, log: pino({ level: 'silent' }) }).lookAtDeliverability({
    tenantId,
    now: new Date().toISOString(),
  });
const stoppedOf = async (caller: TestCaller) =>
  (await bodyOf<{ data: StoppedDomain[] }>(await caller.request('GET', '/stopped-domains'))).data;
const noticesOf = async (caller: TestCaller) =>
  (await bodyOf<{ notices: TenantNotice[]; unread: number }>(await caller.request('GET', '/notifications'))).notices;

/** What somebody waits for until somebody else opens it. */
function gate(): { isOpen: Promise<void>; open: () => void } {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return { isOpen, open };
}

/** A tenant that has been looked at before, so that nothing of its history is counted. */
async function tenantWith(counts: DeliveryCounts) {
  const tenantId = await api.tenant('Watched');
  const admin = await api.asUser('admin', tenantId);
  await look(tenantId);
  await played(tenantId, counts);
  return { tenantId, admin };
}

describe('the watch over deliverability', () => {
  it('pauses a domain at 0.306 % complaints, says so once, and judges it anew when somebody lets it go on', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 10_000, bouncedSoft: 200, complained: 30 });
    expect(await look(tenantId)).toMatchObject({ sent: 10_000, paused: 1 });
    expect(await look(tenantId)).toMatchObject({ paused: 0 });
    const [stop, ...others] = await stoppedOf(admin);
    expect(stop).toMatchObject({ domain: 'acme.example', cause: 'complaints', code: '30/9800' });
    expect(others).toEqual([]);
    const [notice, ...more] = await noticesOf(admin);
    expect(notice).toMatchObject({ kind: 'domainPaused', subject: 'acme.example', evidence: '30/9800', isRead: false });
    expect(more).toEqual([]);
    const mail = await database.owner
      .sql`select action from audit_log where tenant_id = ${tenantId} and action like 'sendingDomain%'`;
    expect(mail).toEqual([{ action: 'sendingDomain.stop' }]);

    const manager = await api.asUser('manager', tenantId);
    expect((await manager.request('DELETE', `/stopped-domains/${stop!.id}`)).status).toBe(403);
    expect((await admin.request('DELETE', `/stopped-domains/${stop!.id}`)).status).toBe(204);
    expect((await admin.request('POST', '/notifications/read', { noticeId: notice!.id })).status).toBe(204);
    expect(await look(tenantId)).toMatchObject({ paused: 0 });
    expect(await stoppedOf(admin)).toEqual([]);
    expect((await noticesOf(admin))[0]).toMatchObject({ isRead: true });
  });

  it('judges what goes out once it was let go on, within the same hour too, and nothing of before', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 10_000, complained: 40 });
    const now = (counts: DeliveryCounts) =>
      playedAt(new Date(), { tenantId, counts, sender: 'acme.example', receiver: 'gmail.com' });
    await now({ sent: 2_000, complained: 20 });
    expect(await look(tenantId)).toMatchObject({ paused: 1 });
    const [stop] = await stoppedOf(admin);
    expect((await admin.request('DELETE', `/stopped-domains/${stop!.id}`)).status).toBe(204);
    expect(await look(tenantId)).toMatchObject({ sent: 0, paused: 0, warned: 0 });
    await now({ sent: 5_000, complained: 10 });
    expect(await look(tenantId)).toMatchObject({ sent: 5_000, paused: 0, warned: 1 });
    await now({ complained: 10 });
    expect(await look(tenantId)).toMatchObject({ paused: 1 });
    expect(await stoppedOf(admin)).toMatchObject([{ cause: 'complaints', code: '20/5000' }]);
  });

  it('does not pause a domain that somebody lets go on while it is being judged', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 10_000, complained: 40 });
    expect(await look(tenantId)).toMatchObject({ paused: 1 });
    const [stop] = await stoppedOf(admin);
    // They have said so, and it is not through yet: the watch judges by what it can see.
    const [said, through] = [gate(), gate()];
    const resuming = withTenant(api.deps.database.db, tenantId, async (db) => {
      await deleteStoppedDomain(db, stop!.id);
      await judgeAnew(db, 'acme.example');
      said.open();
      await through.isOpen;
    });
    await said.isOpen;
    const looking = look(tenantId);
    await database.untilWaiting();
    through.open();
    await resuming;
    expect(await looking).toMatchObject({ sent: 10_000, paused: 0 });
    expect(await stoppedOf(admin)).toEqual([]);
    expect(await look(tenantId)).toMatchObject({ sent: 0, paused: 0 });
  });

  it('nor one that was let go on after it was looked at, however shortly', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 10_000, complained: 40 });
    const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(api.deps.database.db, tenantId, work);
    const judged = { domain: 'acme.example', cause: 'complaints', code: '40/10000' } as const;
    const spans = () => inTenant((db) => listSenderSpans(db, { nowIso: new Date().toISOString(), days: [30] }));
    const [{ judgedFrom }] = (await spans()) as [SenderSpan];
    expect(judgedFrom).toBeNull();
    expect(await inTenant((db) => pauseDomain(db, { ...judged, judgedFrom }))).toBe(true);
    const [stop] = await stoppedOf(admin);
    expect((await admin.request('DELETE', `/stopped-domains/${stop!.id}`)).status).toBe(204);
    expect(await inTenant((db) => pauseDomain(db, { ...judged, judgedFrom }))).toBe(false);
    await playedAt(new Date(), {
      ...{ tenantId, counts: { sent: 5_000, complained: 40 }, sender: 'acme.example', receiver: 'gmail.com' },
    });
    const [again] = (await spans()) as [SenderSpan];
    expect(await inTenant((db) => pauseDomain(db, { ...judged, judgedFrom: again.judgedFrom }))).toBe(true);
  });

  it('does not pause at 0.29 %, but warns once', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 10_000, complained: 29 });
    expect(await look(tenantId)).toMatchObject({ paused: 0, warned: 1 });
    await look(tenantId);
    expect(await stoppedOf(admin)).toEqual([]);
    expect((await noticesOf(admin)).map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['domainWarned', '29/10000'],
    ]);
  });

  it('tells of a domain that a receiver refused as not authenticated; nobody is suppressed for it', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 5, refusedPolicy: 64 });
    await noteStop(
      { deps: api.deps, tenantId },
      { domain: 'acme.example', cause: 'refused', code: 'smtp_550_5.7.515' },
    );
    expect(await database.owner.sql`select from deliverability_work where tenant_id = ${tenantId}`).toHaveLength(1);
    expect(await look(tenantId)).toMatchObject({ paused: 0 });
    expect(await database.owner.sql`select from deliverability_work where tenant_id = ${tenantId}`).toHaveLength(0);
    expect((await noticesOf(admin))[0]).toMatchObject({
      kind: 'domainPaused',
      cause: 'refused',
      evidence: 'smtp_550_5.7.515',
    });
    expect(await database.owner.sql`select from suppressions where tenant_id = ${tenantId}`).toHaveLength(0);
  });

  it('shows score, senders, providers with their domains together, and days', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 2_000, opened: 600, bouncedHard: 2 });
    await played(tenantId, { sent: 500, opened: 200 }, 'acme.example', 'googlemail.com');
    await played(tenantId, { sent: 300, refusedPolicy: 30 }, 'other.example', 'outlook.com');
    const read = await bodyOf<Deliverability>(await admin.request('GET', '/deliverability?days=7'));
    expect(read.senders.map(({ domain }) => domain)).toEqual(['acme.example', 'other.example']);
    expect(read.receivers).toMatchObject([
      { key: 'google', domains: 2, figures: { sent: 2_500, delivered: 2_498, opened: 800 } },
      { key: 'microsoft', domains: 1, figures: { tried: 330, policyBlocks: 30 } },
    ]);
    expect(read.series).toHaveLength(7);
    expect(read.series.reduce((sum, { figures }) => sum + figures.sent, 0)).toBe(2_800);
    expect(read.score).toBeGreaterThan(50);
    expect(read.factors.find(({ key }) => key === 'authentication')).toMatchObject({ points: 0 });
    const one = await bodyOf<Deliverability>(await admin.request('GET', '/deliverability?days=7&sender=Other.example'));
    expect(one.figures).toMatchObject({ tried: 330 });
    expect(one.senders).toHaveLength(2);
    expect((await admin.request('GET', '/deliverability?days=0')).status).toBe(400);
  });

  it('says of the same mail what it says of its days: from the first of them on, and of as many before', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 100 });
    await database.owner.sql`update tenants set time_zone = 'Asia/Tokyo' where tenant_id = ${tenantId}`;
    const [{ first }] = (await database.owner.sql`
      select ((now() at time zone 'Asia/Tokyo')::date - 6)::timestamp at time zone 'Asia/Tokyo' as first`) as [
      { first: Date },
    ];
    const at = (hours: number, sent: number) =>
      playedAt(new Date(first.getTime() + hours * 3600_000), {
        ...{ tenantId, counts: { sent }, sender: 'acme.example', receiver: 'gmail.com' },
      });
    await at(0, 10);
    await at(-1, 1_000);
    await at(-7 * 24, 2_000);
    await at(-7 * 24 - 1, 50_000);
    const { figures, series, receivers, senders, before } = await bodyOf<Deliverability>(
      await admin.request('GET', '/deliverability?days=7'),
    );
    expect(figures.sent).toBe(110);
    expect(series.reduce((sum, { figures }) => sum + figures.sent, 0)).toBe(110);
    expect([...receivers, ...senders].map(({ figures }) => figures.sent)).toEqual([110, 110]);
    expect(before.figures.sent).toBe(3_000);
  });

  it('counts a company with the provider that its MX says, and has DNS asked about those nobody knows', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 900 });
    await played(tenantId, { sent: 300 }, 'acme.example', 'hosted.example');
    await played(tenantId, { sent: 200 }, 'acme.example', 'alone.example');
    const receivers = async () =>
      (await bodyOf<Deliverability>(await admin.request('GET', '/deliverability?days=7'))).receivers.map(
        ({ key, domains, figures }) => [key, domains, figures.sent],
      );
    expect(await receivers()).toEqual([
      ['google', 1, 900],
      ['hosted.example', 1, 300],
      ['alone.example', 1, 200],
    ]);
    await database.owner.sql`
      insert into mail_providers (domain, provider, looked_at) values ('hosted.example', 'google', now() - interval '20 days'),
        ('alone.example', '', now())`;
    expect(await receivers()).toEqual([
      ['google', 2, 1200],
      ['alone.example', 1, 200],
    ]);
    const domains = await withTenant(api.deps.database.db, tenantId, (db) =>
      listReceivingDomains(db, { nowIso: new Date().toISOString(), limit: 2 }),
    );
    expect(domains).toEqual(['gmail.com', 'hosted.example']);
  });

  it('says before a campaign goes what receivers may hold against it, and blocks nothing by it', async () => {
    const { tenantId, admin } = await tenantWith({
      sent: 10_000,
      complained: 29,
      refusedPolicy: 4_000,
      deferred: 9_000,
    });
    const { id: senderId } = await bodyOf<{ id: string }>(
      await admin.request('POST', '/senders', { name: 'Acme', address: 'news@acme.example' }),
    );
    await admin.request('PUT', `/senders/${senderId}/warm-up`, { plan: [2, 2], startsAt: '00:00' });
    await database.owner.sql`
      insert into people (tenant_id, email, email_key, consent, email_status)
      select ${tenantId}, e, e, 'granted', 'ok'
      from unnest(${['ada@gmail.com', 'bo@gmail.com', 'cy@works.example', 'info@works.example', 'ed@gmial.com']}::text[]) as e`;
    await database.owner.sql`
      insert into token_buckets (key, capacity, per_second, tokens, is_adaptive, blocked_until, slowed_at)
      values ('provider:google', 600, 20, 0, true, now() + interval '1 hour', now())`;
    const { id } = await bodyOf<{ id: string }>(await admin.request('POST', '/campaigns', { name: 'Hints' }));
    const content = { subject: 'Hello', body: '<p>Hello</p>', senderId };
    await admin.request('POST', `/campaigns/${id}/broadcasts`, { audience: { everyone: true }, content });
    const { findings } = await bodyOf<Preflight>(await admin.request('GET', `/campaigns/${id}/preflight`));
    await database.owner.sql`delete from token_buckets where key = 'provider:google'`;
    const said = (code: string) => findings.filter((finding) => finding.code === code).map(({ message }) => message);
    expect(said('sender_near_pause')[0] ?? said('sender_stopped')[0]).toContain('acme.example');
    expect(said('warm_up')[0]).toContain('2 of 5 messages may go on the first day, and the last ones on day 3');
    expect(said('receiver_slow')[0]).toMatch(/^Google asked to slow down: .* the 2 people there/);
    expect(said('receiver_poor')[0]).toContain('Google takes the mail of 2 of 5 people');
    expect(said('poor_addresses')[0]).toContain('1 mistyped, 1 of a role');
    const hints = findings.filter(({ code }) => /receiver|warm_up|poor|near_pause/.test(code));
    expect(new Set(hints.map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });

  it('finds addresses that are better not written to, lists them, suppresses them and takes it back', async () => {
    const { tenantId, admin } = await tenantWith({ sent: 1 });
    const emails = ['ada@gmail.com', 'info@acme.example', 'bo@gmial.com', 'cy@mailinator.com', 'sales@gmial.com'];
    for (const email of emails) await admin.request('POST', '/people', { email });
    const read = async () =>
      bodyOf<Record<string, { people: number }>>(await admin.request('GET', '/deliverability/hygiene'));
    expect(await read()).toEqual({
      role: { people: 2 },
      disposable: { people: 1, domains: [{ domain: 'mailinator.com', people: 1 }] },
      typo: { people: 2, domains: [{ domain: 'gmial.com', people: 2, slipOf: 'gmail.com' }] },
    });
    const made = await admin.request('POST', '/deliverability/hygiene/list', { kind: 'role', name: 'Roles' });
    expect([made.status, await bodyOf(made)]).toMatchObject([201, { name: 'Roles', people: 2 }]);
    const done = await admin.request('POST', '/deliverability/hygiene/suppress', { kind: 'typo' });
    const { suppressed, undoId } = await bodyOf<{ suppressed: number; undoId: string }>(done);
    expect(suppressed).toBe(2);
    expect(await read()).toMatchObject({ role: { people: 1 }, typo: { people: 0 } });
    const undo = () => admin.request('POST', '/deliverability/hygiene/undo', { kind: 'typo', undoId });
    expect([await bodyOf(await undo()), await bodyOf(await undo())]).toEqual([{ lifted: 2 }, { lifted: 0 }]);
    expect(await read()).toMatchObject({ typo: { people: 2 } });
    const analyst = await api.asUser('analyst', tenantId);
    expect((await analyst.request('POST', '/deliverability/hygiene/suppress', { kind: 'typo' })).status).toBe(403);
  });
});
