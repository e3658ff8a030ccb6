import type { DueMailbox } from '../../db/queries/inbound/mailboxes.ts';
import { openSecret } from '../../db/sealing.ts';
import { mailboxPurpose } from '../../domain/inbound/mailbox.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { MailboxFailure } from '../../mail/inbound/mailbox.ts';

/** What opens a mailbox, with its password in the clear; throws `MailboxFailure` where no key of the ring opens that. */
export function accessOf(ring: KeyRing, { host, port, security, username, folder, passwordSealed }: DueMailbox) {
  try {
    const password = openSecret(ring, mailboxPurpose, passwordSealed);
    return { host, port, security, username, folder, password };
  } catch {
    throw new MailboxFailure('no_password');
  }
}

/** Behind which mail of its folder the last look ended; null before the first one. */
export function cursorOf({ uidValidity, lastUid }: DueMailbox): { uidValidity: number; lastUid: number } | null {
  return uidValidity === null || lastUid === null ? null : { uidValidity, lastUid };
}
