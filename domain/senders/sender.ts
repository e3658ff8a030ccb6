import { z } from 'zod';
import { changeOf } from '../change.ts';
import { Id } from '../ids.ts';
import { asciiDomain, parseEmail } from '../people/email.ts';
import { WarmUpState } from './warm-up.ts';
import { DomainFinding, DomainRecord, DomainState } from './domain-check.ts';

/**
 * An address that mail comes from or goes back to: lower case, its domain in ASCII as sending domains are. Letters of other scripts before
 * the @ would need SMTPUTF8 (RFC 6531) of every receiver, which many do not speak: there a message to anybody would come to nothing.
 */
const ownAddress = z
  .string()
  .max(320)
  .transform((text, context) => {
    const parsed = parseEmail(text);
    const key = 'key' in parsed && text.trim().length === parsed.email.length ? parsed.key : null;
    const message =
      key === null
        ? 'must be an address such as news@example.com'
        : /[^ -~]/.test(key)
          ? 'must have plain letters (a to z), digits and signs alone before the @: many mail servers take no mail from others. The domain may have any letters'
          : null;
    if (key !== null && message === null) return key;
    context.addIssue({ code: 'custom', message: message! });
    return z.NEVER;
  });

/** Someone mail comes from: the name and address in From, and where replies go. */
export const NewSender = z.strictObject({
  name: z.string().trim().min(1).max(200),
  address: ownAddress,
  replyTo: ownAddress.nullable().default(null),
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
  address: z.string(),
  replyTo: z.string().nullable(),
  domain: z.string(),
  /** Whether mail from this address is signed (DKIM) with a key of its domain. */
  isSigned: z.boolean(),
  /** What DNS says of its domain; null: the domain is not registered. */
  domainState: DomainState.nullable(),
  /** How much it may send a day while receivers get to know it; null: it is not warmed up. */
  warmUp: WarmUpState.nullable(),
  version: z.int(),
});

/** A sender as the API shows it. */
export type Sender = z.infer<typeof Sender>;

/** How mail is signed. */
export const DkimAlgorithm = z.enum(['rsa-sha256', 'ed25519-sha256']);

/** How mail is signed. */
export type DkimAlgorithm = z.infer<typeof DkimAlgorithm>;

/** A signing key: the next one signs as soon as DNS publishes it, a retired one does not any more. */
export const DkimKeyState = z.object({
  selector: z.string(),
  algorithm: DkimAlgorithm,
  stage: z.enum(['next', 'signing', 'retired']),
  createdAt: z.iso.datetime(),
  retiredAt: z.iso.datetime().nullable(),
});

/** A signing key as the API shows it. */
export type DkimKeyState = z.infer<typeof DkimKeyState>;

/** A domain that mail is sent from, with the DNS record that publishes its first signing key. */
export const SendingDomain = z.object({
  id: Id,
  domain: z.string(),
  dkimSelector: z.string().nullable(),
  dkimAlgorithm: DkimAlgorithm.nullable(),
  dkimRecord: z.object({ name: z.string(), type: z.literal('TXT'), value: z.string() }).nullable(),
  /** Whether receivers can tell that its mail is its own. */
  state: DomainState,
  checkedAt: z.iso.datetime().nullable(),
  /** Somebody asked for a look, and it is not over. */
  isChecking: z.boolean(),
  /** When it is looked at again by itself. */
  nextCheckAt: z.iso.datetime(),
  /** The host that bounces come back to, below the domain; null: the installation's own. */
  returnPathHost: z.string().nullable(),
  /** The host of links and of the way to unsubscribe in its mail, below the domain; null: the installation's own. */
  trackingHost: z.string().nullable(),
  /** Whether these hosts lead to us, so that they are used. */
  returnPathWorks: z.boolean(),
  trackingWorks: z.boolean(),
  version: z.int(),
});

/** A sending domain as the API shows it. */
export type SendingDomain = z.infer<typeof SendingDomain>;

/** A sending domain with its keys, the records to set and what was found of them last. */
export const SendingDomainDetail = SendingDomain.extend({
  keys: z.array(DkimKeyState),
  records: z.array(DomainRecord),
  findings: z.array(DomainFinding),
  /** Whether this installation sends nothing from domains that are not verified. */
  isRequired: z.boolean(),
});

/** A sending domain with its keys, records and findings. */
export type SendingDomainDetail = z.infer<typeof SendingDomainDetail>;

/** A domain as DNS has it: lower case, in ASCII whatever its script, without the dot at the end. */
const domainName = z
  .string()
  .trim()
  .max(253)
  .transform((text, context) => {
    const domain = asciiDomain(text.replace(/\.$/, ''));
    if (domain !== null) return domain;
    context.addIssue({ code: 'custom', message: 'must be a domain such as mail.example.com' });
    return z.NEVER;
  });

/** A new sending domain: its name and the kind of key to sign with; both kinds where none is named. */
export const NewSendingDomain = z.strictObject({ domain: domainName, algorithm: DkimAlgorithm.optional() });

/** What may be changed of a sending domain: the hosts below it; what is left out stays. */
export const SendingDomainChange = z.strictObject({
  returnPathHost: domainName.nullable().optional(),
  trackingHost: domainName.nullable().optional(),
});

/** What may be changed of a sending domain, as parsed. */
export type SendingDomainChange = z.infer<typeof SendingDomainChange>;

/** What is wrong with a host that is to be used for a domain; null: nothing. */
export function hostProblem(domain: string, host: string): string | null {
  if (host === domain) return 'must be a name of its own below the domain: a CNAME there would take its mail away';
  return host.endsWith(`.${domain}`) ? null : `must be a name below ${domain}, such as bounce.${domain}`;
}

/** The purpose under which signing keys are sealed; a key copied into another column does not open. */
export const dkimPurpose = 'sending_domains.dkim_private_key_sealed';
