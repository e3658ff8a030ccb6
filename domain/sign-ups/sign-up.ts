import { z } from 'zod';
import { Id } from '../ids.ts';

/** How long the link in a confirmation works, in days; the token's own lifetime is the same. */
export const confirmationDays = 7;

/** A second sign-up within this time is the same one: the mail is on its way. */
export const quietMinutes = 10;

/** Confirmations that one person is sent in 24 hours at most, whoever asks: nobody floods a mailbox through us. */
export const mostADay = 3;

const day = 24 * 3600_000;

/** What becomes of a sign-up, from when the same person was asked before. */
export type SignUpDecision = { kind: 'ask' } | { kind: 'alreadyAsked' } | { kind: 'refuse'; retryAfterSeconds: number };

/** Decides on a sign-up at `nowIso` from the times of the earlier ones (ISO 8601), in any order. */
export function decideSignUp(earlier: readonly string[], nowIso: string): SignUpDecision {
  const now = Date.parse(nowIso);
  const ages = earlier
    .map((at) => now - Date.parse(at))
    .filter((age) => age < day)
    .sort((a, b) => a - b);
  const latest = ages[0];
  if (latest !== undefined && latest < quietMinutes * 60_000) return { kind: 'alreadyAsked' };
  const limiting = ages[mostADay - 1];
  return limiting === undefined
    ? { kind: 'ask' }
    : { kind: 'refuse', retryAfterSeconds: Math.ceil((day - limiting) / 1000) };
}

/** A sign-up as the API shows it. */
export const SignUp = z.object({
  id: Id,
  /** waiting: the mail is on its way or was sent; expired: nobody confirmed in time. */
  status: z.enum(['waiting', 'confirmed', 'expired', 'failed']),
  source: z.string(),
  topic: z.object({ id: Id, name: z.string() }).nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  confirmedAt: z.string().nullable(),
});

/** A sign-up as the API shows it. */
export type SignUp = z.infer<typeof SignUp>;

const oneLine = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\r\n]*$/, 'must be a single line');

/** The message that asks for confirmation: what is around the button is ours, so that it carries no marketing. */
export const SignUpMessage = z.object({
  senderId: Id.nullable(),
  subject: oneLine,
  intro: z.string().trim().min(1).max(1000),
  version: z.int(),
});

/** The message that asks for confirmation. */
export type SignUpMessage = z.infer<typeof SignUpMessage>;

/** A change of it; what is left out stays. */
export const SignUpMessageChange = SignUpMessage.omit({ version: true }).partial().strict();

/** A change of it. */
export type SignUpMessageChange = z.infer<typeof SignUpMessageChange>;
