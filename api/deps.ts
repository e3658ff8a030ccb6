import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/connection.ts';
import type { MessageRenderer } from '../domain/content/renderer.ts';
import type { SmtpRouteAccess, SmtpRouteAnswer } from '../domain/delivery/smtp-route.ts';
import type { MailboxAccess } from '../domain/inbound/mailbox.ts';
import type { MailRead } from '../domain/inbound/mail.ts';
import type { KeyRing } from '../domain/key-ring.ts';
import type { SendingSetup } from '../domain/senders/sending-setup.ts';
import type { Auth } from './auth/auth.ts';

/** What the API is told about its surroundings. */
export interface ApiConfig {
  /** The origin under which people reach it, without a slash at the end. */
  publicUrl: string;
  /** Temporal's web console; null: no links to it. */
  consoleUrl: string | null;
  /** What the records of sending domains have to say, and whether they must be in order before anything is sent. */
  sending: SendingSetup;
  temporalNamespace: string;
  /** How long Temporal keeps the history of a workflow that has ended; null while that is not known. */
  historyRetentionMs: () => number | null;
  /** The built UI (`dist/ui`); null: the API alone. */
  uiFolder: string | null;
  /** Requests that one credential may make: `perSecond` in the long run, `burst` at once. Held per process. */
  rateLimit: { perSecond: number; burst: number };
  /** How many proxies of ours stand in front and add to X-Forwarded-For; 0: the header is not believed. */
  trustedProxies: number;
  /** The most bytes that all uploaded images of one organisation may take; the default if left out. */
  imagesBytes?: number;
  /** How long a command waits for Temporal and a worker before the caller is told that they do not answer. */
  commandSeconds?: number;
  /** How long the document of a page waits for what the page reads first (ms, 200 where it is left out). */
  firstAnswersMs?: number;
}

/** Hears of every answered request. `route` is the pattern, never the path with its ids. */
export interface ApiMetrics {
  observeRequest: (request: { method: string; route: string; status: number; seconds: number }) => void;
}

/** A mail of the product itself (password reset, invitation): sent at once, outside campaigns. */
export interface SystemMail {
  to: string;
  subject: string;
  text: string;
  html?: string;
}

/** Everything that routes need, built once by bin/ (or by a test) and handed to `createApp`. */
export interface ApiDeps {
  /** As salescompass_app: one tenant at a time, through `withTenant`. */
  database: Database;
  /** As salescompass_directory: lists tenants, sees nothing of theirs. */
  directory: Database;
  auth: Auth;
  temporal: Client;
  config: ApiConfig;
  log: Logger;
  keyRing: KeyRing;
  metrics: ApiMetrics;
  /** Shows and checks messages the way the worker sends them. */
  renderer: MessageRenderer;
  /** Signs in to a mailbox that a user named; throws an error with the `problem` (domain/inbound/mailbox.ts). */
  testMailbox: (access: MailboxAccess) => Promise<{ mails: number }>;
  /** Sends one mail by a route and says what its server answered. */
  tryRoute: (route: SmtpRouteAccess, mail: { to: string; text: string }) => Promise<SmtpRouteAnswer>;
  /** Reads a small text from an address that was looked at; see api/routes/inbound/fetch-text.ts. */
  fetchText: (url: string) => Promise<string>;
  /** Takes a mail that came in apart, within bounds. */
  readMail: (raw: Uint8Array) => MailRead;
  sendSystemMail: (mail: SystemMail) => Promise<void>;
  /** What must answer for /readyz, by name (database, temporal, mail); a probe throws when it does not. */
  probes: Record<string, () => Promise<unknown>>;
}
