import { createHash } from 'node:crypto';
import type { MessageClass } from '../domain/content/content.ts';
import type { MergeData } from '../domain/content/merge-data.ts';
import type { TokenRing } from '../domain/tokens/token.ts';
import { messageTokens } from '../domain/tokens/token.ts';
import type { TokenFilling } from './body-parts.ts';
import { compileBody, compileLine } from './body-parts.ts';
import type { DkimKey } from './dkim.ts';
import { dkimSignatures } from './dkim.ts';
import type { Edition } from './edition.ts';
import type { Mailbox } from './headers.ts';
import { needsUtf8, wireAddress } from './headers.ts';
import { addressPrefixes, messageFilling } from './message-filling.ts';
import type { HeaderInput } from './message-headers.ts';
import { compileHeaders } from './message-headers.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { Filling } from './template-parts.ts';

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
  /** The message with its envelope, signed where there are keys. Rejects as `render` throws. */
  outgoing(recipient: Recipient): Promise<OutgoingMessage>;
}

/** Compiles an edition. Throws where its Liquid cannot be parsed or the sender's address is none. */
export function compileMessage(edition: Omit<Edition, 'preheader'>, options: CompileOptions): CompiledMessage {
  const prefixes = addressPrefixes(options.publicUrl);
  const html = compileBody(edition.html, true, prefixes);
  const text = compileBody(edition.text, false, prefixes);
  // "=_" cannot stand in quoted-printable text, so the boundary cannot either.
  const boundary = `=_${createHash('sha256').update(edition.html).update(edition.text).digest('hex').slice(0, 32)}`;
  const subject = compileLine(edition.subject);
  const headers = compileHeaders({ ...options, subject: subject.render, boundary });
  const canFail = html.canFail || text.canFail || subject.canFail;
  const partHead = (type: string) =>
    `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  const first = `--${boundary}\r\n${partHead('text/plain')}`;
  const second = `\r\n--${boundary}\r\n${partHead('text/html')}`;
  const last = `\r\n--${boundary}--\r\n`;

  const begin = (recipient: Recipient): Begun => {
    const tokens = messageTokens(options.ring, recipient);
    const address = wireAddress(recipient.to.address);
    if (address === null) throw new Error('The recipient has no address that mail can be sent to');
    const filling = messageFilling({ data: recipient.data, tokens, prefixes, links: edition.links.length });
    return { recipient, tokens, address, filling };
  };
  const write = (begun: Begun) => ({
    head: headers.render(begun),
    body: first + text.render(begun.filling) + second + html.render(begun.filling) + last,
  });
  const unsigned = (begun: Begun) => {
    const { head, body } = write(begun);
    return `${head.text}\r\n${body}`;
  };
  const signed = async (begun: Begun, keys: readonly DkimKey[]) => {
    const { head, body } = write(begun);
    return `${await dkimSignatures(keys, head.canonical(), body)}${head.text}\r\n${body}`;
  };
  return {
    render: (recipient) => unsigned(begin(recipient)),
    outgoing: async (recipient) => {
      const begun = begin(recipient);
      const envelope = envelopeOf(begun, options.bounceDomain);
      if (options.dkim?.length) return { ...envelope, data: await signed(begun, options.dkim) };
      return canFail ? { ...envelope, data: unsigned(begun) } : new LateMessage(envelope, () => unsigned(begun));
    },
  };
}

/** A message whose values are known and whose text is not written yet. */
interface Begun extends HeaderInput {
  filling: Filling & TokenFilling;
}

/**
 * A message whose text is written when it is read: a window of messages then waits as a few values each, and a text lives no longer than it takes to send it, which
 * is what keeps the garbage collector out of the way.
 */
class LateMessage implements OutgoingMessage {
  readonly id: string;
  readonly envelopeFrom: string;
  readonly to: string;
  readonly dotless = true;
  readonly smtpUtf8: boolean;
  constructor(
    envelope: Omit<OutgoingMessage, 'data'>,
    private readonly write: () => string,
  ) {
    this.id = envelope.id;
    this.envelopeFrom = envelope.envelopeFrom;
    this.to = envelope.to;
    this.smtpUtf8 = envelope.smtpUtf8 ?? false;
  }

  get data(): string {
    return this.write();
  }
}

function envelopeOf({ recipient, tokens, address }: Begun, bounceDomain: string): Omit<OutgoingMessage, 'data'> {
  // Quoted-printable as we write it, and our headers, have no line that begins with a dot.
  return {
    id: recipient.messageId,
    envelopeFrom: `${tokens.verp}@${bounceDomain}`,
    to: address,
    dotless: true,
    smtpUtf8: needsUtf8(address),
  };
}
