import { findAddress } from './delivery-status.ts';
import { writtenText, type MailRead } from './mail.ts';

const longestText = 5_000;

/**
 * What a mail is known again by where a copy of it comes another way: its Message-ID, with whom it is from and when it was written, since
 * some programs give one id to all of their mails; where it lacks one of these, also what it answers and says. Servers on the way add
 * headers and code the text anew, but leave these alone.
 */
export function sameMailBy(mail: MailRead): string {
  const { headers } = mail;
  const said = (name: string) => headers.get(name)?.trim() ?? '';
  const [id, written] = [said('message-id'), Date.parse(said('date'))];
  const head = [id, findAddress(said('from')) ?? said('from'), Number.isNaN(written) ? '' : String(written)];
  const isPlain = id !== '' && !Number.isNaN(written);
  const text = isPlain ? [] : [said('in-reply-to'), said('subject'), plain(writtenText(mail))];
  return JSON.stringify([...head, ...text]);
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, longestText);
