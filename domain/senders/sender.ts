import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Id } from '../ids.ts';

/** Someone mail comes from: the name and address in From, and where replies go. */
export const NewSender = z.strictObject({
  name: z.string().trim().min(1).max(200),
  address: z.email().max(320),
  replyTo: z.email().max(320).nullable().default(null),
  /** Messages a second for this identity over all campaigns; null: no limit of its own. */
  ratePerSecond: z.number().positive().nullable().default(null),
});

/** A new sender as parsed. */
export type NewSender = z.infer<typeof NewSender>;

/** What may be changed of a sender; what is left out stays, and the address always does. */
export const SenderChange = changeOf(NewSender.omit({ address: true }));

/** A sender as the API shows it. */
export const Sender = NewSender.extend({
  id: Id,
  domain: z.string(),
  /** Whether mail from this address is signed (DKIM) with a key of its domain. */
  isSigned: z.boolean(),
  version: z.int(),
});

/** A sender as the API shows it. */
export type Sender = z.infer<typeof Sender>;

/** A domain that mail is sent from, with the DNS record that publishes its signing key. */
export const SendingDomain = z.object({
  id: Id,
  domain: z.string(),
  dkimSelector: z.string().nullable(),
  dkimAlgorithm: z.enum(['rsa-sha256', 'ed25519-sha256']).nullable(),
  dkimRecord: z.object({ name: z.string(), type: z.literal('TXT'), value: z.string() }).nullable(),
  version: z.int(),
});

/** A sending domain as the API shows it. */
export type SendingDomain = z.infer<typeof SendingDomain>;

/** A new sending domain: its name and the kind of key to sign with. */
export const NewSendingDomain = z.strictObject({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^(?=.{4,})([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'must be a domain such as mail.example.com'),
  algorithm: z.enum(['rsa-sha256', 'ed25519-sha256']).default('rsa-sha256'),
});

/** The purpose under which signing keys are sealed; a key copied into another column does not open. */
export const dkimPurpose = 'sending_domains.dkim_private_key_sealed';
