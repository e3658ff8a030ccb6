import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import { Id } from '../ids.ts';

/** What can hold for a person. Marketing needs `granted`. */
export const consentStates = ['unknown', 'granted', 'denied'] as const;

/** One of `consentStates`. */
export const ConsentState = z.enum(consentStates);

/** The lawful bases that a consent may rest on. */
export const lawfulBases = ['consent', 'legitimate_interest', 'contract'] as const;

/** One of `lawfulBases`. */
export const LawfulBasis = z.enum(lawfulBases);

/** What a person may be reached by. The consent that marketing mail asks for is that for `email`. */
export const consentChannels = ['email', 'phone', 'sms', 'post'] as const;

/** One of `consentChannels`. */
export const ConsentChannel = z.enum(consentChannels);

/** A consent to be recorded; `at` is when the person gave it (default now) and never lies in the future. With a topic it speaks of that alone. */
export const ConsentInput = z.strictObject({
  state: z.enum(['granted', 'denied']),
  source: z.string().trim().min(1).max(200),
  basis: LawfulBasis.default('consent'),
  channel: ConsentChannel.default('email'),
  topicId: Id.optional(),
  note: z.string().trim().max(2000).optional(),
  at: Moment.optional(),
  /** Nothing holds before the person has confirmed it by the link in a mail that is sent to them now. */
  doubleOptIn: z.boolean().default(false),
});

/** A consent to be recorded. */
export type ConsentInput = z.infer<typeof ConsentInput>;

/** One line of a person's consent history. */
export const Consent = z.object({
  id: Id,
  state: z.enum(['granted', 'denied']),
  source: z.string(),
  basis: LawfulBasis,
  channel: ConsentChannel,
  topic: z.object({ id: Id, name: z.string() }).nullable(),
  note: z.string().nullable(),
  at: z.string(),
});

/** One line of a person's consent history. */
export type Consent = z.infer<typeof Consent>;
