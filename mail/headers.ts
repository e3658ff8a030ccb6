import { domainToASCII } from 'node:url';

/** Someone a message is from or to. */
export interface Mailbox {
  name: string | null;
  address: string;
}

/** Octets of UTF-8 in one encoded word, so that the word stays within 75 characters. */
const wordOctets = 45;
/** The longest line that may hold an encoded word (RFC 2047); others are folded there too. */
const softLimit = 76;

/** Text without what could end a header line or hide in it: control characters become spaces, white space is closed up. */
export function headerText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

/** Unstructured header text: as it stands where it is ASCII, RFC 2047 encoded words elsewhere; folded. `used` is the length of the name before it. */
export function encodeText(text: string, used: number): string {
  const clean = headerText(text);
  return needsEncoding(clean) ? encodeWords(clean, used) : fold(clean, used);
}

function needsEncoding(text: string): boolean {
  return /[^ -~]|=\?|[^ ]{200}/.test(text);
}

/** Encoded words that never cut a character in two; the first one has the room that the name of the header leaves. */
function encodeWords(text: string, used: number): string {
  const words: string[] = [];
  let room = Math.min(wordOctets, 3 * Math.floor((softLimit - used - '=?UTF-8?B??='.length) / 4));
  let chunk = '';
  let octets = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (octets + size > room) {
      words.push(chunk);
      room = wordOctets;
      chunk = '';
      octets = 0;
    }
    chunk += character;
    octets += size;
  }
  words.push(chunk);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

function fold(text: string, used: number): string {
  if (used + text.length <= softLimit) return text;
  let line = used;
  let folded = '';
  for (const word of text.split(' ')) {
    const breaks = folded !== '' && line + 1 + word.length > softLimit;
    folded += folded === '' ? word : breaks ? `\r\n ${word}` : ` ${word}`;
    line = breaks ? 1 + word.length : line + 1 + word.length;
  }
  return folded;
}

/** An address as it travels: the domain in its ASCII form, an unusual local part in quotes. Null where it cannot be one. */
export function wireAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  // eslint-disable-next-line no-control-regex
  if (at < 1 || /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(local)) return null;
  // eslint-disable-next-line no-control-regex
  const ascii = /^[\x00-\x7f]*$/.test(domain) ? domain : domainToASCII(domain);
  if (!/^(?:[\w-]+(?:\.[\w-]+)*|\[[\w.:]+\])$/.test(ascii)) return null;
  if (
    /^(?:[\w!#$%&'*+/=?^`{|}~-]|[^ -~])+(?:\.(?:[\w!#$%&'*+/=?^`{|}~-]|[^ -~])+)*$/.test(local) ||
    /^"(?:[^"\\]|\\.)*"$/.test(local)
  ) {
    return `${local}@${ascii}`;
  }
  return `"${local.replace(/["\\]/g, '\\$&')}"@${ascii}`;
}

/** Whether an address needs SMTPUTF8 (RFC 6531): its local part has characters beyond ASCII. */
export function needsUtf8(address: string): boolean {
  return /[^ -~]/.test(address);
}

/** One mailbox as From, To and Reply-To write it; `address` must come from `wireAddress`. */
export function formatMailbox(name: string | null, address: string, used: number): string {
  const clean = headerText(name ?? '');
  if (clean === '') return address;
  const phrase = needsEncoding(clean)
    ? encodeWords(clean, used)
    : `"${fold(clean.replace(/["\\]/g, '\\$&'), used + 1)}"`;
  const lastLine = phrase.length - Math.max(phrase.lastIndexOf('\n'), 0) + (phrase.includes('\n') ? 0 : used);
  return `${phrase}${lastLine + address.length + 3 > softLimit ? '\r\n ' : ' '}<${address}>`;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The Date header's text (RFC 5322), in UTC. */
export function headerDate(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().match(/, (\d+) (\w+) (\d+) ([\d:]+)/)!;
  return `${days[date.getUTCDay()]}, ${Number(day)} ${month} ${year} ${time} +0000`;
}
