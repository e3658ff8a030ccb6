import { createHash } from 'node:crypto';
import type { MessageClass } from '../domain/content/content.ts';
import type { MergeData } from '../domain/content/merge-data.ts';
import type { MessageTokens, TokenRing } from '../domain/tokens/token.ts';
import { messageTokens } from '../domain/tokens/token.ts';
import { compileBody, compileLine } from './body-parts.ts';
import type { DkimKey } from './dkim.ts';
import { dkimSignatures } from './dkim.ts';
import type { Edition } from './edition.ts';
import type { Mailbox } from './headers.ts';
import { needsUtf8, wireAddress } from './headers.ts';
import { addressPrefixes, messageFilling } from './message-filling.ts';
import { compileHeaders } from './message-headers.ts';
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
  /** The message with its envelope, signed where there are keys. Rejects as `render` throws. */
  outgoing(recipient: Recipient): Promise<OutgoingMessage>;
}

/** Compiles an edition. Throws where its Liquid cannot be parsed or the sender's address is none. */
export function compileMessage(edition: Edition, options: CompileOptions): CompiledMessage {
  const prefixes = addressPrefixes(options.publicUrl);
  const html = compileBody(edition.html, true, prefixes);
  const text = compileBody(edition.text, false, prefixes);
  // "=_" cannot stand in quoted-printable text, so the boundary cannot either.
  const boundary = `=_${createHash('sha256').update(edition.html).update(edition.text).digest('hex').slice(0, 32)}`;
  const headers = compileHeaders({ ...options, subject: compileLine(edition.subject), boundary });
  const partHead = (type: string) =>
    `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  const first = `--${boundary}\r\n${partHead('text/plain')}`;
  const second = `\r\n--${boundary}\r\n${partHead('text/html')}`;
  const last = `\r\n--${boundary}--\r\n`;

  const write = (recipient: Recipient) => {
    const tokens = messageTokens(options.ring, recipient);
    const address = wireAddress(recipient.to.address);
    if (address === null) throw new Error('The recipient has no address that mail can be sent to');
    const filling = messageFilling({ data: recipient.data, tokens, prefixes, links: edition.links.length });
    const head = headers.render({ recipient, tokens, filling, address });
    return { tokens, address, head, body: first + text.render(filling) + second + html.render(filling) + last };
  };
  const outgoing = (recipient: Recipient, tokens: MessageTokens, to: string, data: string): OutgoingMessage => {
    const message = { id: recipient.messageId, envelopeFrom: `${tokens.verp}@${options.bounceDomain}`, to, data };
    return needsUtf8(to) ? { ...message, smtpUtf8: true } : message;
  };
  return {
    render: (recipient) => {
      const { head, body } = write(recipient);
      return `${head.text}\r\n${body}`;
    },
    outgoing: async (recipient) => {
      const { tokens, address, head, body } = write(recipient);
      const signatures = options.dkim?.length ? await dkimSignatures(options.dkim, head.canonical(), body) : '';
      return outgoing(recipient, tokens, address, `${signatures}${head.text}\r\n${body}`);
    },
  };
}
