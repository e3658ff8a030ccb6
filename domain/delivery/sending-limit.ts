import { z } from 'zod';
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

/** How many messages a second a domain gets over all organisations. */
export const NewSendingLimit = z.strictObject({ perSecond: z.number().min(0.01).max(10_000) });

/** The limit of a receiving domain. */
export const SendingLimit = z.object({
  domain: z.string(),
  perSecond: z.number(),
  /** Until when nothing goes there because it asked for patience. */
  blockedUntil: z.iso.datetime().nullable(),
  /** Made because the domain asked for patience; goes by itself a day later. */
  isAdaptive: z.boolean(),
});
