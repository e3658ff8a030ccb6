import { createHash } from 'node:crypto';
import type { MessageClass } from '../domain/content/content.ts';
import type { MergeData } from '../domain/content/merge-data.ts';
import type { TokenRing } from '../domain/tokens/token.ts';
import { messageTokens, type MessageTokens } from '../domain/tokens/token.ts';
import { compileBody, compileLine } from './body-parts.ts';
import { Bytes } from './bytes.ts';
import type { DkimKey } from './dkim.ts';
import { DkimSigner } from './dkim.ts';
import type { Edition } from './edition.ts';
import type { Mailbox } from './headers.ts';
import { needsUtf8, wireAddress } from './headers.ts';
import { addressPrefixes, MessageFilling } from './message-filling.ts';
import { CompiledHeaders, type HeaderInput } from './message-headers.ts';
import type { OutgoingMessage } from './outgoing-message.ts';

/** How and as whom an edition is sent. */
export interface CompileOptions {
  from: Mailbox;
  replyTo?: string | null;
  /** Where people reach the product; tokens are appended to it. */
  publicUrl: string;
  /** The domain of our own return addresses, `b-…@` and `u-…@`. */
  bounceDomain: string;
  ring: TokenRing;
  /** One signature for each key; none: unsigned. */
  dkim?: readonly DkimKey[];
  class: MessageClass;
  /** Opaque names for Feedback-ID, by which providers report complaints: no personal data. */
  feedback?: { campaign: string; tenant: string };
}

/** One message to one person. `messageId` is a UUID version 7 and stays the same however often it is tried. */
export interface Recipient {
  messageId: string;
  tenantNumber: number;
  to: Mailbox;
  data: MergeData;
}

/** An edition compiled for one sender: what is the same for all is done, what differs is filled in. */
export interface CompiledMessage {
  /** The unsigned message, headers and body. Throws where the Liquid runs over its bounds or the address is none. */
  render(recipient: Recipient): string;
  /** The message with its envelope; a promise of it where there are keys to sign with. Throws, or rejects, as `render` throws. */
  outgoing(recipient: Recipient): OutgoingMessage | Promise<OutgoingMessage>;
}

/** Compiles an edition. Throws where its Liquid cannot be parsed or the sender's address is none. */
export function compileMessage(edition: Omit<Edition, 'preheader'>, options: CompileOptions): CompiledMessage {
  const prefixes = addressPrefixes(options.publicUrl);
  const html = compileBody(edition.html, true, prefixes);
  const text = compileBody(edition.text, false, prefixes);
  // "=_" cannot stand in quoted-printable text, so the boundary cannot either.
  const boundary = `=_${createHash('sha256').update(edition.html).update(edition.text).digest('hex').slice(0, 32)}`;
  const subject = compileLine(edition.subject);
  const headers = new CompiledHeaders({ ...options, subject: subject.render, boundary });
  const signer = options.dkim?.length ? new DkimSigner(options.dkim) : null;
  const canFail = html.canFail || text.canFail || subject.canFail;
  const partHead = (type: string) =>
    `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  const first = `--${boundary}\r\n${partHead('text/plain')}`;
  const second = `\r\n--${boundary}\r\n${partHead('text/html')}`;
  const last = `\r\n--${boundary}--\r\n`;

  const partBytes = [first, second, last].map((part) => Buffer.from(part, 'latin1')) as [Buffer, Buffer, Buffer];
  const headEnd = Buffer.from('\r\n', 'latin1');
  const fillingOf = ({ recipient, tokens }: Addressed) =>
    new MessageFilling({ data: recipient.data, tokens, prefixes, links: edition.links.length });
  const writeBody = (filling: MessageFilling, bytes: Bytes): void => {
    bytes.add(partBytes[0]);
    text.write(filling, bytes);
    bytes.add(partBytes[1]);
    html.write(filling, bytes);
    bytes.add(partBytes[2]);
  };
  // Made once for all messages: a closure for each would cost as much as its tokens.
  const writer: MessageWriter = {
    text: (addressed) => {
      const filling = fillingOf(addressed);
      return `${headers.render(headerInput(addressed, filling))}\r\n${first}${text.render(filling)}${second}${html.render(filling)}${last}`;
    },
    bytes: (addressed, bytes) => {
      const filling = fillingOf(addressed);
      bytes.ascii(headers.render(headerInput(addressed, filling)));
      bytes.add(headEnd);
      writeBody(filling, bytes);
    },
  };
  const scratch = new Bytes();
  const signed = async (late: LateMessage, signer: DkimSigner): Promise<OutgoingMessage> => {
    const filling = fillingOf(late.addressed);
    const head = headers.write(headerInput(late.addressed, filling));
    scratch.length = 0;
    writeBody(filling, scratch);
    const body = Buffer.from(scratch.since(0));
    const signature = await signer.sign(headers.canonical(head), body);
    return new SignedMessage(late, `${signature}${headers.text(head)}\r\n`, body);
  };
  const addressed = (recipient: Recipient): Addressed => ({
    recipient,
    tokens: messageTokens(options.ring, recipient),
    address: addressOf(recipient),
  });
  return {
    render: (recipient) => writer.text(addressed(recipient)),
    outgoing: (recipient) => {
      const late = new LateMessage(addressed(recipient), writer, options.bounceDomain);
      if (signer) return signed(late, signer);
      return canFail ? writtenMessage(late, late.data) : late;
    },
  };
}

/** A recipient with the message's tokens and the address in wire form. */
interface Addressed {
  recipient: Recipient;
  tokens: MessageTokens;
  address: string;
}

// Written out: a spread of so few values is a call into the runtime.
const headerInput = ({ recipient, tokens, address }: Addressed, filling: MessageFilling): HeaderInput => ({
  recipient,
  tokens,
  address,
  filling,
});

/** Writes an edition for one person, as text or, where it is ASCII, as bytes. */
interface MessageWriter {
  text(addressed: Addressed): string;
  bytes(addressed: Addressed, bytes: Bytes): void;
}

/** The recipient's address as it travels. Throws where it is none, without naming it. */
function addressOf(recipient: Recipient): string {
  const address = wireAddress(recipient.to.address);
  if (address === null) throw new Error('The recipient has no address that mail can be sent to');
  return address;
}

/**
 * A message whose text is written when it is read: a window of messages then waits as a few values each, and a text lives no longer
 * than it takes to send it, which keeps the garbage collector out of the way.
 */
class LateMessage implements OutgoingMessage {
  readonly id: string;
  readonly envelopeFrom: string;
  readonly to: string;
  readonly smtpUtf8: boolean;
  // Quoted-printable as we write it, and our headers, have no line that begins with a dot.
  readonly dotless = true;
  constructor(
    readonly addressed: Addressed,
    private readonly writer: MessageWriter,
    bounceDomain: string,
  ) {
    this.id = addressed.recipient.messageId;
    this.envelopeFrom = `${addressed.tokens.verp}@${bounceDomain}`;
    this.to = addressed.address;
    this.smtpUtf8 = needsUtf8(this.to);
  }

  get data(): string {
    return this.writer.text(this.addressed);
  }

  write(bytes: Bytes): void {
    this.writer.bytes(this.addressed, bytes);
  }
}

/** A message that has been signed: it cannot be written anew, as its signature speaks of these very bytes. */
class SignedMessage implements OutgoingMessage {
  readonly id: string;
  readonly envelopeFrom: string;
  readonly to: string;
  readonly smtpUtf8: boolean;
  readonly dotless = true;
  constructor(
    { id, envelopeFrom, to, smtpUtf8 }: LateMessage,
    private readonly head: string,
    private readonly body: Buffer,
  ) {
    this.id = id;
    this.envelopeFrom = envelopeFrom;
    this.to = to;
    this.smtpUtf8 = smtpUtf8;
  }

  get data(): string {
    return this.head + this.body.toString('latin1');
  }

  write(bytes: Bytes): void {
    bytes.ascii(this.head);
    bytes.add(this.body);
  }
}

function writtenMessage({ id, envelopeFrom, to, smtpUtf8, dotless }: OutgoingMessage, data: string): OutgoingMessage {
  return { id, envelopeFrom, to, smtpUtf8, dotless, data };
}
