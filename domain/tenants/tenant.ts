import { z } from 'zod';
import { Currency } from '../money.ts';
import { zoneNamed } from '../people/locale.ts';
import { answersByMail } from '../notifications/answers-by-mail.ts';

/** An IANA time zone name such as Europe/Berlin. */
export const TimeZone = z
  .string()
  .max(60)
  .overwrite((zone) => (isTimeZone(zone) ? (zoneNamed(zone) ?? zone) : zone))
  .refine(isTimeZone, { error: 'must be an IANA time zone such as Europe/Berlin' });

/** A time of day in a tenant's or a person's zone, `HH:MM`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 21:00');

/** The settings of a tenant that people change. */
export const TenantSettings = z.object({
  name: z.string().trim().min(1).max(120),
  timeZone: TimeZone,
  currency: Currency,
  /** Appears in every marketing message, as the law requires. */
  postalAddress: z.string().trim().max(500),
  /** Marketing messages a person gets at most in a rolling window of days; null: no cap. */
  cap: z.strictObject({ messages: z.int().min(1).max(1000), days: z.int().min(1).max(365) }).nullable(),
  /** When automated sends wait, in the person's zone; over midnight where `from` is later than `to`. Null: never. */
  quietHours: z
    .strictObject({ from: TimeOfDay, to: TimeOfDay })
    .refine(({ from, to }) => from !== to, { error: 'must not begin and end at the same time' })
    .nullable(),
  /** How far back a touch may lie to count for attribution, in days. */
  lookBackDays: z.int().min(1).max(730),
  countOpensAsTouch: z.boolean(),
  /** Whether links in messages are tagged with their campaign, and on the tenant's own pages with the message. */
  tagLinks: z.boolean(),
  /** How long engagement is kept, in days. */
  retentionDays: z.int().min(30).max(3650),
  /** Whether broadcasts go to the seed list too, where nobody says otherwise of one. */
  sendsToSeeds: z.boolean(),
  /** What is brought by mail of what people answer, and to whom. */
  answersByMail: z.enum(answersByMail),
});

/** The settings of a tenant. */
export type TenantSettings = z.infer<typeof TenantSettings>;

/** A change of some settings; what is left out stays. */
export const TenantChange = TenantSettings.partial().strict();

/** A change of some settings. */
export type TenantChange = z.infer<typeof TenantChange>;

/** Why sending is stopped or goes on again: kept in the audit log. */
export const SwitchReason = z.strictObject({
  reason: z.string().trim().min(1, 'say why, for whoever finds it later').max(300),
});

function isTimeZone(name: string): boolean {
  // Offsets such as +02:00 and names such as EST are accepted by Intl, but are no zones with rules.
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
