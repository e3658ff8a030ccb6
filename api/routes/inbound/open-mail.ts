import { openMail } from '../../../db/kept-mail.ts';
import type { KeyRing } from '../../../domain/key-ring.ts';
import { writtenText, type MailRead } from '../../../domain/inbound/mail.ts';
import { listPhrases, type PhraseChoice } from '../../../domain/inbound/phrases.ts';

/** A mail as it is shown: some headers, the text as text, and the lines that a rule can be made of. */
interface OpenedMail {
  headers: { name: string; value: string }[];
  text: string | null;
  phrases: PhraseChoice[];
}

const shownHeaders = ['from', 'to', 'subject', 'date', 'message-id', 'auto-submitted', 'content-type'];

/** Opens a kept mail. Nothing of it is ever shown as anything but text. */
export function openKeptMail(
  { keyRing, readMail }: { keyRing: KeyRing; readMail: (raw: Uint8Array) => MailRead },
  sealed: string | null,
): OpenedMail {
  const raw = sealed === null ? null : openMail(keyRing, sealed);
  if (raw === null) return { headers: [], text: null, phrases: [] };
  const mail = readMail(raw);
  const headers = shownHeaders.flatMap((name) => {
    const value = mail.headers.get(name);
    return value === undefined ? [] : [{ name, value: value.slice(0, 500) }];
  });
  const text = mail.parts.find(({ contentType }) => contentType === 'message/delivery-status')?.text ?? '';
  return {
    headers,
    text: [writtenText(mail), text]
      .filter((part) => part.trim() !== '')
      .join('\n\n')
      .slice(0, 30_000),
    phrases: listPhrases(mail),
  };
}
