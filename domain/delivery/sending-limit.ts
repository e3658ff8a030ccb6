import { z } from 'zod';
import { providers } from './provider.ts';
import { parseEmail } from '../people/email.ts';

/** A receiving domain in the form that addresses are compared by (lower case, ASCII). */
export const ReceivingDomain = z
  .string()
  .trim()
  .max(253)
  .transform((text, context) => {
    const parsed = parseEmail(`somebody@${text}`);
    if (!('problem' in parsed)) return parsed.key.slice(parsed.key.lastIndexOf('@') + 1);
    context.addIssue({ code: 'custom', message: 'is not a domain such as example.com' });
    return z.NEVER;
  });

/** A receiving domain, or the name of a provider that takes the mail of many. */
export const Receiver = z.union([z.enum(providers as [string, ...string[]]), ReceivingDomain]);

/** How many messages a second a domain gets over all organisations. */
export const NewSendingLimit = z.strictObject({ perSecond: z.number().min(0.01).max(10_000) });

/** The limit of a receiving domain or provider. */
export const SendingLimit = z.object({
  /** A domain, or the name of a provider that takes the mail of many. */
  domain: z.string(),
  kind: z.enum(['domain', 'provider']),
  /** At this moment. */
  perSecond: z.number(),
  /** What was set, where the receiver's wish for patience has lowered it: it rises again little by little. */
  basePerSecond: z.number().nullable(),
  /** Until when nothing goes there because it asked for patience. */
  blockedUntil: z.iso.datetime().nullable(),
  /** Made because the receiver asked for patience; goes by itself a day later. */
  isAdaptive: z.boolean(),
});
