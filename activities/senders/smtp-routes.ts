import type { Logger } from 'pino';
import type { Database } from '../../db/connection.ts';
import {
  giveBackOfRouteDay,
  listSmtpRoutes,
  markWorking,
  restSmtpRoute,
  routeBucket,
  takeOfRouteDay,
  type SmtpRouteRow,
} from '../../db/queries/senders/smtp-routes.ts';
import { takeTokens } from '../../db/queries/deliverability/token-buckets.ts';
import { openSecret } from '../../db/sealing.ts';
import { nextRoute, restSeconds, routePurpose } from '../../domain/delivery/smtp-route.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import type { OutgoingMessage } from '../../mail/outgoing-message.ts';
import type { LossCause, OutcomeListener, SendOutcome } from '../../mail/smtp/outcome.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { publicAddressOf } from '../public-lookup.ts';

/** What sending by several routes is built from. */
export interface RoutedSenderOptions {
  database: Database;
  ring: KeyRing;
  log: Logger;
  /** The mail server that is used if there is no route. */
  fallback: SmtpSender;
  /** Connections to each route that this process holds at most. */
  connections?: number;
  /** Lets routes lead to this machine itself, for trying things out. */
  allowsLoopback?: boolean;
}

/** A route with what a process keeps of it. */
interface OpenRoute {
  id: string;
  weight: number;
  credit: number;
  row: SmtpRouteRow;
  sender: SmtpSender;
  /** Messages that it has taken so far, of whichever window. */
  taken: number;
}

/** How long what is known of routes is used before it is read again (milliseconds). */
const freshMs = 5000;

/**
 * Sends by the installation's routes, each in its share. One that refuses a connection or a sign-in rests, and what it did not take goes
 * by another: only what was certainly not sent, so that no message goes twice. Where there is no route, it is the fallback and costs nothing.
 */
export function createRoutedSender(options: RoutedSenderOptions): SmtpSender {
  const { database, fallback, log } = options;
  const open = new Map<string, OpenRoute>();
  /** Whether there is a route, be it one that cannot be used. */
  let isRouted = false;
  let readAt = -Infinity;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const rows = (await listSmtpRoutes(database.db)).filter(({ isEnabled }) => isEnabled);
    for (const route of [...open.values()]) {
      const row = rows.find(({ id }) => id === route.id);
      if (row?.version === route.row.version) Object.assign(route, { row, weight: row.weight });
      else {
        open.delete(route.id);
        // What it has begun it finishes.
        void route.sender.close();
      }
    }
    for (const row of rows) {
      if (open.has(row.id)) continue;
      const sender = await senderOf(row);
      if (sender) open.set(row.id, { id: row.id, weight: row.weight, credit: 0, row, sender, taken: 0 });
    }
    isRouted = rows.length > 0;
    readAt = Date.now();
  }

  async function current(): Promise<OpenRoute[]> {
    if (Date.now() - readAt > freshMs) await (reading ??= read().finally(() => (reading = null)));
    return [...open.values()];
  }

  /** Null where its password does not open: it rests, and holds up none of the others. */
  async function senderOf(row: SmtpRouteRow): Promise<SmtpSender | null> {
    const { connections, allowsLoopback = false } = options;
    const scheme = row.security === 'tls' ? 'smtps' : 'smtp';
    const password = passwordOf(row);
    if (password === null) {
      if ((await restSmtpRoute(database.db, row.id, 'authentication')) !== null)
        log.error({ route: row.name }, 'the password of a route does not open: enter it again');
      return null;
    }
    const login = row.username ? `${encodeURIComponent(row.username)}:${encodeURIComponent(password)}@` : '';
    return createSmtpSender({
      url: `${scheme}://${login}${row.host.includes(':') ? `[${row.host}]` : row.host}:${row.port}`,
      requireTls: row.security === 'starttls',
      addressOf: (host) => publicAddressOf(host, { allowsLoopback }),
      // Another route is there sooner than this one is back.
      connectAttempts: 1,
      ...(connections ? { connections } : {}),
    });
  }

  function passwordOf({ passwordSealed }: SmtpRouteRow): string | null {
    try {
      return passwordSealed === null ? '' : openSecret(options.ring, routePurpose, passwordSealed);
    } catch {
      return null;
    }
  }

  async function send(messages: readonly OutgoingMessage[], tell: OutcomeListener): Promise<void> {
    const routes = await current();
    if (!isRouted) return fallback.send(messages, tell);
    const isResting = ({ row }: OpenRoute) => row.restedUntil !== null && row.restedUntil.getTime() > Date.now();
    const tried = new Set<string>();
    let left = [...messages];
    let cause: LossCause = 'limit';
    while (left.length > 0) {
      const route = nextRoute(routes.filter((each) => !tried.has(each.id) && !isResting(each)));
      if (!route) break;
      const granted = await allowance(route, left.length);
      if (granted < left.length) tried.add(route.id);
      const back = await sendBy(route, left.slice(0, granted), tell);
      if (back.cause !== null) {
        cause = back.cause;
        tried.add(route.id);
      }
      left = [...back.messages, ...left.slice(granted)];
    }
    for (const { id } of left) tell({ id, kind: 'notSent', cause });
  }

  /** Sends by one route; what it certainly did not take comes back, with why. */
  async function sendBy(
    route: OpenRoute,
    messages: OutgoingMessage[],
    tell: OutcomeListener,
  ): Promise<{ messages: OutgoingMessage[]; cause: LossCause | null }> {
    const byId = new Map(messages.map((message) => [message.id, message]));
    const back: OutgoingMessage[] = [];
    const takenBefore = route.taken;
    let cause = null as LossCause | null;
    await route.sender.send(messages, (outcome) => {
      const fault = faultOf(outcome);
      if (outcome.kind === 'accepted') route.taken += 1;
      if (fault === null) return tell(outcome);
      cause = cause === null ? fault : graver(cause, fault);
      back.push(byId.get(outcome.id)!);
    });
    const hasTaken = route.taken > takenBefore;
    // One that takes mail and had no time for all of it is slow, and is not to be left alone for ever longer.
    if (cause !== null && !(cause === 'timeout' && hasTaken)) await rest(route, cause);
    else if (hasTaken && route.row.rests > 0) {
      route.row.rests = 0;
      await markWorking(database.db, route.id);
    }
    if (back.length > 0 && route.row.perDay !== null)
      await giveBackOfRouteDay(database.sql, { id: route.id, count: back.length });
    return { messages: back, cause };
  }

  async function rest(route: OpenRoute, cause: LossCause): Promise<void> {
    const rests = await restSmtpRoute(database.db, route.id, cause);
    const seconds = restSeconds(rests ?? 1);
    if (rests !== null)
      log.warn({ route: route.row.name, cause, seconds }, 'a route to the world rests; others take over');
    route.row.restedUntil = new Date(Date.now() + seconds * 1000);
    route.row.rests = rests ?? Math.max(1, route.row.rests);
  }

  /** How many of so many a route may take now. */
  async function allowance({ id, row }: OpenRoute, wanted: number): Promise<number> {
    const { perDay: cap, perSecond } = row;
    const ofDay = cap === null ? wanted : await takeOfRouteDay(database.sql, { id, wanted, cap });
    if (perSecond === null || ofDay === 0) return ofDay;
    const { granted } = await takeTokens(database.sql, routeBucket(id), ofDay);
    if (cap !== null && granted < ofDay) await giveBackOfRouteDay(database.sql, { id, count: ofDay - granted });
    return granted;
  }

  return {
    send,
    verify: async () => {
      const routes = await current();
      if (!isRouted) return fallback.verify();
      return Promise.any(routes.map(({ sender }) => sender.verify()));
    },
    close: async () => {
      await Promise.all([fallback.close(), ...[...open.values()].map(({ sender }) => sender.close())]);
    },
  };
}

/** Why a route is not to be trusted with more for now, where the message certainly was not sent; null: it did its part, or is being closed. */
function faultOf(outcome: SendOutcome): LossCause | null {
  if (outcome.kind === 'notSent') return outcome.cause === 'closed' ? null : outcome.cause;
  // It wants a sign-in, or another one: nobody's mail is wrong.
  if (outcome.kind === 'rejected' && outcome.stage === 'mail' && [530, 535, 538].includes(outcome.code))
    return 'authentication';
  return null;
}

/** What ails a route, the gravest first: what nothing but a person mends, what keeps everything from it, and what befell single messages. */
const byGravity: readonly LossCause[] = [
  'authentication',
  'tls',
  'refused',
  'unreachable',
  'protocol',
  'lost',
  'limit',
  'timeout',
];

/** Of two faults in one window the one to judge a route by, whichever came last. */
function graver(one: LossCause, other: LossCause): LossCause {
  return byGravity.indexOf(other) < byGravity.indexOf(one) ? other : one;
}
