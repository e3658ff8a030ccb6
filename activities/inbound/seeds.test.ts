import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertMailbox } from '../../db/queries/inbound/mailboxes.ts';
import { markPlacement } from '../../db/queries/seeds/placement.ts';
import { sealSecret } from '../../db/sealing.ts';
import { mailboxPurpose } from '../../domain/inbound/mailbox.ts';
import type { Placement } from '../../domain/seeds/placement-words.ts';
import { createMailboxReader } from '../../mail/inbound/mailbox.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSeededBroadcast, type SeededBroadcast } from '../../test/factories/seeds.ts';
import { startImapServer, type ImapServer } from '../../test/imap-server.ts';
import { createInboxActivities } from './inbox.ts';

const seeds = ['look@gmail.com', 'look@outlook.com', 'look@yahoo.com'];
const mailboxId = '0199aaaa-0000-7000-8000-0000000000d0';
let database: TestDatabase;
let app: Database;
let directory: Database;
let server: ImapServer;
let made: SeededBroadcast;

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  directory = database.open('salescompass_directory');
  server = await startImapServer();
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** A broadcast whose copies went out ten minutes ago, for seeds whose mail comes to one mailbox; none of it has arrived. */
beforeEach(async () => {
  made = await createSeededBroadcast(database, app, { seeds, people: 1 });
  await made.freeze();
  await made.drain();
  await sentAgo('10 minutes');
  Object.assign(server, { mails: new Map(), breaksAt: null });
  server.folders = new Map([['Junk', { flags: '', mails: new Map() }]]);
  const { port } = server;
  const of = { host: '127.0.0.1', port, security: 'none', username: 'reader', folder: 'INBOX' } as const;
  const passwordSealed = sealSecret(made.keyRing, mailboxPurpose, 'secret');
  await inTenant((db) => insertMailbox(db, { ...of, id: mailboxId, name: 'Seeds', passwordSealed }));
  await database.owner.sql`update mailboxes set uid_validity = 1, last_uid = 0 where tenant_id = ${made.tenantId}`;
  await database.owner.sql`update seeds set mailbox_id = ${mailboxId} where tenant_id = ${made.tenantId}`;
});

const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(app.db, made.tenantId, work);
const sentAgo = (time: string) =>
  database.owner.sql`update seed_sends set sent_at = now() - ${time}::interval where tenant_id = ${made.tenantId}`;
/** The mail as it went out. */
const mailTo = (address: string) => made.mails.find(({ to }) => to === address)!.data.toString();
async function look() {
  await database.owner.sql`update mailboxes set next_look_at = now() where tenant_id = ${made.tenantId}`;
  const mailboxes = createMailboxReader({ allowsLoopback: true, timeoutMs: 5_000 });
  const log = pino({ level: 'silent' });
  const activities = createInboxActivities({
    database: app,
    directory,
    mailboxes,
    mailer: { ring: made.keyRing },
    log,
  });
  const now = new Date(Date.now() + 1000).toISOString();
  return new MockActivityEnvironment().run(activities.lookIntoMailboxes, { tenantId: made.tenantId, now });
}
const placed = async () =>
  (
    await database.owner.sql<{ placement: Placement | null; by: string | null; folder: string | null }[]>`
      select placement, placed_by as by, folder from seed_sends where tenant_id = ${made.tenantId} order by address`
  ).map(({ placement, by, folder }) => [placement, by, folder]);
const unknown = [null, null, null];

describe('copies for seeds whose mailbox is looked into', () => {
  it('are found in the inbox and among spam, once, and are missing after an hour and not before', async () => {
    server.mails.set(1, mailTo(seeds[0]!));
    server.folders.get('Junk')!.mails.set(1, mailTo(seeds[1]!));
    const found = [
      ['inbox', 'mailbox', 'INBOX'],
      ['spam', 'mailbox', 'Junk'],
    ];
    expect(await look()).toMatchObject({ looked: 1, failed: 0, kept: 0 });
    expect(await placed()).toEqual([...found, unknown]);
    await sentAgo('61 minutes');
    await look();
    expect(await placed()).toEqual([...found, ['missing', 'mailbox', null]]);
    // Moved by hand later on: where it landed stays, and what is known is not looked for again.
    server.folders.get('Junk')!.mails.set(2, mailTo(seeds[0]!));
    server.mails.clear();
    server.asked = [];
    await look();
    expect(await placed()).toEqual([...found, ['missing', 'mailbox', null]]);
    expect(server.asked.filter((verb) => verb === 'EXAMINE')).toHaveLength(1);
    // One that comes late is found yet.
    server.mails.set(3, mailTo(seeds[2]!));
    await database.owner
      .sql`update seed_sends set looked_at = now() - interval '31 minutes' where tenant_id = ${made.tenantId}`;
    await look();
    expect(await placed()).toEqual([...found, ['inbox', 'mailbox', 'INBOX']]);
  });

  it('stay where somebody says that they are, until they take it back', async () => {
    const [copy] = await database.owner.sql<{ id: string }[]>`
      select id from seed_sends where tenant_id = ${made.tenantId} and address = ${seeds[0]!}`;
    const say = (placement: Placement | null) =>
      inTenant((db) => markPlacement(db, { id: copy!.id, placement, by: 'Ana' }));
    await say('spam');
    server.mails.set(1, mailTo(seeds[0]!));
    await look();
    expect((await placed())[0]).toEqual(['spam', 'person', null]);
    await say(null);
    await look();
    expect((await placed())[0]).toEqual(['inbox', 'mailbox', 'INBOX']);
    // Also where what was found is not what somebody sees.
    await say('other');
    await look();
    expect((await placed())[0]).toEqual(['other', 'person', null]);
  });

  it('of which nobody knew whether they went out, did where they are found, and are never missing', async () => {
    await database.owner.sql`
      update seed_sends set status = 'uncertain', sent_at = null, created_at = now() - interval '2 hours' where tenant_id = ${made.tenantId}`;
    server.mails.set(1, mailTo(seeds[0]!));
    await look();
    const rows = await database.owner.sql`
      select status, placement, sent_at is not null as is_sent from seed_sends where tenant_id = ${made.tenantId} order by address`;
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['sent', 'inbox', true],
      ...[1, 2].map(() => ['uncertain', null, false]),
    ]);
  });

  it('are not missing as long as a folder cannot be read or the connection breaks, and are looked for again', async () => {
    await sentAgo('2 hours');
    server.folders.set('Elsewhere', { flags: '', mails: new Map(), isBarred: true });
    server.mails.set(1, mailTo(seeds[0]!));
    const inbox = ['inbox', 'mailbox', 'INBOX'];
    await look();
    expect(await placed()).toEqual([inbox, unknown, unknown]);
    server.folders.delete('Elsewhere');
    server.breaksAt = 'LIST "" "*"';
    expect(await look()).toMatchObject({ looked: 1, failed: 0 });
    expect(await placed()).toEqual([inbox, unknown, unknown]);
    server.breaksAt = null;
    await look();
    expect(await placed()).toEqual([inbox, ['missing', 'mailbox', null], ['missing', 'mailbox', null]]);
  });

  it('are looked for in their own mailbox alone, for a day', async () => {
    server.mails.set(1, mailTo(seeds[0]!)).set(2, mailTo(seeds[1]!));
    await database.owner
      .sql`update seeds set mailbox_id = null where tenant_id = ${made.tenantId} and address = ${seeds[1]!}`;
    await database.owner.sql`
      update seed_sends set sent_at = now() - interval '25 hours' where tenant_id = ${made.tenantId} and address = ${seeds[2]!}`;
    await look();
    expect(await placed()).toEqual([['inbox', 'mailbox', 'INBOX'], unknown, unknown]);
  });
});

describe('our own mail in a mailbox that is looked into', () => {
  it('is not taken for the answer of whom it went to', async () => {
    const [person] = made.mails.filter(({ to }) => to.startsWith('person-'));
    const own = person!.data.toString();
    server.mails.set(1, own);
    // Some who pass mail on give it a Message-ID of their own.
    server.mails.set(2, own.replace(/^Message-ID: .*$/m, 'Message-ID: <0100018f@eu-west-1.amazonses.com>'));
    server.mails.set(3, mailTo(seeds[0]!));
    expect(await look()).toMatchObject({ read: 3, kept: 0 });
    const [{ events, kept } = {}] = await database.owner.sql`
      select (select count(*)::int from engagement_events where tenant_id = ${made.tenantId}) as events,
        (select count(*)::int from inbound_mails where tenant_id = ${made.tenantId}) as kept`;
    expect([events, kept]).toEqual([0, 0]);
    // An answer that brings all of it back is one.
    const [, id] = /^Message-ID: <([^@]+)@/m.exec(own)!;
    server.mails.set(
      4,
      `From: x@people.example\r\nMessage-ID: <a@b>\r\nIn-Reply-To: <${id}@acme.example>\r\n\r\nYes, please.\r\n\r\n${own}`,
    );
    expect(await look()).toMatchObject({ read: 1, kept: 1 });
  });
});
