import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/connection.ts';
import type { TrainSettings } from '../models/scoring/train.ts';
import type { BusinessClock } from './business-clock.ts';
import type { DomainCheckDeps } from './senders/domain-checks.ts';
import type { MarkKeeper } from './installation-mark.ts';
import type { Mailer } from './mailer.ts';
import type { MailboxReader } from '../mail/inbound/mailbox.ts';
import type { SendingPermits } from './outbox/sending-permits.ts';
import type { WebhookCaller } from './webhooks/caller.ts';

/** What activities are built from; `bin/worker.ts` makes it once per process. */
export interface ActivityDeps {
  /** As salescompass_app: rows of one tenant per transaction. */
  database: Database;
  /** As salescompass_directory: lists tenants and who has work, reads names of people who sign in; nothing else. */
  directory: Database;
  /** As salescompass_importer: COPY into the staging schema. */
  importer: Database;
  temporal: Client;
  log: Logger;
  mailer: Mailer;
  /** Sends mail of the product itself, to people who sign in; they are told nothing by mail where it is left out. */
  systemMail?: {
    send: (mail: { to: string; subject: string; text: string; replyTo?: string }) => Promise<void>;
    publicUrl: string;
  };
  /** Calls places that users named; only the open internet where it is left out. */
  webhooks?: WebhookCaller;
  /** Looks into mailboxes that users named; only on the open internet where it is left out. */
  mailboxes?: MailboxReader;
  /** How sending domains are looked at; the system's resolver, and nothing known of the machines that send, where it is left out. */
  domainChecks?: DomainCheckDeps;
  /** Moves the installation's mark on; asked before a batch is sent, so that a restored database is noticed. */
  marks?: MarkKeeper;
  /** Windows that this process may have in flight; two where it is left out. */
  permits?: SendingPermits;
  /** The clock by which somebody stays with a drip; the process's own where it is left out. */
  clock?: BusinessClock;
  /** How models are trained; as usual where it is left out. */
  training?: TrainSettings;
  /** Told of every message that reached an end, for metrics. */
  onMessages?: (status: string, count: number) => void;
}
