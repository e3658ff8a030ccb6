import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../db/connection.ts';
import { findSmtpRoute, insertSmtpRoute, restSmtpRoute } from '../../db/queries/senders/smtp-routes.ts';
import { sealSecret } from '../../db/sealing.ts';
import { NewSmtpRoute, routePurpose } from '../../domain/delivery/smtp-route.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import type { SendOutcome } from '../../mail/smtp/outcome.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createRoutedSender } from './smtp-routes.ts';

// Real servers on this machine, each a route; what arrives where is what counts.
let database: TestDatabase;
let app: Database;
const ring = rotateKeyRing(null, randomBytes(32));
const servers: SMTPServer[] = [];
let sender: SmtpSender;

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
beforeEach(async () => {
  await sender?.close();
  await database.owner.sql`delete from smtp_routes`;
  sender = createRoutedSender({
    database: app,
    ring,
    log: pino({ level: 'silent' }),
    fallback: createSmtpSender({ url: 'smtp://127.0.0.1:1', connectAttempts: 1 }),
    connections: 2,
    allowsLoopback: true,
  });
});
afterAll(async () => {
  await sender.close();
  for (const server of servers) await new Promise<void>((resolve) => void server.close(() => resolve()));
  await database.drop();
});

interface TestServer {
  port: number;
  got: string[];
  /** Called as a message is here, before it is answered. */
  onTaken: () => void;
  /** Whether the next message is to be answered as if nobody had signed in. */
  wantsSignIn: boolean;
}

/** A server that takes what comes from who signs in rightly, where it wants that, and notes the recipients. */
async function startServer(password?: string): Promise<TestServer> {
  const got: string[] = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    disabledCommands: ['STARTTLS', ...(password === undefined ? ['AUTH'] : [])],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error('no')),
    onMailFrom: (_address, _session, done) => {
      const refuses = started.wantsSignIn;
      started.wantsSignIn = false;
      done(refuses ? Object.assign(new Error('Authentication required'), { responseCode: 530 }) : null);
    },
    onData: (stream, session, done) => {
      stream.resume();
      stream.on('end', () => {
        got.push(...session.envelope.rcptTo.map(({ address }) => address));
        started.onTaken();
        done();
      });
    },
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const started = { port: (server.server.address() as AddressInfo).port, got, onTaken: () => {}, wantsSignIn: false };
  return started;
}

async function addRoute(own: Partial<NewSmtpRoute> & { port: number }): Promise<string> {
  const { password, ...values } = NewSmtpRoute.parse({
    name: randomUUID(),
    host: '127.0.0.1',
    security: 'opportunistic',
    ...own,
  });
  const passwordSealed = password && sealSecret(ring, routePurpose, password);
  return (await insertSmtpRoute(app.db, { ...values, passwordSealed }))!;
}

let number = 0;
async function sendSome(count: number): Promise<SendOutcome[]> {
  const outcomes: SendOutcome[] = [];
  const messages = Array.from({ length: count }, () => {
    const id = `m${(number += 1)}`;
    return { id, envelopeFrom: 'b@bounce.example', to: `${id}@reader.example`, data: 'Subject: x\r\n\r\nx\r\n' };
  });
  await sender.send(messages, (outcome) => void outcomes.push(outcome));
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(count);
  expect(outcomes).toHaveLength(count);
  return outcomes;
}
const kindsOf = (outcomes: SendOutcome[]) => [...new Set(outcomes.map(({ kind }) => kind))];

it('gives each route its share', async () => {
  const [one, two] = [await startServer(), await startServer('right')];
  await addRoute({ port: one.port, weight: 1 });
  await addRoute({ port: two.port, weight: 3, username: 'ada', password: 'right' });
  for (let window = 0; window < 8; window += 1) expect(kindsOf(await sendSome(4))).toEqual(['accepted']);
  expect([one.got.length, two.got.length]).toEqual([8, 24]);
});

it('rests a route that refuses, and others take over: everything arrives once', async () => {
  const [good, strict] = [await startServer(), await startServer('right')];
  const away = await addRoute({ port: 1, weight: 10 });
  const wrong = await addRoute({ port: strict.port, weight: 10, username: 'ada', password: 'wrong' });
  await addRoute({ port: good.port, weight: 1 });
  for (let window = 0; window < 4; window += 1) expect(kindsOf(await sendSome(5))).toEqual(['accepted']);
  expect([good.got.length, new Set(good.got).size, strict.got.length]).toEqual([20, 20, 0]);
  const rows = await Promise.all([away, wrong].map((id) => findSmtpRoute(app.db, id)));
  expect(rows.map((row) => [row!.problem, row!.rests, row!.restedUntil! > new Date()])).toEqual([
    ['unreachable', 1, true],
    ['authentication', 1, true],
  ]);
});

it('does not rest a route that is slow and takes mail: what a window has no time for goes back', async () => {
  const slow = await startServer();
  const id = await addRoute({ port: slow.port, perDay: 50 });
  expect(kindsOf(await sendSome(2))).toEqual(['accepted']);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  slow.onTaken = () => void vi.advanceTimersByTime(300_000);
  const outcomes = await sendSome(9);
  expect(kindsOf(outcomes).toSorted()).toEqual(['accepted', 'notSent']);
  expect(outcomes.find(({ kind }) => kind === 'notSent')).toMatchObject({ cause: 'timeout' });
  const accepted = outcomes.filter(({ kind }) => kind === 'accepted').length;
  expect([slow.got.length, new Set(slow.got).size]).toEqual([2 + accepted, 2 + accepted]);
  const { problem, rests, restedUntil, takenToday } = (await findSmtpRoute(app.db, id))!;
  expect([problem, rests, restedUntil, takenToday]).toEqual([null, 0, null, 2 + accepted]);
});

it('judges a route by the gravest fault of a window, not by the last', async () => {
  const server = await startServer();
  const id = await addRoute({ port: server.port });
  expect(kindsOf(await sendSome(2))).toEqual(['accepted']);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  server.wantsSignIn = true;
  server.onTaken = () => void vi.advanceTimersByTime(300_000);
  const outcomes = await sendSome(9);
  expect(kindsOf(outcomes).toSorted()).toEqual(['accepted', 'notSent']);
  expect((await findSmtpRoute(app.db, id))!.problem).toBe('authentication');
});

it('rests a route once for what several lanes find at one moment', async () => {
  const id = await addRoute({ port: 1 });
  const found = await Promise.all(Array.from({ length: 6 }, () => restSmtpRoute(app.db, id, 'unreachable')));
  expect(found.filter((rests) => rests !== null)).toEqual([1]);
  const { rests, restedUntil } = (await findSmtpRoute(app.db, id))!;
  expect([rests, Math.round((restedUntil!.getTime() - Date.now()) / 60_000)]).toEqual([1, 1]);
});

it('goes on by others where the password of one does not open, and by no server that was not named', async () => {
  const good = await startServer();
  const id = await addRoute({ port: 1, username: 'ada', password: 'x' });
  await database.owner.sql`update smtp_routes set password_sealed = 'none' where id = ${id}`;
  const spare = await addRoute({ port: good.port });
  expect(kindsOf(await sendSome(3))).toEqual(['accepted']);
  expect((await findSmtpRoute(app.db, id))!.problem).toBe('authentication');
  await sender.close();
  await database.owner.sql`delete from smtp_routes where id = ${spare}`;
  sender = createRoutedSender({
    database: app,
    ring,
    log: pino({ level: 'silent' }),
    fallback: createSmtpSender({ url: `smtp://127.0.0.1:${good.port}`, connectAttempts: 1 }),
    allowsLoopback: true,
  });
  expect(await sendSome(1)).toMatchObject([{ kind: 'notSent', cause: 'limit' }]);
  expect(good.got).toHaveLength(3);
});

it('takes no more through a route than it may, and gives the rest to others, or back unsent', async () => {
  const [one, two] = [await startServer(), await startServer()];
  const small = await addRoute({ port: one.port, weight: 5, perDay: 7 });
  const spare = await addRoute({ port: two.port, weight: 0, perDay: 6 });
  expect(kindsOf(await sendSome(10))).toEqual(['accepted']);
  const outcomes = await sendSome(10);
  expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome.kind === 'notSent' && outcome.cause === 'limit')).toHaveLength(7);
  expect([one.got.length, two.got.length]).toEqual([7, 6]);
  const taken = await Promise.all([small, spare].map(async (id) => (await findSmtpRoute(app.db, id))!.takenToday));
  expect(taken).toEqual([7, 6]);
});

it('leads nowhere behind the installation, whatever a name says', async () => {
  const server = await startServer();
  await sender.close();
  sender = createRoutedSender({
    database: app,
    ring,
    log: pino({ level: 'silent' }),
    fallback: createSmtpSender({ url: 'smtp://127.0.0.1:1', connectAttempts: 1 }),
  });
  await addRoute({ port: server.port, host: 'localhost' });
  expect(kindsOf(await sendSome(2))).toEqual(['notSent']);
  expect(server.got).toEqual([]);
});
