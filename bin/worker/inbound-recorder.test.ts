import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/connection.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { messageTokens, type MessageTokens } from '../../domain/tokens/token.ts';
import { startInboundReceiver, type InboundReceiver } from '../../mail/inbound/receiver.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { answer, complaint, deliveryReport } from '../../test/factories/inbound-mail.ts';
import { createInboundRecorder } from './inbound-recorder.ts';
import { startInbound } from './inbound.ts';

const domain = 'bounce.acme.example';
const ring = rotateKeyRing(null, new Uint8Array(32).fill(1));
const seen: string[] = [];
let test: TestDatabase;
let app: Database;
let receiver: InboundReceiver;

beforeAll(async () => {
  test = await createTestDatabase();
  app = test.open('salescompass_app');
  const directory = test.open('salescompass_directory');
  const log = pino({ level: 'silent' });
  const onMail = createInboundRecorder({
    ...{ database: app, directory, ring, log },
    onReport: (kind) => void seen.push(kind),
  });
  const isReturnPath = async (host: string) => host === 'bounce.sender.example';
  const limits = { perAddress: 50 };
  receiver = await startInboundReceiver({ host: '127.0.0.1', port: 0, domain, ring, isReturnPath, onMail, limits });
});
afterAll(async () => {
  await receiver.close();
  await test.drop();
});

function tokensOf(sent: SentBroadcast, person = 0): MessageTokens {
  return messageTokens(ring, { tenantNumber: sent.tenantNumber, messageId: sent.messageIds[person]! });
}

/** Hands a mail over as a server would; rejects with the answer where it is refused. */
async function deliver(to: string, raw: string, from = ''): Promise<void> {
  const address = to.includes('@') ? to : `${to}@${domain}`;
  const transport = createTransport({ host: '127.0.0.1', port: receiver.port, secure: false, ignoreTLS: true });
  await transport.sendMail({ envelope: { from, to: address }, raw });
}

const unknownUser = deliveryReport('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown');

async function standing(sent: SentBroadcast) {
  const [row] = await test.owner.sql`
    select p.email_status, p.consent, s.reason,
      (select jsonb_object_agg(name, value) from source_counters where source_id = ${sent.broadcastId} and name not in ('frozen', 'sent')) as counters,
      (select jsonb_agg(kind) from engagement_events where person_id = p.id) as events
    from people p left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    where p.id = ${sent.personIds[0]!}`;
  return row;
}
const untouched = { email_status: 'unverified', consent: 'granted', reason: null, counters: null, events: null };

describe('bounces to the return path', () => {
  it('suppresses an unknown user at once, and only once', async () => {
    const sent = await createSentBroadcast(test.owner);
    for (let times = 0; times < 3; times += 1) await deliver(tokensOf(sent).verp, unknownUser);
    expect(await standing(sent)).toEqual({
      email_status: 'bounced',
      consent: 'granted',
      reason: 'hard_bounce',
      counters: { hardBounces: 1 },
      events: ['bounce'],
    });
    const [message] = await test.owner
      .sql`select bounced_at is not null as bounced from messages where id = ${sent.messageIds[0]!}`;
    expect(message).toEqual({ bounced: true });
  });

  it('leaves an address alone that was put right after the message went', async () => {
    const sent = await createSentBroadcast(test.owner);
    await test.owner.sql`
      update people set email = 'right@people.example', email_key = 'right@people.example' where id = ${sent.personIds[0]!}`;
    await deliver(tokensOf(sent).verp, unknownUser);
    expect(await standing(sent)).toEqual({ ...untouched, counters: { hardBounces: 1 }, events: ['bounce'] });
  });

  it('suppresses an unknown user also where the report comes after the next message went', async () => {
    const sent = await createSentBroadcast(test.owner);
    await test.owner.sql`
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, sent_at)
      select tenant_id, batch_id, person_id, source_id, gen_random_uuid(), edition_id, status, sent_at + interval '1 day'
      from messages where id = ${sent.messageIds[0]!}`;
    await deliver(tokensOf(sent).verp, unknownUser);
    expect(await standing(sent)).toMatchObject({ reason: 'hard_bounce', email_status: 'bounced' });
  });

  it('takes the return path in capitals, and from a sender with a name', async () => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(tokensOf(sent).verp.toUpperCase(), unknownUser, 'postmaster@mx.people.example');
    expect(await standing(sent)).toMatchObject({ reason: 'hard_bounce' });
  });

  it.each([
    ['a full mailbox', 'Action: failed\nStatus: 5.2.2', { counters: { softBounces: 1 }, events: ['bounce'] }],
    [
      'a refusal of ours',
      'Action: failed\nStatus: 5.7.515\nDiagnostic-Code: smtp; 550 5.7.515 Access denied',
      { counters: { policyBounces: 1 }, events: ['bounce'] },
    ],
    ['a delay', 'Action: delayed\nStatus: 4.4.1', {}],
    ['a delivery', 'Action: delivered\nStatus: 2.0.0', { events: ['delivered'] }],
  ])('never suppresses for %s', async (_name, fields, left) => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(tokensOf(sent).verp, deliveryReport(fields));
    expect(await standing(sent)).toEqual({ ...untouched, ...left });
  });

  it('gives an address up after five soft bounces in a row over 14 days', async () => {
    const sent = await createSentBroadcast(test.owner);
    const older = await test.owner.sql<{ id: string }[]>`
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, sent_at)
      select tenant_id, batch_id, person_id, source_id, gen_random_uuid(), edition_id, status, sent_at - make_interval(days => 5 * n)
      from messages, generate_series(4, 1, -1) n where id = ${sent.messageIds[0]!} returning id`;
    const all = [...older.map((row) => row.id), sent.messageIds[0]!];
    for (const [place, messageId] of all.entries()) {
      expect(await standing(sent), `before bounce ${place}`).toMatchObject({ reason: null });
      const { verp } = messageTokens(ring, { tenantNumber: sent.tenantNumber, messageId });
      await deliver(verp, deliveryReport('Action: failed\nStatus: 4.2.2'));
    }
    expect(await standing(sent)).toMatchObject({
      reason: 'hard_bounce',
      email_status: 'bounced',
      counters: { softBounces: 5 },
    });
  });

  it('gives an address up the third time in a row that nobody knows its host, and understands reports in words', async () => {
    const sent = await createSentBroadcast(test.owner);
    const older = await test.owner.sql<{ id: string }[]>`
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, sent_at)
      select tenant_id, batch_id, person_id, source_id, gen_random_uuid(), edition_id, status, sent_at - make_interval(days => n)
      from messages, generate_series(2, 1, -1) n where id = ${sent.messageIds[0]!} returning id`;
    const unknownHost =
      "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n<p1@people.example>:\r\nSorry, I couldn't find any host named people.example. (#5.1.2)\r\n";
    for (const messageId of [...older.map((row) => row.id), sent.messageIds[0]!]) {
      expect(await standing(sent), 'before the next').toMatchObject({ reason: null });
      await deliver(messageTokens(ring, { tenantNumber: sent.tenantNumber, messageId }).verp, unknownHost);
    }
    expect(await standing(sent)).toMatchObject({ reason: 'hard_bounce', events: ['bounce', 'bounce', 'bounce'] });
    const [event] = await test.owner.sql`
      select data from engagement_events where message_id = ${sent.messageIds[0]!} and kind = 'bounce'`;
    expect(event).toEqual({
      data: { bounce: 'hard', cause: 'unknown_host', reason: 'hostunknown', status: '5.1.2', reply: null },
    });
  });

  it('keeps what it does not understand from counting as anything', async () => {
    const sent = await createSentBroadcast(test.owner);
    const before = seen.length;
    for (const raw of [
      'From: p1@people.example\r\nSubject: Hello\r\n\r\nWho are you?\r\n',
      'From: a@guard.example\r\nSubject: Verification required\r\n\r\nPlease confirm that you are a person.\r\n',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n',
      '\0'.repeat(5_000),
    ])
      await deliver(tokensOf(sent).verp, raw);
    expect(await standing(sent)).toEqual(untouched);
    expect(seen.slice(before)).toEqual(['not_understood', 'ignored', 'not_understood', 'not_understood']);
  });

  it('refuses what we did not sign: tampered, foreign, unsigned, expired, another domain', async () => {
    const sent = await createSentBroadcast(test.owner);
    const { verp } = tokensOf(sent);
    const before = seen.length;
    const tampered = [...verp].map(
      (letter, place) => verp.slice(0, place) + (letter === 'a' ? 'b' : 'a') + verp.slice(place + 1),
    );
    // In two halves: the receiver takes no more than 50 connections at once.
    for (const half of [tampered.slice(0, 31), tampered.slice(31)]) {
      const answers = await Promise.allSettled(half.map((address) => deliver(address, unknownUser)));
      expect(answers.map((answer) => answer.status === 'rejected' && answer.reason.responseCode)).toEqual(
        half.map(() => 550),
      );
    }
    const stranger = messageTokens(rotateKeyRing(null, new Uint8Array(32).fill(9)), {
      tenantNumber: sent.tenantNumber,
      messageId: sent.messageIds[0]!,
    });
    const old = messageTokens(ring, {
      tenantNumber: sent.tenantNumber,
      messageId: '01900000-0000-7000-8000-000000000000',
    });
    for (const address of [stranger.verp, old.verp, 'bounces', `b-${tokensOf(sent).unsubscribe}`]) {
      await expect(deliver(address, unknownUser)).rejects.toMatchObject({ responseCode: 550 });
    }
    await expect(deliver(`${verp}@elsewhere.example`, unknownUser)).rejects.toMatchObject({ responseCode: 550 });
    // Under a sender's own name only what we signed is taken.
    const own = (localPart: string) => deliver(`${localPart}@bounce.sender.example`, unknownUser);
    for (const address of [stranger.verp, 'postmaster'])
      await expect(own(address)).rejects.toMatchObject({ responseCode: 550 });
    await deliver('postmaster', unknownUser);
    expect(seen.slice(before)).toEqual(['ignored']);
    expect(await standing(sent)).toEqual(untouched);
  });

  it('lets one address keep no more connections than its share', async () => {
    const limits = { connections: 4, perAddress: 2 };
    const own = await startInboundReceiver({
      host: '127.0.0.1',
      port: 0,
      domain,
      ring,
      limits,
      onMail: async () => {},
    });
    const sockets = await Promise.all(
      [1, 2, 3].map(async () => {
        const socket = connect({ host: '127.0.0.1', port: own.port });
        const [greeting] = (await once(socket, 'data')) as [Buffer];
        return { socket, code: greeting.toString('latin1').slice(0, 3) };
      }),
    );
    expect(sockets.map(({ code }) => code).sort()).toEqual(['220', '220', '421']);
    for (const { socket } of sockets) socket.destroy();
    await own.close();
  });

  it('offers STARTTLS where it has a certificate, and only there', async () => {
    const offersOf = async (env: { INBOUND_TLS_CERT_FILE?: string; INBOUND_TLS_KEY_FILE?: string }) => {
      const own = await startInbound({
        env: { INBOUND_HOST: '127.0.0.1', INBOUND_SMTP_PORT: 0, BOUNCE_DOMAIN: domain, SECRET_KEY: ring, ...env },
        ...{ database: app, directory: app, log: pino({ level: 'silent' }), metrics: { countInbound: () => {} } },
      });
      const transport = createTransport({
        host: '127.0.0.1',
        port: own.port,
        requireTLS: true,
        tls: { rejectUnauthorized: false },
      });
      const offers = await transport.verify().catch(({ code }: { code: string }) => code);
      await own.close();
      return offers;
    };
    const folder = await mkdtemp(join(tmpdir(), 'salescompass-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-days', '1', '-nodes'];
    await promisify(execFile)('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ]);
    expect(await offersOf({ INBOUND_TLS_CERT_FILE: cert, INBOUND_TLS_KEY_FILE: key })).toBe(true);
    expect(await offersOf({})).toBe('ETLS');
    await rm(folder, { recursive: true });
  });

  it('takes bounces under a sender’s own name too', async () => {
    const sent = await createSentBroadcast(test.owner);
    const before = seen.length;
    await deliver(`${tokensOf(sent).verp}@Bounce.Sender.example`, unknownUser);
    expect(seen.slice(before)).toEqual(['bounce']);
  });

  it('takes no out-of-office note for a bounce, an answer or anything else', async () => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(
      tokensOf(sent).verp,
      'From: p1@people.example\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday.\r\n',
      'p1@people.example',
    );
    await deliver(
      tokensOf(sent).verp,
      'From: p1@people.example\r\nSubject: Re: Spring\r\n\r\nHello\r\n',
      'p1@people.example',
    );
    expect(await standing(sent)).toEqual(untouched);
  });
});

describe('answers', () => {
  const quoted = (sent: SentBroadcast) => `https://mail.acme.example/u/${tokensOf(sent).unsubscribe}`;
  const replied = { ...untouched, counters: { replies: 1 }, events: ['reply'] };

  it('count once, and are a response of the member', async () => {
    const sent = await createSentBroadcast(test.owner);
    for (let times = 0; times < 2; times += 1)
      await deliver('replies', answer('X-Forwarded-To: replies', quoted(sent)), 'p1@people.example');
    expect(await standing(sent)).toEqual(replied);
    const [member] = await test.owner.sql`
      select has_responded, first_responded_at is not null as has_date from campaign_members where person_id = ${sent.personIds[0]!}`;
    expect(member).toEqual({ has_responded: true, has_date: true });
  });

  it('are known at the return path by the message that they answer', async () => {
    const sent = await createSentBroadcast(test.owner);
    const raw = answer(`In-Reply-To: <${sent.messageIds[0]!}@acme.example>`);
    await deliver(tokensOf(sent).verp, raw, 'p1@people.example');
    expect(await standing(sent)).toEqual(replied);
  });

  it.each([
    ['an out-of-office note that quotes the message', 'Auto-Submitted: auto-replied', quoted],
    ['a mail that quotes nothing of ours', 'X-Nothing: here', () => 'https://elsewhere.example/u/abc'],
  ])('%s is none', async (_name, headers, quotes) => {
    const sent = await createSentBroadcast(test.owner);
    await deliver('replies', answer(headers, quotes(sent)), 'p1@people.example');
    expect(await standing(sent)).toEqual(untouched);
  });
});

describe('complaints', () => {
  it.each([
    ['at the return path', (all: MessageTokens) => [all.verp, 'X-Nothing: here']],
    [
      'by the return path in the mail that comes back',
      (all: MessageTokens) => ['fbl', `Return-Path: <${all.verp}@${domain}>`],
    ],
    [
      'by the unsubscribe link in it',
      (all: MessageTokens) => [
        'abuse',
        `List-Unsubscribe: <https://mail.acme.example/u/${all.unsubscribe}>,\n <mailto:${all.mailto}@${domain}>`,
      ],
    ],
  ])('suppress by our own token, address struck out or not: %s', async (_name, where) => {
    const sent = await createSentBroadcast(test.owner);
    const [to, about] = where(tokensOf(sent)) as [string, string];
    await deliver(to, complaint('abuse', about), 'feedback@provider.example');
    await deliver(to, complaint('abuse', about), 'feedback@provider.example');
    expect(await standing(sent)).toMatchObject({
      reason: 'complaint',
      consent: 'denied',
      counters: { complaints: 1 },
      events: ['complaint'],
    });
  });

  it('are none where a person takes mail out of the spam folder, or nothing of ours is in it', async () => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(tokensOf(sent).verp, complaint('not-spam', 'X-A: b'));
    await deliver('fbl', complaint('abuse', 'Return-Path: <somebody@elsewhere.example>'));
    expect(await standing(sent)).toEqual(untouched);
  });
});

describe('what came back is kept', () => {
  const kept = (sent: SentBroadcast) => test.owner.sql`
    select kind, reason, state, question, subject, person_id, bytes > 0 as has_bytes, sealed is not null as is_sealed, wording is not null as waits
    from inbound_mails where tenant_id = ${sent.tenantId} order by id`;

  it('once, with whom it is about and what was made of it; the mail itself is sealed', async () => {
    const sent = await createSentBroadcast(test.owner);
    const { verp } = tokensOf(sent);
    for (let times = 0; times < 2; times += 1) await deliver(verp, unknownUser);
    await deliver(verp, 'From: p1@people.example\r\nSubject: Hello\r\n\r\nWho are you?\r\n');
    const common = { person_id: sent.personIds[0]!, has_bytes: true, is_sealed: true };
    expect(await kept(sent)).toEqual([
      {
        ...common,
        ...{ kind: 'hard', reason: 'userunknown', state: 'applied', question: null, waits: false },
        subject: 'Undelivered Mail Returned to Sender',
      },
      {
        ...common,
        ...{ kind: 'unknown', reason: 'undefined', state: 'review', question: 'not_understood', waits: true },
        subject: 'Hello',
      },
    ]);
    const [row] = await test.owner.sql`select sealed from inbound_mails where tenant_id = ${sent.tenantId} limit 1`;
    expect(row!.sealed).not.toContain('people.example');
  });

  it('whatever characters it holds: none of them keeps others from being recorded', async () => {
    const sent = await createSentBroadcast(test.owner, { people: 2 });
    await deliver(tokensOf(sent).verp, complaint('abu\0se', 'X-A: b').replace('feedback@', 'feed\0back@'));
    await deliver(tokensOf(sent, 1).verp, deliveryReport('Action: failed\nStatus: 5.1.1').replace('p1@', 'p\0@'));
    const kinds = await test.owner.sql`
      select kind, state from inbound_mails where tenant_id = ${sent.tenantId} order by id`;
    expect(kinds).toEqual([
      { kind: 'complaint', state: 'applied' },
      { kind: 'hard', state: 'applied' },
    ]);
  });

  it('apart, with the reason, where the database refuses it, and is taken: its sender is not left to lose it', async () => {
    const sent = await createSentBroadcast(test.owner);
    await test.owner.sql.unsafe(`
      create function no_room() returns trigger language plpgsql as $$ begin raise exception 'no room for this one'; end $$;
      create trigger no_room before insert on suppressions for each row execute function no_room();`);
    await deliver(tokensOf(sent).verp, unknownUser);
    await test.owner.sql.unsafe('drop trigger no_room on suppressions');
    expect(seen.at(-1)).toBe('set_apart');
    const [kept, ...others] = await test.owner.sql`
      select state, question, problem, person_id from inbound_mails where tenant_id = ${sent.tenantId}`;
    expect(kept).toMatchObject({ state: 'review', question: 'failed', person_id: sent.personIds[0] });
    expect(kept!.problem).toContain('no room for this one');
    expect(others).toEqual([]);
    expect(await standing(sent)).toMatchObject(untouched);
  });

  it('where it is larger than what is read, and is understood by its beginning', async () => {
    const sent = await createSentBroadcast(test.owner);
    const large = 'x'.repeat(70) + '\r\n';
    await deliver(tokensOf(sent).verp, unknownUser.replace('--=_b--', `--=_b\r\n\r\n${large.repeat(30_000)}--=_b--`));
    await deliver(tokensOf(sent).verp, `Subject: large\r\n\r\n${large.repeat(30_000)}`);
    expect(await kept(sent)).toMatchObject([
      { kind: 'hard', state: 'applied' },
      { kind: 'unknown', state: 'review', question: 'cut' },
    ]);
  });

  it('whatever characters stand in its fields', async () => {
    const sent = await createSentBroadcast(test.owner);
    const odd = '\0\ud800';
    await deliver(
      tokensOf(sent).verp,
      unknownUser.replace('p1@people', `p1${odd}@people`).replace('user unknown', odd),
    );
    await deliver(tokensOf(sent).verp, complaint(`abuse${odd}`, `X-Odd: ${odd}`));
    const own = `https://mail.acme.example/u/${tokensOf(sent).unsubscribe}`;
    await deliver(
      'replies',
      answer(`X-Odd: ${odd}\nReply-To: "${odd}" <p1@people.example>`, own).replace('Re: S', `Re: ${odd}S`),
    );
    expect((await kept(sent)).map(({ kind }) => kind)).toEqual(['hard', 'complaint', 'reply']);
  });

  it('and is broken where nothing of it can be read', async () => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(tokensOf(sent).verp, '\0'.repeat(50));
    expect(await kept(sent)).toMatchObject([{ state: 'review', question: 'malformed' }]);
  });
});

describe('unsubscribing by mail', () => {
  const request = 'From: p1@people.example\r\nSubject: unsubscribe\r\n\r\n';

  it('works by the address alone, once', async () => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(tokensOf(sent).mailto, request, 'p1@people.example');
    await deliver(tokensOf(sent).mailto, request, 'somebody-else@people.example');
    expect(await standing(sent)).toMatchObject({
      reason: 'unsubscribe',
      consent: 'denied',
      counters: { unsubscribes: 1 },
      events: ['unsubscribe'],
    });
  });

  it('does not by an automatic answer, or by a forged address', async () => {
    const sent = await createSentBroadcast(test.owner);
    await deliver(tokensOf(sent).mailto, `Auto-Submitted: auto-replied\r\n${request}`);
    const forged = tokensOf(sent).mailto.replace(/.$/, (last) => (last === 'a' ? 'q' : 'a'));
    await expect(deliver(forged, request)).rejects.toMatchObject({ responseCode: 550 });
    expect(await standing(sent)).toEqual(untouched);
  });
});
