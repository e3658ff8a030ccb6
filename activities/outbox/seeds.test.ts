import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { recordProviderEvent } from '../../db/queries/inbound/provider-events.ts';
import type { RecipientVerdict } from '../../domain/inbound/judge.ts';
import type { SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestExperiment } from '../../test/factories/experiments.ts';
import {
  copiesOf,
  createSeededBroadcast,
  seededAt,
  takeAll,
  type SeededBroadcast,
} from '../../test/factories/seeds.ts';

let database: TestDatabase;
let app: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());

const seeds = ['look@gmail.com', 'look@outlook.com'];
/** As it reads once the line breaks of its encoding are taken out. */
const textOf = (data: string | Buffer) => data.toString().replaceAll('=\r\n', '');
const batches = (tenantId: string) => database.owner.sql`
  select source_kind, finished_at is null as is_open, not_before > ${seededAt}::timestamptz as waits, wait_reason
  from message_batches where tenant_id = ${tenantId} and source_kind = 'seed' order by id`;

describe('copies for the seed list', () => {
  it('are the real message, first on the road, to somebody invented at the address of the seed', async () => {
    const body =
      '<mjml><mj-body><mj-section><mj-column><mj-text>{{ person.firstName }} of {{ person.company }}, {{ tenant.postalAddress }} <a href="{{ unsubscribeUrl }}">Out</a></mj-text></mj-column></mj-section></mj-body></mjml>';
    const made = await createSeededBroadcast(database, app, {
      seeds,
      content: { subject: 'For {{ person.firstName }}', body },
    });
    await made.freeze();
    await made.drain();
    expect(made.mails.map(({ to }) => to).sort()).toEqual([
      ...[...seeds].sort(),
      ...[1, 2, 3].map((n) => `person-${n}@people.example`),
    ]);
    expect(
      made.mails
        .slice(0, 2)
        .map(({ to }) => to)
        .sort(),
    ).toEqual([...seeds].sort());
    const text = textOf(made.mails[0]!.data);
    expect(text).toContain('Subject: For Ada');
    expect(text).toContain('Ada of Analytical Engines');
    expect(text).toMatch(/List-Unsubscribe: <http:\/\/127\.0\.0\.1\/u\/[\w-]{52}>/);
    const copies = await copiesOf(database.owner, made.tenantId);
    expect(copies.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['sent', 1],
      ['sent', 1],
    ]);
    expect(text).toContain(
      `Message-ID: <${copies.find(({ address }) => address === made.mails[0]!.to)!.id}@acme.example>`,
    );
    expect(await batches(made.tenantId)).toMatchObject([{ is_open: false }]);
    // Fixed and sent again: nothing comes of it.
    await made.freeze();
    await made.drain();
    expect(made.mails).toHaveLength(5);
  });

  it('go where the message says so, or else where the organisation does', async () => {
    for (const [toSeeds, byDefault, copies] of [
      [null, true, 2],
      [null, false, 0],
      [true, false, 2],
      [false, true, 0],
    ] as const) {
      const made = await createSeededBroadcast(database, app, { seeds, people: 1 });
      await database.owner.sql`update tenants set sends_to_seeds = ${byDefault} where tenant_id = ${made.tenantId}`;
      await database.owner.sql`update broadcasts set to_seeds = ${toSeeds} where id = ${made.broadcastId}`;
      await made.freeze();
      expect(await copiesOf(database.owner, made.tenantId)).toHaveLength(copies);
    }
  });

  it('leave out who is switched off, taken off the list or suppressed meanwhile', async () => {
    const all = ['a@gmail.com', 'off@gmail.com', 'gone@gmail.com', 'out@gmail.com'];
    const made = await createSeededBroadcast(database, app, { seeds: all, people: 1 });
    const { tenantId } = made;
    await made.freeze();
    await database.owner
      .sql`update seeds set is_active = false where tenant_id = ${tenantId} and address = 'off@gmail.com'`;
    await database.owner.sql`delete from seeds where tenant_id = ${tenantId} and address = 'gone@gmail.com'`;
    await database.owner.sql`
      insert into suppressions (tenant_id, address_hash, reason, source) values (${tenantId}, address_hash('out@gmail.com'), 'unsubscribe', 'test')`;
    await made.drain();
    const copies = await copiesOf(database.owner, tenantId);
    expect(copies.map(({ address, status, reason }) => [address, status, reason])).toEqual([
      ['a@gmail.com', 'sent', null],
      ['gone@gmail.com', 'skipped', 'seed_off'],
      ['off@gmail.com', 'skipped', 'seed_off'],
      ['out@gmail.com', 'skipped', 'suppressed'],
    ]);
    expect(made.mails).toHaveLength(2);
  });

  it('get each variant of a test once', async () => {
    const made = await createSeededBroadcast(database, app, { seeds, people: 10 });
    const { tenantId, campaignId, broadcastId } = made;
    const owner = { tenantId, campaignId, broadcastId, dripId: null, stepId: null };
    await createTestExperiment(app, owner, { minimumPeople: 2 });
    await made.freeze();
    await made.drain();
    const copies = await copiesOf(database.owner, tenantId);
    expect(copies.map(({ address, status }) => [address, status])).toEqual(
      ['look@gmail.com', 'look@gmail.com', 'look@outlook.com', 'look@outlook.com'].map((address) => [address, 'sent']),
    );
    const subjects = made.mails
      .filter(({ to }) => to === 'look@gmail.com')
      .map(({ data }) => /Subject: (.*)\r/.exec(textOf(data))![1]);
    expect(subjects.sort()).toEqual(['Another subject', 'Spring is here']);
  });
});

describe('copies that do not arrive at once', () => {
  it('wait where a receiver asks for patience, and go later; one that is refused is given up for nobody', async () => {
    let isPatient = true;
    const answer: SmtpSender['send'] = async (messages, tell) => {
      for (const { id, to } of messages) {
        if (to === 'look@gmail.com' && isPatient)
          tell({ id, kind: 'deferred', code: 421, enhanced: '4.7.0', stage: 'rcpt', text: 'later' });
        else if (to === 'look@outlook.com')
          tell({ id, kind: 'rejected', code: 550, enhanced: '5.1.1', stage: 'rcpt', text: 'unknown user' });
        else tell({ id, kind: 'accepted', response: '250' });
      }
    };
    const made = await createSeededBroadcast(database, app, { seeds, answer, people: 1 });
    await made.freeze();
    await made.drain();
    expect(await copiesOf(database.owner, made.tenantId)).toMatchObject([
      { address: 'look@gmail.com', status: 'queued', attempts: 1 },
      { address: 'look@outlook.com', status: 'failed', reason: 'smtp_550_5.1.1' },
    ]);
    expect(await batches(made.tenantId)).toMatchObject([{ is_open: true, waits: true }]);
    isPatient = false;
    await database.owner.sql`delete from token_buckets`;
    // Its campaign may be over by then.
    await database.owner.sql`update campaigns set status = 'completed' where id = ${made.campaignId}`;
    await made.drain('2026-06-02T19:00:00.000Z');
    expect((await copiesOf(database.owner, made.tenantId))[0]).toMatchObject({ status: 'sent', attempts: 2 });
    const left = await database.owner.sql`select from suppressions where tenant_id = ${made.tenantId}`;
    expect(left).toHaveLength(0);
  });

  it('are taken back with what is cancelled, and wait with what is stopped', async () => {
    const made = await createSeededBroadcast(database, app, { seeds, people: 1 });
    await made.freeze();
    await database.owner.sql`update campaigns set sending_stopped_at = now() where id = ${made.campaignId}`;
    await made.drain();
    expect(made.mails).toEqual([]);
    await made.cancel();
    expect((await copiesOf(database.owner, made.tenantId)).map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(await batches(made.tenantId)).toMatchObject([{ is_open: false }]);
    await database.owner.sql`update campaigns set sending_stopped_at = null where id = ${made.campaignId}`;
    await made.drain();
    expect(made.mails).toEqual([]);
  });

  it('are found by a provider’s word also where it names something else first', async () => {
    const made = await createSeededBroadcast(database, app, { seeds, people: 1 });
    await made.freeze();
    await made.drain();
    const [copy] = await copiesOf(database.owner, made.tenantId);
    const about = {
      tenantId: made.tenantId,
      providerName: 'SendGrid',
      ring: made.keyRing,
      seal: (text: string) => text,
    };
    const verdict: RecipientVerdict = {
      ...{ kind: 'hard', reason: 'userunknown', recipient: copy!.address, status: '5.1.1', reply: '550' },
      line: '550 5.1.1 user unknown',
    };
    const names = [`<${randomUUID()}@elsewhere.example>`, `<${copy!.id}@acme.example>`];
    const isApplied = await withTenant(app.db, made.tenantId, (db) =>
      recordProviderEvent(db, about, { id: 'e-1', kind: 'report', verdict, names }),
    );
    expect(isApplied).toBe(true);
    expect((await copiesOf(database.owner, made.tenantId))[0]).toMatchObject({
      status: 'failed',
      reason: 'bounced_hard',
    });
  });

  it.each([
    ['another lane goes on', (made: SeededBroadcast) => made.drain()],
    ['the rest is cancelled', (made: SeededBroadcast) => made.cancel()],
  ])(
    'are uncertain where a worker dies with them and %s, and are not sent again; what it still learns is kept',
    async (_, goOn) => {
      const told: (() => void)[] = [];
      const answer: SmtpSender['send'] = async (messages, tell) => {
        if (messages.some(({ to }) => to.startsWith('look@')))
          await new Promise<void>((resolve) =>
            told.push(() => {
              for (const { id } of messages) tell({ id, kind: 'accepted', response: '250' });
              resolve();
            }),
          );
        else await takeAll(messages, tell);
      };
      const made = await createSeededBroadcast(database, app, { seeds, answer, people: 1 });
      await made.freeze();
      const dying = made.drain();
      await expect.poll(() => made.mails.length, { timeout: 20_000 }).toBe(2);
      await database.owner
        .sql`update message_batches set leased_until = now() - interval '1 second' where tenant_id = ${made.tenantId}`;
      await goOn(made);
      const statuses = async () =>
        (await copiesOf(database.owner, made.tenantId)).map(({ status, attempts }) => [status, attempts]);
      expect(await statuses()).toEqual([
        ['uncertain', 1],
        ['uncertain', 1],
      ]);
      await made.drain('2026-06-02T19:00:00.000Z');
      expect(made.mails.filter(({ to }) => to.startsWith('look@'))).toHaveLength(2);
      const listed = await database.owner.sql`select from uncertain_messages where tenant_id = ${made.tenantId}`;
      expect(listed).toHaveLength(0);
      for (const tell of told) tell();
      await dying;
      expect(await statuses()).toEqual([
        ['sent', 1],
        ['sent', 1],
      ]);
    },
  );
});
