import type { MessageTokens } from '../domain/tokens/token.ts';
import type { CompileOptions, Recipient } from './compiled-message.ts';
import { relaxedHeader, signedHeaders } from './dkim.ts';
import { encodeText, formatMailbox, headerDate, wireAddress } from './headers.ts';
import type { Filling } from './template-parts.ts';

/** What the headers of one message are made from. */
export interface HeaderInput {
  recipient: Recipient;
  tokens: MessageTokens;
  filling: Filling;
  /** The recipient's address in wire form. */
  address: string;
}

/** The headers of one message: as they are sent, and as DKIM signs them. */
export interface RenderedHeaders {
  text: string;
  canonical(): string;
}

/** A header that is the same for all, or one that is made for each. */
type Header = { name: string; value: string | ((input: HeaderInput) => string) };

let dateSecond = 0;
let dateText = '';

/** The Date header's text now; the same for all messages of a second. */
function dateNow(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    dateText = headerDate(new Date(second * 1000));
  }
  return dateText;
}

/** Compiles the headers of an edition; `subject` fills the subject line for one person. */
export function compileHeaders(options: CompileOptions & { subject: (filling: Filling) => string; boundary: string }): {
  render(input: HeaderInput): RenderedHeaders;
} {
  const headers = headerList(options);
  const canonicalFixed = new Map(
    headers.map(({ name, value }) => [
      name.toLowerCase(),
      typeof value === 'string' ? `${relaxedHeader(name, value)}\r\n` : null,
    ]),
  );
  return {
    render(input) {
      const values = headers.map(({ value }) => (typeof value === 'string' ? value : value(input)));
      let text = '';
      for (let i = 0; i < headers.length; i += 1) text += `${headers[i]!.name}: ${values[i]!}\r\n`;
      return { text, canonical: () => canonicalOf(headers, values, canonicalFixed) };
    },
  };
}

function canonicalOf(
  headers: readonly Header[],
  values: readonly string[],
  fixed: ReadonlyMap<string, string | null>,
): string {
  let text = '';
  let before = '';
  for (const name of signedHeaders) {
    // The second mention of a name speaks of a header that is not there, which adds nothing.
    if (name === before) continue;
    before = name;
    const index = headers.findIndex((header) => header.name.toLowerCase() === name);
    if (index >= 0) text += fixed.get(name) ?? `${relaxedHeader(headers[index]!.name, values[index]!)}\r\n`;
  }
  return text;
}

function headerList(options: CompileOptions & { subject: (filling: Filling) => string; boundary: string }): Header[] {
  const from = wireAddress(options.from.address);
  const replyTo = options.replyTo ? wireAddress(options.replyTo) : null;
  if (from === null) throw new Error('The sender has no address that mail can be sent from');
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const list: Header[] = [
    { name: 'From', value: formatMailbox(options.from.name, from, 6) },
    { name: 'To', value: ({ recipient, address }) => formatMailbox(recipient.to.name, address, 4) },
    ...(replyTo ? [{ name: 'Reply-To', value: replyTo }] : []),
    { name: 'Subject', value: ({ filling }) => encodeText(options.subject(filling), 9) },
    { name: 'Date', value: dateNow },
    { name: 'Message-ID', value: ({ recipient }) => `<${recipient.messageId}@${domain}>` },
    { name: 'MIME-Version', value: '1.0' },
    { name: 'Content-Type', value: `multipart/alternative;\r\n boundary="${options.boundary}"` },
  ];
  if (options.class === 'marketing') {
    const base = options.publicUrl.replace(/\/+$/, '');
    const mailbox = (tokens: MessageTokens) => `<mailto:${tokens.mailto}@${options.bounceDomain}?subject=unsubscribe>`;
    list.push({
      name: 'List-Unsubscribe',
      value: ({ tokens }) => `<${base}/u/${tokens.unsubscribe}>,\r\n ${mailbox(tokens)}`,
    });
    list.push({ name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' });
  }
  if (options.feedback) {
    const { campaign, tenant } = options.feedback;
    list.push({ name: 'Feedback-ID', value: `${campaign}:${tenant}:${options.class}:salescompass` });
  }
  return list;
}
