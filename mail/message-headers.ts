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

/** The headers of an edition, compiled: what is the same for all is written once. */
export class CompiledHeaders {
  private readonly list: Header[];
  /** All lines as they are sent: what is the same for all in one stretch up to the next value that is not. */
  private readonly stretches: Header['value'][];
  /** For each name in the signature's order: its place in the list and, where it is the same for all, its canonical line. */
  private readonly signed: { index: number; line: string | null }[];

  /** `subject` fills the subject line for one person. Throws where the sender's address is none. */
  constructor(options: CompileOptions & { subject: (filling: Filling) => string; boundary: string }) {
    this.list = headerList(options);
    this.stretches = stretchesOf(this.list);
    // A name that stands twice speaks the second time of a header that is not there, which adds nothing.
    this.signed = [...new Set(signedHeaders)].flatMap((name) => {
      const index = this.list.findIndex((header) => header.name.toLowerCase() === name);
      const value = this.list[index]?.value;
      return index < 0 ? [] : [{ index, line: typeof value === 'string' ? `${relaxedHeader(name, value)}\r\n` : null }];
    });
  }

  /** The header lines of one message as they are sent. */
  render(input: HeaderInput): string {
    let text = '';
    for (const stretch of this.stretches) text += typeof stretch === 'string' ? stretch : stretch(input);
    return text;
  }

  /** The values of one message's headers, for what is signed and sent. */
  write(input: HeaderInput): string[] {
    const values: string[] = [];
    for (const { value } of this.list) values.push(typeof value === 'string' ? value : value(input));
    return values;
  }

  /** The header lines as they are sent. */
  text(values: readonly string[]): string {
    let text = '';
    for (let i = 0; i < values.length; i += 1) text += `${this.list[i]!.name}: ${values[i]!}\r\n`;
    return text;
  }

  /** The signed header lines in the signature's order, in relaxed form. */
  canonical(values: readonly string[]): string {
    let text = '';
    for (const { index, line } of this.signed)
      text += line ?? `${relaxedHeader(this.list[index]!.name, values[index]!)}\r\n`;
    return text;
  }
}

function stretchesOf(list: readonly Header[]): Header['value'][] {
  const stretches: Header['value'][] = [];
  let same = '';
  for (const { name, value } of list) {
    same += `${name}: `;
    if (typeof value === 'string') same += value;
    else {
      stretches.push(same, value);
      same = '';
    }
    same += '\r\n';
  }
  return [...stretches, same];
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
