import type { EditionSource } from '../../db/queries/edition-source.ts';
import type { Finding } from '../../domain/campaigns/preflight.ts';

/** What is wrong with who a message comes from. */
export function senderFindings({ sender }: Pick<EditionSource, 'sender'>): Finding[] {
  if (!sender)
    return [
      { severity: 'blocking', code: 'no_sender', message: 'Choose who the message comes from.', where: 'sender' },
    ];
  if (sender.isSigned) return [];
  const message = `Mail from ${sender.address} is not signed (DKIM), so many inboxes will distrust it. Add its domain in the settings.`;
  return [{ severity: 'warning', code: 'unsigned', message, where: 'sender' }];
}
