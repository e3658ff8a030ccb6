import type { EditionSource } from '../../../db/queries/content/edition-source.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import type { SendingSetup } from '../../../domain/senders/sending-setup.ts';

/** What is wrong with who a message comes from. Where the installation sends to the world, a From that receivers cannot check stops it. */
export function senderFindings(
  { sender }: Pick<EditionSource, 'sender'>,
  { isRequired }: Pick<SendingSetup, 'isRequired'>,
): Finding[] {
  if (!sender)
    return [
      { severity: 'blocking', code: 'no_sender', message: 'Choose who the message comes from.', where: 'sender' },
    ];
  if (isRequired && !sender.isVerified) {
    const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
    const message = `Receivers cannot tell that mail from ${sender.address} is yours: no signature (DKIM) or return path (SPF) of ${domain} was found in DNS. Set its records, shown in the settings under Senders.`;
    return [{ severity: 'blocking', code: 'unaligned_sender', message, where: 'sender' }];
  }
  if (sender.isSigned) return [];
  const message = `Mail from ${sender.address} is not signed (DKIM), so many inboxes will distrust it. Add its domain in the settings.`;
  return [{ severity: 'warning', code: 'unsigned', message, where: 'sender' }];
}
