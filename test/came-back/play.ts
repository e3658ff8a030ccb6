import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createTransport, type Transporter } from 'nodemailer';
import { createInboundRecorder } from '../../bin/worker/inbound-recorder.ts';
import { drawWithout, randomFrom } from '../../domain/random.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { startInboundReceiver } from '../../mail/inbound/receiver.ts';
import { broadcast } from '../../workflows/broadcasts/broadcast.ts';
import { broadcastWorkflowId } from '../../workflows/broadcasts/messages.ts';
import { wakeDrip } from '../../workflows/drips/messages.ts';
import { outbox, wakeOutboxOptions } from '../../workflows/outbox.ts';
import type { TestApi } from '../api.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../factories/drips.ts';
import { startDrip } from '../factories/drip-workflow.ts';
import type { TestStage } from '../stage.ts';
import { acts, type Player } from './acts.ts';
import { readSeen, type SeenMessage } from './letters.ts';
import { openProviders, type Providers, type WireCall } from './provider-calls.ts';
import type { Where } from './table.ts';

/** Everybody who takes part, and what brings mail back to them. */
export interface Play extends Where {
  made: TestDrip;
  drip: Awaited<ReturnType<typeof startDrip>>;
  /** Sends the broadcast, while what comes back of it comes back; then whoever is to be scored anew is. Done when all is. */
  perform: () => Promise<void>;
  /** Everything that came back comes back once more, the outbox is woken although nothing is queued, and scores are asked after again. */
  repeat: () => Promise<void>;
  /** How many mails and calls came back. */
  cameBack: () => number;
  close: () => Promise<void>;
}

/** Mails and calls that are on their way at once. */
const atOnce = 8;

/** Sets the stage: people, of whom some are in a drip, a mail server that answers by the script, the receiver and the addresses for providers. */
export async function createPlay(
  stage: TestStage,
  { api, cast }: { api: TestApi; cast: readonly Player[] },
): Promise<Play> {
  const { database, app, sink } = stage;
  const definition = () => ({ steps: [waitStep('pause', 30), sendStep('second')] });
  const made = await createTestDrip(database, app, { people: 0, keepBroadcast: true, definition });
  const { tenantId, campaignId, dripId } = made;
  await insertCast(stage, { tenantId, cast });
  await score(stage, tenantId);
  const [row] = await database.owner.sql<{ id: string }[]>`select id from broadcasts where tenant_id = ${tenantId}`;
  const ref = { tenantId, campaignId, broadcastId: row!.id };
  const domains = acts.flatMap(({ name, smtp }) => (smtp ? [[`${name}.example`, smtp] as const] : []));
  await sink.behave({ domains: Object.fromEntries(domains), keepsMail: true });
  const providers = await openProviders(api, tenantId);
  const receiver = await startReceiver(stage);
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: receiver.port, secure: false, ignoreTLS: true, pool: true },
    ...{ maxConnections: atOnce, maxMessages: Infinity },
  });
  const drip = await enterDrip(stage, { made, cast });
  const post = async ({ path, body, headers }: WireCall, isAgain: boolean) => {
    const { status } = await api.app.request(path, { method: 'POST', body, headers });
    // A token of Mailgun's is believed once.
    if (status !== 200 && !(isAgain && status === 406)) throw new Error(`a provider was answered ${status}`);
  };
  const world = { cast, providers, transport, post, played: [] as Played[] };
  return {
    ...{ ...ref, dripId, made, drip },
    perform: async () => {
      const { client } = stage.env;
      const sending = await client.workflow.start(broadcast, {
        ...{ taskQueue: taskQueues.main, workflowId: broadcastWorkflowId(ref), args: [ref] },
      });
      const isOver = { value: false };
      const back = answerAll(world, watchSink(stage, isOver));
      const isSent = async () => {
        await letBusyOnesThrough(stage);
        const [left] = await database.owner.sql`
          select from messages where tenant_id = ${tenantId} and source_id = ${ref.broadcastId} and status in ('queued', 'sending') limit 1`;
        return left === undefined && (await sink.report()).messages > 0;
      };
      await stage.passUntil(isSent);
      await untilEnded(sending);
      isOver.value = true;
      await back;
      await score(stage, tenantId);
    },
    repeat: async () => {
      const woken = await stage.env.client.workflow.signalWithStart(outbox, wakeOutboxOptions({ tenantId }));
      await inTurn(world.played, (one) => play(world, one, true));
      await untilEnded(woken);
      await score(stage, tenantId);
    },
    cameBack: () => world.played.length,
    close: async () => {
      transport.close();
      await receiver.close();
    },
  };
}

/** Starts the drip with those who are in it, and waits until all of them are at its pause. */
async function enterDrip(stage: TestStage, { made, cast }: { made: TestDrip; cast: readonly Player[] }) {
  const { database, app } = stage;
  const drip = await startDrip(stage, made);
  const emails = cast.filter(({ isInDrip }) => isInDrip).map(({ email }) => email);
  const people = await database.owner.sql<{ id: string }[]>`
    select id from people where tenant_id = ${made.tenantId} and email = any(${emails})`;
  const ids = people.map(({ id }) => id);
  await enrolInto(app, made, ids, await stage.nowIso());
  await drip.signal(wakeDrip);
  await stage.passUntil(async () => {
    const waiting = await database.owner.sql`
      select from drip_positions where tenant_id = ${made.tenantId} and state = 'active' and step = 'pause'`;
    return waiting.length === ids.length;
  });
  return drip;
}

/** Scores whoever did something since, or was never scored: nobody else. */
async function score(stage: TestStage, tenantId: string): Promise<void> {
  const now = await stage.nowIso();
  await new MockActivityEnvironment().run(stage.activities.scoreAsked, { tenantId, now });
}

async function insertCast({ app }: TestStage, { tenantId, cast }: { tenantId: string; cast: readonly Player[] }) {
  await app.sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    await sql`
      insert into people (email, email_key, consent, consent_at, email_status)
      select email, email, 'granted', now(), 'ok' from unnest(${cast.map(({ email }) => email)}::text[]) as given (email)`;
  });
}

/** Waits for a workflow that needs no time any more. Asking for its result would let the clock go on, and the drip with it. */
async function untilEnded(handle: { describe: () => Promise<{ status: { name: string } }> }): Promise<void> {
  while ((await handle.describe()).status.name === 'RUNNING') await sleep(50);
}

function startReceiver({ app, database, keyRing: ring }: TestStage) {
  const directory = database.open('salescompass_directory');
  const onMail = createInboundRecorder({ database: app, directory, ring, log: pino({ level: 'silent' }) });
  return startInboundReceiver({ host: '127.0.0.1', port: 0, domain: 'bounce.example', ring, onMail });
}

/** A minute of patience is one of the database's clock, which does not skip. */
async function letBusyOnesThrough({ database }: TestStage): Promise<void> {
  await database.owner.sql`
    update token_buckets set blocked_until = now() - interval '1 second', updated_at = now(), tokens = 600 where blocked_until > now()`;
}

/** Looks at what has arrived until all is sent; gives the message of somebody as soon as it is there. */
function watchSink({ sink }: TestStage, isOver: { value: boolean }): (email: string) => Promise<SeenMessage> {
  const seen = new Map<string, SeenMessage>();
  let round: Promise<boolean> | null = null;
  const look = async () => {
    await sleep(100);
    const isLast = isOver.value;
    for (const mail of await sink.mail()) if (!seen.has(mail.to)) seen.set(mail.to, readSeen(mail));
    round = null;
    return isLast;
  };
  return async (email) => {
    for (let isLast = false; ;) {
      const found = seen.get(email);
      if (found) return found;
      if (isLast) throw new Error(`nothing went to ${email}`);
      isLast = await (round ??= look());
    }
  };
}

/** Something that came back, as it was. */
type Played = { kind: 'mail'; from: string; to: string; raw: string } | { kind: 'call'; call: WireCall };

interface World {
  cast: readonly Player[];
  providers: Providers;
  transport: Transporter;
  post: (call: WireCall, isAgain: boolean) => Promise<void>;
  played: Played[];
}

/**
 * Everything comes back, of different people in any order and side by side, of one person in the order of their act; SendGrid tells of
 * many in one call.
 */
async function answerAll(world: World, messageTo: (email: string) => Promise<SeenMessage>): Promise<void> {
  const { cast, providers } = world;
  const answering = drawWithout(
    cast.filter(({ act }) => act.back !== undefined),
    Infinity,
    randomFrom(7),
  );
  const together: object[] = [];
  await inTurn(answering, async ({ email, act, n }) => {
    const seen = await messageTo(email);
    for (const one of act.back ?? []) {
      if (one.kind === 'mail') await play(world, { kind: 'mail', ...one.write(seen, n) });
      else if (one.provider === 'sendgrid') together.push(one.event(seen));
      else await play(world, { kind: 'call', call: providers.sign(one.provider, [one.event(seen)]) });
    }
    if (together.length >= 25) await tellTogether(together.splice(0));
  });
  await tellTogether(together);

  async function tellTogether(events: readonly object[]): Promise<void> {
    if (events.length > 0) await play(world, { kind: 'call', call: providers.sign('sendgrid', events) });
  }
}

async function play({ transport, post, played }: World, one: Played, isAgain = false): Promise<void> {
  if (!isAgain) played.push(one);
  if (one.kind === 'call') return post(one.call, isAgain);
  await transport.sendMail({ envelope: { from: one.from, to: one.to }, raw: one.raw });
}

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < all.length) await work(all[next++]!);
    }),
  );
}

/** Who got the second message of the drip. */
export async function listSecond({ database }: TestStage, { tenantId, broadcastId }: Where): Promise<string[]> {
  const rows = await database.owner.sql<{ email: string }[]>`
    select p.email from messages m join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where m.tenant_id = ${tenantId} and m.source_id <> ${broadcastId} and m.status in ('sent', 'failed') order by p.email`;
  return rows.map(({ email }) => email);
}
