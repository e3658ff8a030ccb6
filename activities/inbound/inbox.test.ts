import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { openMail } from '../../db/kept-mail.ts';
import { findMailbox, insertMailbox } from '../../db/queries/inbound/mailboxes.ts';
import { sealSecret } from '../../db/sealing.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { mailboxPurpose, mailboxProblemWords } from '../../domain/inbound/mailbox.ts';
import { createMailboxReader } from '../../mail/inbound/mailbox.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { startImapServer, type ImapServer } from '../../test/imap-server.ts';
import { createInboxActivities, type InboxRound } from './inbox.ts';

const ring = rotateKeyRing(null, new Uint8Array(32).fill(3));
const ids = ['0199aaaa-0000-7000-8000-0000000000c0', '0199aaaa-0000-7000-8000-0000000000c1'] as const;
let database: TestDatabase;
let app: Database;
let sent: SentBroadcast;
let servers: ImapServer[];

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  servers = [await startImapServer(), await startImapServer()];
  // What the database refuses for what it is: the answer of one person, and whatever has one subject.
  await database.owner.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room for this one'; end $$;
    create table refused (person_id uuid);
    grant select on refused to salescompass_app;
    create function refuse_some() returns trigger language plpgsql as $$ begin
      if new.person_id in (select person_id from refused) then raise exception 'no room for this one'; end if;
      return new;
    end $$;
    create trigger refuse_answers before insert on engagement_events for each row when (new.kind = 'reply') execute function refuse_some();
    create trigger refuse_all before insert on inbound_mails for each row when (new.subject = 'Never') execute function refuse();`);
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(app.db, sent.tenantId, work);
const reply = (place: number, subject = 'Re: Spring') =>
  `From: p${place + 1}@people.example\r\nMessage-ID: <r${place}@people.example>\r\nIn-Reply-To: <${sent.messageIds[place]!}@acme.example>\r\nSubject: ${subject}\r\n\r\nPlease call me, ${place}.\r\n`;

/** A tenant with two mailboxes that were looked into before, the first due longest. */
async function prepare(): Promise<void> {
  sent = await createSentBroadcast(database.owner, { people: 4 });
  for (const [at, id] of ids.entries()) {
    servers[at]!.mails.clear();
    const { port } = servers[at]!;
    const of = { name: id, host: '127.0.0.1', port, security: 'none', username: 'reader', folder: 'INBOX' } as const;
    await inTenant((db) =>
      insertMailbox(db, { ...of, id, passwordSealed: sealSecret(ring, mailboxPurpose, 'secret') }),
    );
    await database.owner.sql`
      update mailboxes set uid_validity = 1, last_uid = 0, next_look_at = now() - make_interval(mins => ${10 - at})
      where tenant_id = ${sent.tenantId} and id = ${id}`;
  }
}

async function look(attempt = 1): Promise<InboxRound> {
  const mailboxes = createMailboxReader({ allowsLoopback: true, timeoutMs: 5_000 });
  const activities = createInboxActivities({
    database: app,
    directory: database.open('salescompass_directory'),
    mailboxes,
    mailer: { ring },
    log: pino({ level: 'silent' }),
  });
  const env = new MockActivityEnvironment({ attempt });
  const now = new Date().toISOString();
  return (await env.run(activities.lookIntoMailboxes, { tenantId: sent.tenantId, now })) as InboxRound;
}
const mailsOf = () => database.owner.sql`
  select kind, state, question, excerpt, problem, wording, person_id, sealed from inbound_mails where tenant_id = ${sent.tenantId} order by id`;

describe('a mail that cannot be recorded', () => {
  it('is set apart with the reason, once, and those behind it and the other mailboxes are read on', async () => {
    await prepare();
    await database.owner.sql`insert into refused values (${sent.personIds[1]!})`;
    for (const place of [0, 1, 2]) servers[0]!.mails.set(place + 1, reply(place));
    servers[1]!.mails.set(1, reply(3));
    expect(await look()).toMatchObject({ looked: 2, failed: 0, read: 4, kept: 3 });
    const kept = await mailsOf();
    expect(kept.map(({ kind, state, question, person_id }) => [kind, state, question, person_id])).toEqual([
      ['reply', 'applied', null, sent.personIds[0]],
      ['unknown', 'review', 'failed', sent.personIds[1]],
      ['reply', 'applied', null, sent.personIds[2]],
      ['reply', 'applied', null, sent.personIds[3]],
    ]);
    expect(kept[1]).toMatchObject({ problem: expect.stringContaining('no room for this one'), wording: null });
    expect(openMail(ring, kept[1]!.sealed as string)?.toString()).toBe(reply(1));
    const events = await database.owner.sql`select person_id from engagement_events where tenant_id = ${sent.tenantId}`;
    expect(events).toHaveLength(3);
    // The folder is made anew, and all of it is read once more.
    await database.owner.sql`
      update mailboxes set uid_validity = 7, next_look_at = now() - interval '1 second'
      where tenant_id = ${sent.tenantId} and id = ${ids[0]}`;
    expect(await look()).toMatchObject({ looked: 1, failed: 0, read: 3, kept: 0 });
    expect(await mailsOf()).toHaveLength(4);
  });

  it('that cannot be kept either makes its mailbox wait longer each time, and no other', async () => {
    await prepare();
    servers[0]!.mails.set(1, reply(0, 'Never'));
    servers[1]!.mails.set(1, reply(1));
    expect(await look()).toMatchObject({ looked: 2, failed: 1, read: 1, kept: 1 });
    const stuck = await inTenant((db) => findMailbox(db, ids[0]));
    expect(stuck).toMatchObject({ failures: 1, problem: mailboxProblemWords.stuck, readCount: 0 });
    expect(Date.parse(stuck!.nextLookAt)).toBeGreaterThan(Date.now() + 60_000);
    expect((await mailsOf()).map(({ excerpt }) => excerpt)).toEqual(['Please call me, 1.']);
  });

  it('for what may pass is tried again, and set apart once that was done often enough', async () => {
    await prepare();
    await database.owner.sql.unsafe(`
      create or replace function busy() returns trigger language plpgsql as $$ begin raise exception 'busy' using errcode = '55P03'; end $$;
      create or replace trigger busy before insert on engagement_events for each row when (new.kind = 'reply') execute function busy();`);
    servers[0]!.mails.set(1, reply(0));
    await expect(look(4)).rejects.toThrow('busy');
    expect(await mailsOf()).toEqual([]);
    expect(await look(5)).toMatchObject({ looked: 2, failed: 0, read: 1 });
    expect((await mailsOf()).map(({ question }) => question)).toEqual(['failed']);
    await database.owner.sql.unsafe('drop trigger busy on engagement_events');
  });
});
