import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createInboxActivities } from '../../activities/inbound/inbox.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertMailbox } from '../../db/queries/inbound/mailboxes.ts';
import { sealSecret } from '../../db/sealing.ts';
import { mailboxPurpose } from '../../domain/inbound/mailbox.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { messageTokens } from '../../domain/tokens/token.ts';
import { createMailboxReader } from '../../mail/inbound/mailbox.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { startImapServer, type ImapServer } from '../../test/imap-server.ts';
import { createInboundRecorder } from './inbound-recorder.ts';

const ring = rotateKeyRing(null, new Uint8Array(32).fill(3));
const log = pino({ level: 'silent' });
let test: TestDatabase;
let app: Database;
let directory: Database;
let server: ImapServer;
let sent: SentBroadcast;
let record: ReturnType<typeof createInboundRecorder>;

beforeAll(async () => {
  test = await createTestDatabase();
  app = test.open('salescompass_app');
  server = await startImapServer();
  directory = test.open('salescompass_directory');
  record = createInboundRecorder({ database: app, directory, ring, log });
});
afterAll(async () => {
  await server.close();
  await test.drop();
});

/** An organisation whose mailbox is looked into, and passes a copy of each mail on to us too. */
beforeEach(async () => {
  sent = await createSentBroadcast(test.owner, { people: 3 });
  server.mails.clear();
  const of = { name: 'Answers', host: '127.0.0.1', port: server.port, security: 'none', username: 'reader' } as const;
  const passwordSealed = sealSecret(ring, mailboxPurpose, 'secret');
  const id = '0199aaaa-0000-7000-8000-0000000000e0';
  await withTenant(app.db, sent.tenantId, (db) => insertMailbox(db, { ...of, id, folder: 'INBOX', passwordSealed }));
  await test.owner.sql`update mailboxes set uid_validity = 1, last_uid = 0 where tenant_id = ${sent.tenantId}`;
});

/** The answer of somebody, as their program sent it. */
function answer(place: number, more: { id?: string | null; date?: string; text?: string } = {}): string {
  const { id = `r${place}`, date = 'Tue, 2 Jun 2026 09:00:00 +0200', text = `Please call me, ${place}.` } = more;
  const { unsubscribe } = messageTokens(ring, { ...sent, messageId: sent.messageIds[place]! });
  const head = `From: p${place + 1}@people.example\r\n${id === null ? '' : `Message-ID: <${id}@people.example>\r\n`}`;
  const quoted = `On Monday, Acme wrote:\r\n> Out: https://acme.example/u/${unsubscribe}\r\n`;
  return `${head}Date: ${date}\r\nIn-Reply-To: <${sent.messageIds[place]!}@acme.example>\r\nSubject: Re: Spring\r\n\r\n${text}\r\n\r\n${quoted}`;
}

const ways = {
  /** The copy that the mail server passes on: it has been through another server. */
  smtp: async (text: string) => {
    const raw = Buffer.from(`Received: from mx.acme.example\r\n${text}`);
    await record({ raw, recipients: ['replies'], mail: readMime(raw), isCut: false });
  },
  mailbox: async (text: string) => {
    server.mails.set(server.mails.size + 1, text);
    await test.owner.sql`update mailboxes set next_look_at = now() where tenant_id = ${sent.tenantId}`;
    const mailboxes = createMailboxReader({ allowsLoopback: true, timeoutMs: 5_000 });
    const activities = createInboxActivities({ database: app, directory, mailboxes, mailer: { ring }, log });
    const now = new Date(Date.now() + 1000).toISOString();
    await new MockActivityEnvironment().run(activities.lookIntoMailboxes, { tenantId: sent.tenantId, now });
  },
};
const kept = async () =>
  (
    await test.owner.sql<{ excerpt: string }[]>`
      select excerpt from inbound_mails where tenant_id = ${sent.tenantId} and kind = 'reply' order by excerpt`
  ).map(({ excerpt }) => excerpt);
const answered = async () => {
  const [row] = await test.owner.sql`
    select count(*)::int as events, count(distinct person_id)::int as people from engagement_events
    where tenant_id = ${sent.tenantId} and kind = 'reply'`;
  return [row!.events, row!.people];
};

describe('an answer that comes by both ways', () => {
  it.each([
    ['smtp', 'mailbox', {}],
    ['mailbox', 'smtp', {}],
    ['smtp', 'mailbox', { id: null }],
    ['mailbox', 'smtp', { id: null }],
  ] as const)('is one, first by %s and then by %s: %j', async (first, second, more) => {
    for (const way of [first, second, first, second]) await ways[way](answer(0, more));
    expect(await kept()).toEqual(['Please call me, 0.']);
    expect(await answered()).toEqual([1, 1]);
  });

  it('is one at the same moment too', async () => {
    const texts = [0, 1, 2].map((place) => answer(place));
    for (const [at, text] of texts.slice(1).entries()) server.mails.set(10 + at, text);
    await Promise.all([ways.mailbox(texts[0]!), ...texts.map(ways.smtp), ...texts.map(ways.smtp)]);
    expect(await kept()).toEqual(['Please call me, 0.', 'Please call me, 1.', 'Please call me, 2.']);
    expect(await answered()).toEqual([3, 3]);
  });
});

describe('mails with the same Message-ID', () => {
  it.each([
    ['smtp', 'smtp'],
    ['mailbox', 'mailbox'],
    ['smtp', 'mailbox'],
    ['mailbox', 'smtp'],
  ] as const)('of two people are both kept, by %s and %s', async (first, second) => {
    await ways[first](answer(0, { id: 'same' }));
    await ways[second](answer(1, { id: 'same' }));
    expect(await kept()).toEqual(['Please call me, 0.', 'Please call me, 1.']);
    expect(await answered()).toEqual([2, 2]);
  });

  it('of one person that were written at different times are both kept', async () => {
    await ways.smtp(answer(0, { id: 'same' }));
    const later = { id: 'same', date: 'Wed, 3 Jun 2026 09:00:00 +0200', text: 'And write to me.' };
    await ways.mailbox(answer(0, later));
    await ways.smtp(answer(0, later));
    expect(await kept()).toEqual(['And write to me.', 'Please call me, 0.']);
  });
});
