import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Id } from '../ids.ts';
import { isAddress, isLoopback, isPublicAddress } from '../webhooks/public-address.ts';

const host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$|^[0-9a-f:.]+$/,
    'must be a host such as smtp.example.com',
  )
  // What a name leads to is looked at when it is connected to.
  .refine(
    (text) => !isAddress(text) || isPublicAddress(text) || isLoopback(text),
    'must not lead into a network behind this installation',
  );

/** A mail server that mail goes out through, with its share beside the others and what it takes at most. */
export const NewSmtpRoute = z.strictObject({
  name: z.string().trim().min(1).max(100),
  host,
  port: z.int().min(1).max(65_535).default(587),
  /** `tls` from the first octet, `starttls` before anything is said, `opportunistic` where it is offered. */
  security: z.enum(['tls', 'starttls', 'opportunistic']).default('starttls'),
  username: z.string().max(320).nullable().default(null),
  /** Shown to nobody; null: none. */
  password: z.string().max(1000).nullable().default(null),
  /** Its share beside the others'; 0: only where no other takes anything. */
  weight: z.int().min(0).max(1000).default(1),
  perSecond: z.number().min(0.01).max(10_000).nullable().default(null),
  perDay: z.int().min(1).max(100_000_000).nullable().default(null),
  isEnabled: z.boolean().default(true),
});

/** A new route, as parsed. */
export type NewSmtpRoute = z.infer<typeof NewSmtpRoute>;

/** What may be changed of a route; what is left out stays, the password too. */
export const SmtpRouteChange = changeOf(NewSmtpRoute);

/** A route as operators see it. */
export const SmtpRoute = NewSmtpRoute.omit({ password: true }).extend({
  id: Id,
  hasPassword: z.boolean(),
  /** Why it rests, and until when; null: it does not. */
  problem: z.string().nullable(),
  restedUntil: z.iso.datetime().nullable(),
  /** What of today (UTC) went through it. */
  takenToday: z.int(),
  version: z.int(),
});

/** A route as operators see it. */
export type SmtpRoute = z.infer<typeof SmtpRoute>;

/** Where a route is, and how to get in. */
export type SmtpRouteAccess = Pick<NewSmtpRoute, 'host' | 'port' | 'security' | 'username' | 'password'>;

/** What a mail server answered to one mail. */
export const SmtpRouteAnswer = z.object({
  isTaken: z.boolean(),
  /** How far it came: what was answered, or failed, last. */
  step: z.enum(['connect', 'signIn', 'sender', 'recipient', 'message']),
  /** Word by word, without secrets. */
  answer: z.string(),
});

/** What a mail server answered to one mail. */
export type SmtpRouteAnswer = z.infer<typeof SmtpRouteAnswer>;

/** The purpose under which passwords of routes are sealed. */
export const routePurpose = 'smtp_routes.password_sealed';

/** What of a route decides whether its turn has come. `credit` is kept by whoever asks, and 0 at first. */
export interface RouteTurn {
  id: string;
  weight: number;
  credit: number;
}

/**
 * The next route: each gets its share, spread evenly (smooth weighted round robin); those of weight 0 only if there are no others. Updates
 * the credits; undefined if there is no route.
 */
export function nextRoute<Turn extends RouteTurn>(open: readonly Turn[]): Turn | undefined {
  const weighted = open.filter(({ weight }) => weight > 0);
  if (weighted.length === 0) return open[0];
  const all = weighted.reduce((sum, { weight }) => sum + weight, 0);
  for (const turn of weighted) turn.credit += turn.weight;
  const best = weighted.reduce((first, turn) => (turn.credit > first.credit ? turn : first));
  best.credit -= all;
  return best;
}

/** How long a route rests (seconds) that refused for the first time, the second in a row, and so on; the last holds from then on. */
export const restLadder: readonly number[] = [60, 120, 240, 480, 960, 1800];

/** How long a route rests (seconds) that refused for the so-manieth time in a row, from 1. */
export function restSeconds(rests: number): number {
  return restLadder[Math.min(rests, restLadder.length) - 1] ?? 60;
}
