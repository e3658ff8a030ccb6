import { createServer, type AddressInfo, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { claimAnswers } from '../../db/queries/inbound/told-answers.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { createSystemMail } from '../../mail/system-mail.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';
import { forwardAnswers } from './answers-by-mail.ts';

let database: TestDatabase;
let app: Database;
let sent: SentBroadcast;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  sent = await createSentBroadcast(database.owner);
});
beforeEach(() => database.owner.sql`delete from inbound_mails where tenant_id = ${sent.tenantId}`);
afterAll(() => database.drop());

/** What a server says to a sign-in, and what it does once it has the whole mail. */
interface Manner {
  auth?: string;
  atEnd?: (socket: Socket) => void;
}

/** A mail server of a few words; `got` counts the mails that it has whole. */
async function startServer() {
  const manner: Manner = {};
  const state = { got: 0, url: '', manner, close: () => {} };
  const server = createServer((socket) => {
    let text = '';
    let isData = false;
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    socket.on('data', (chunk) => {
      text += chunk.toString();
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (isData && line !== '.') continue;
        if (line === '.') {
          [isData, state.got] = [false, state.got + 1];
          if (manner.atEnd) manner.atEnd(socket);
          else socket.write('250 taken\r\n');
        } else if (/^EHLO/i.test(line)) socket.write('250-here\r\n250 AUTH PLAIN\r\n');
        else if (/^AUTH/i.test(line)) socket.write(`${manner.auth ?? '235 welcome'}\r\n`);
        else if (/^DATA/i.test(line)) [isData] = [socket.write('354 go on\r\n')];
        else socket.write('250 fine\r\n');
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  state.url = `smtp://ada:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () => void server.close();
  return state;
}

async function answered(text: string): Promise<string> {
  const [row] = await database.owner.sql<{ id: string }[]>`
    insert into inbound_mails (tenant_id, way, fingerprint, message_id, person_id, kind, reason, state, from_address, subject, excerpt, bytes)
    values (${sent.tenantId}, 'smtp', decode(md5(${text}), 'hex'), ${sent.messageIds[0]!}, ${sent.personIds[0]!}, 'reply', 'reply', 'applied',
      'p1@people.example', 'Re: Spring', ${text}, 1)
    returning id`;
  return row!.id;
}

/** A round of housekeeping, once what was claimed before is free again. */
async function round(url: string): Promise<void> {
  const { tenantId } = sent;
  await database.owner.sql`
    update inbound_mails set telling_until = now() - interval '1 second' where tenant_id = ${tenantId} and telling_until is not null`;
  const answers = await withTenant(app.db, tenantId, (db) => claimAnswers(db, []));
  const mail = createSystemMail({ url, from: 'no-reply@installation.example' });
  const deps = {
    ...{ database: app, directory: database.open('salescompass_directory'), log: pino({ level: 'silent' }) },
    systemMail: { send: mail.send, publicUrl: 'https://app.example' },
    mailer: { ring: rotateKeyRing(null, Buffer.alloc(32, 1)), bounceDomain: 'bounce.example' },
  };
  const how = { tenantId, tenantName: 'Acme', mode: 'sender' as const, nowIso: new Date().toISOString() };
  await forwardAnswers(deps, answers, { ...how, until: Infinity, patienceMs: 5_000 });
  mail.close();
}
const forwardingOf = async (id: string) =>
  (await database.owner.sql<{ forwarding: string | null }[]>`select forwarding from inbound_mails where id = ${id}`)[0]!
    .forwarding;

it('is passed on no second time where the connection breaks once the mail server has it', async () => {
  const server = await startServer();
  server.manner.atEnd = (socket) => socket.destroy();
  const id = await answered('Taken, and not said');
  await round(server.url);
  expect([server.got, await forwardingOf(id)]).toEqual([1, 'uncertain']);
  await round(server.url);
  expect(server.got).toBe(1);
  server.close();
});

it('waits where the mail server does not let us in, and goes once it does', async () => {
  const server = await startServer();
  server.manner.auth = '535 5.7.8 no such user';
  const id = await answered('While the password was an old one');
  await round(server.url);
  expect([server.got, await forwardingOf(id)]).toEqual([0, null]);
  delete server.manner.auth;
  await round(server.url);
  expect([server.got, await forwardingOf(id)]).toEqual([1, 'sent']);
  server.close();
});
