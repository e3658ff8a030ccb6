import { z } from 'zod';
import { Id } from '../../ids.ts';
import type { RecipientVerdict } from '../judge.ts';

/** The providers whose calls are understood. */
export const providers = ['ses', 'sendgrid', 'mailgun', 'postmark'] as const;

/** One of `providers`. */
export type Provider = (typeof providers)[number];

/** What a provider says of one recipient of one message. */
export interface ProviderEvent {
  /** The provider's own id of it: told again, it is the same. */
  id: string;
  kind: 'report' | 'complaint' | 'unsubscribe' | 'auto_reply';
  verdict: RecipientVerdict;
  /** Texts that may name our message: its Message-ID, the address it was sent from. */
  names: readonly string[];
}

/** How providers are called, and what they verify their calls by. */
export const providerWords: Record<Provider, { name: string; key: string; hint: string }> = {
  ses: {
    name: 'Amazon SES',
    key: 'Topic ARN',
    hint: 'The SNS topic that gets bounces and complaints, such as arn:aws:sns:eu-west-1:123456789012:bounces. Calls of other topics are refused.',
  },
  sendgrid: {
    name: 'SendGrid',
    key: 'Verification key',
    hint: 'Settings → Mail Settings → Event Webhook → Signed Event Webhook: the public key, one line of base64',
  },
  mailgun: { name: 'Mailgun', key: 'Webhook signing key', hint: 'Settings → API security → HTTP webhook signing key' },
  postmark: {
    name: 'Postmark',
    key: 'Password',
    hint: 'Postmark signs nothing: put the user name salescompass and this password into the address of its webhook',
  },
};

/** What sealed keys of providers are sealed for. */
export const providerKeyPurpose = 'provider_hooks.key';

/** An address that a provider calls. */
export const ProviderHook = z.object({
  id: Id,
  provider: z.enum(providers),
  name: z.string(),
  /** Whether there is a key; without one every call is refused. */
  hasKey: z.boolean(),
  createdAt: z.iso.datetime(),
  createdByName: z.string(),
  events: z.int(),
  lastEventAt: z.iso.datetime().nullable(),
  lastRefusal: z.string().nullable(),
  lastRefusedAt: z.iso.datetime().nullable(),
});

/** An address that a provider calls. */
export type ProviderHook = z.infer<typeof ProviderHook>;

const key = z.string().trim().min(8, 'must be the whole key').max(2_000, 'is longer than any key of theirs');

/** An address to make. The key can be put in later: providers show it only once they know the address. */
export const ProviderHookInput = z.strictObject({
  provider: z.enum(providers),
  name: z.string().trim().min(1, 'must say which account it is for').max(100),
  key: key.optional(),
});

/** A key to put in. */
export const ProviderKeyInput = z.strictObject({ key });

/** Why a call was refused, as people read it. */
export const refusalWords = {
  no_key: 'there is no key to verify calls by yet',
  unreadable: 'it was not what this provider sends',
  forged: 'its signature or password is wrong',
  old: 'it was signed too long ago',
  replayed: 'it had been made before',
  wrong_topic: 'it came from another topic',
  no_certificate: 'the certificate that signed it could not be read',
} as const;

/** What to do about a refused call, for whoever reads the provider's own log of it. */
export const refusalAdvice: Record<Refusal, string> = {
  no_key: 'Enter the key under Settings, Mail that comes back; the provider then calls again.',
  unreadable: 'Choose its JSON format of events, and check that this is the address for this provider.',
  forged: 'Put its present key in under Settings, Mail that comes back.',
  old: 'Check the clocks on both sides; a call is believed for some minutes after it was signed.',
  wrong_topic: 'Name the topic that calls, or lead that of the settings here.',
  replayed: 'Nothing is lost: it was taken the first time.',
  no_certificate: 'It is tried again; let this installation reach sns.amazonaws.com.',
};

/** One of `refusalWords`. */
export type Refusal = keyof typeof refusalWords;

const arn = /^arn:aws[a-z-]{0,10}:sns:[a-z0-9-]{1,40}:\d{12}:[\w-]{1,256}(?:\.fifo)?$/;

/** Why a text is no key of a provider; null where it may be one. Whether a public key is one is for who verifies to say. */
export function refuseKey(provider: Provider, text: string): string | null {
  if (provider === 'ses' && !arn.test(text))
    return 'must be the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:bounces';
  if (provider === 'sendgrid' && !/^[A-Za-z0-9+/=\s]+$/.test(text))
    return 'must be the public key as SendGrid shows it, one line of base64';
  if (provider === 'postmark' && text.length < 16)
    return 'must have 16 characters or more: it is all that keeps strangers out';
  return null;
}
