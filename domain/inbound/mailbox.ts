import { z } from 'zod';
import { Id } from '../ids.ts';
import { isAddress, isLoopback, isPublicAddress } from '../webhooks/public-address.ts';

/** How a connection to a mailbox is kept private; `none` is for the machine itself alone. */
export const mailboxSecurities = ['tls', 'starttls', 'none'] as const;

/** What passwords of mailboxes are sealed for. */
export const mailboxPurpose = 'mailboxes.password';

/** What went wrong with a mailbox, as people read it. */
export const mailboxProblemWords = {
  unknown_host: 'Its host name is not known. Check the name.',
  inner_address: 'Its host lies in an inner network, which is never reached. Give a host on the open internet.',
  unreachable: 'Nothing answers at this host and port. Check both, and whether a firewall stands between.',
  timeout: 'It did not answer in time. It is tried again.',
  tls: 'Its certificate is not trusted, or it does not speak TLS at this port. Use TLS with 993 or STARTTLS with 143.',
  refused: 'It refused the user name or the password. Many providers want a password made for this app.',
  no_folder: 'It has no such folder. INBOX is there always.',
  broken_off: 'It broke the connection off. It is tried again.',
  no_password: 'The password cannot be opened any more. Enter it again.',
  stuck:
    'A mail in it can be neither recorded nor kept, so that those behind it wait. It is tried again; tell whoever runs this installation.',
} as const;

/** One of `mailboxProblemWords`. */
export type MailboxProblem = keyof typeof mailboxProblemWords;

const host = z
  .string()
  .trim()
  .min(1, 'must be the host name of the mail server')
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name such as imap.example.com');
const folder = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => ![...text].some((letter) => letter < ' '), 'must be the name of a folder');

const fields = {
  name: z.string().trim().min(1, 'must say which mailbox it is').max(100),
  host,
  port: z.int().min(1).max(65535),
  security: z.enum(mailboxSecurities),
  username: z.string().trim().min(1).max(320),
  password: z.string().min(1).max(1000),
  folder,
};

/** A mailbox to look into. */
export const MailboxInput = z.strictObject({ ...fields, folder: folder.default('INBOX') });

/** A mailbox to look into. */
export type MailboxInput = z.infer<typeof MailboxInput>;

/** What can be changed of one; the password stays where none is given. `status` pauses and resumes. */
export const MailboxChange = z.strictObject({ ...fields, status: z.enum(['active', 'paused']) }).partial();

/** What can be changed of a mailbox. */
export type MailboxChange = z.infer<typeof MailboxChange>;

/** A mailbox that is looked into. */
export const Mailbox = z.object({
  id: Id,
  name: z.string(),
  host: z.string(),
  port: z.int(),
  security: z.enum(mailboxSecurities),
  username: z.string(),
  folder: z.string(),
  status: z.enum(['active', 'paused']),
  lookedAt: z.iso.datetime().nullable(),
  nextLookAt: z.iso.datetime(),
  /** Looks that failed in a row. */
  failures: z.int(),
  /** Why the last one did; null where it went well. */
  problem: z.string().nullable(),
  readCount: z.int(),
  keptCount: z.int(),
  version: z.int(),
});

/** A mailbox that is looked into. */
export type Mailbox = z.infer<typeof Mailbox>;

/** Where a mailbox is, and how to get in. */
export type MailboxAccess = Pick<MailboxInput, 'host' | 'port' | 'security' | 'username' | 'password' | 'folder'>;

/** Why a mailbox may not be reached whatever its name resolves to; null where nothing speaks against it yet. */
export function refuseMailbox({
  host,
  security,
}: Pick<MailboxInput, 'host' | 'security'>): { path: string; message: string } | null {
  if (isOwnHost(host)) return null;
  if (security === 'none')
    return { path: 'security', message: 'must be TLS or STARTTLS: the password would be open to everybody on the way' };
  if (isAddress(host) && !isPublicAddress(host))
    return { path: 'host', message: 'is an address of an inner network, which is never reached' };
  return null;
}

/** Whether a host is the machine itself. */
export function isOwnHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name);
}

const usualMs = 2 * 60_000;
const longestMs = 60 * 60_000;

/** After so many failures in a row, about an hour, people are told of it. */
export const failuresToTell = 5;

/** How long until the next look (milliseconds): two minutes, twice as long after each failure in a row, an hour at most; spread by `random`. */
export function nextLookMs(failures: number, random: number): number {
  const wait = Math.min(longestMs, usualMs * 2 ** Math.min(failures, 10));
  return Math.round(failures === 0 ? wait : wait * (0.8 + 0.4 * random));
}
