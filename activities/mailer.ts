import type { KeyRing } from '../domain/key-ring.ts';
import type { SmtpSender } from '../mail/smtp/sender.ts';

/** What sending mail is built from in a process. */
export interface Mailer {
  /** Signs the tokens in links and return addresses, and opens sealed signing keys. */
  ring: KeyRing;
  /** Where people reach the product; no slash at the end. */
  publicUrl: string;
  /** The domain of return addresses. */
  bounceDomain: string;
  smtp: SmtpSender;
}
