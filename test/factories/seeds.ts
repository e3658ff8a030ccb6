import { randomBytes, randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createBroadcastActivities } from '../../activities/broadcasts.ts';
import type { ActivityDeps } from '../../activities/deps.ts';
import { openLane } from '../../activities/outbox/lane.ts';
import type { Database } from '../../db/connection.ts';
import { rotateKeyRing, type KeyRing } from '../../domain/key-ring.ts';
import type { OutgoingMessage } from '../../mail/outgoing-message.ts';
import type { SendOutcome } from '../../mail/smtp/outcome.ts';
import type { SmtpSender } from '../../mail/smtp/sender.ts';
import type { TestDatabase } from '../database.ts';
import { createTestCampaign, type TestCampaign, type TestCampaignOptions } from './campaigns.ts';

/** A campaign whose broadcast begins, with a seed list, and a mail server that keeps what it gets. */
export interface SeededBroadcast extends TestCampaign {
  keyRing: KeyRing;
  /** Every mail that was handed to the server, in order. */
  mails: OutgoingMessage[];
  freeze: () => Promise<void>;
  cancel: () => Promise<void>;
  /** A lane that sends what is due, as a worker of its own; `moment`: the clock of the business. */
  lane: (moment?: string) => ReturnType<typeof openLane>;
  /** Sends all that is due. */
  drain: (moment?: string) => Promise<void>;
}

/** The moment at which seeded broadcasts begin. */
export const seededAt = '2026-06-02T07:00:00.000Z';

/** Everything is taken. */
export const takeAll: SmtpSender['send'] = async (messages, tell) => {
  for (const { id } of messages) tell({ id, kind: 'accepted', response: '250' });
};

/** Makes it as the application's role; `answer` is how the mail server answers. */
export async function createSeededBroadcast(
  database: TestDatabase,
  app: Database,
  options: TestCampaignOptions & { seeds?: readonly string[]; answer?: SmtpSender['send']; keyRing?: KeyRing } = {},
): Promise<SeededBroadcast> {
  const { seeds = [], answer = takeAll, keyRing = rotateKeyRing(null, randomBytes(32)), ...campaign } = options;
  const made = await createTestCampaign(database, { people: 3, status: 'running', ...campaign });
  const { tenantId, campaignId, broadcastId } = made;
  for (const address of seeds)
    await database.owner.sql`insert into seeds (tenant_id, address) values (${tenantId}, ${address})`;
  const mails: OutgoingMessage[] = [];
  const send = async (messages: readonly OutgoingMessage[], tell: (outcome: SendOutcome) => void) => {
    mails.push(...messages);
    await answer(messages, tell);
  };
  const log = pino({ level: 'silent' });
  const mailer = { ring: keyRing, publicUrl: 'http://127.0.0.1', bounceDomain: 'b.example', smtp: { send } };
  // Nobody hears that there is something to do: the test does it.
  const temporal = { workflow: { signalWithStart: async () => ({}), getHandle: () => ({ signal: async () => {} }) } };
  const deps = { database: app, log, temporal, mailer } as unknown as ActivityDeps;
  const broadcasts = createBroadcastActivities(deps);
  const ref = { tenantId, campaignId, broadcastId, now: seededAt };
  const lane: SeededBroadcast['lane'] = (moment = seededAt) =>
    openLane(deps, { tenantId, now: moment, leaseId: randomUUID(), onWindow: () => {} });
  return {
    ...made,
    ...{ keyRing, mails, lane },
    freeze: async () => {
      await new MockActivityEnvironment().run(broadcasts.freezeAudience, ref);
      await broadcasts.releaseBroadcast(ref);
    },
    cancel: () => broadcasts.cancelBroadcast(ref),
    drain: async (moment) => {
      const opened = await lane(moment);
      while (await opened.drainNext(new AbortController().signal));
    },
  };
}

/** The copies of a tenant by address: what became of them, and how often each was tried. */
export async function copiesOf(owner: Database, tenantId: string) {
  return owner.sql<{ id: string; address: string; status: string; reason: string | null; attempts: number }[]>`
    select id, address, status, reason, attempts::int from seed_sends where tenant_id = ${tenantId} order by address`;
}
