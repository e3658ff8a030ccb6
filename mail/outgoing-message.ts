import type { Bytes } from './bytes.ts';

/** A message that is ready for SMTP. */
export interface OutgoingMessage {
  /** The message's id; outcomes carry it. */
  id: string;
  /** VERP address that bounces come back to; empty for none. */
  envelopeFrom: string;
  /** The one recipient, domain in ASCII. */
  to: string;
  /**
   * Headers and body, lines ending with CRLF. Not dot-stuffed. May be written only when it is read, so read it once; ASCII unless
   * `smtpUtf8` is set.
   */
  readonly data: string;
  /** Writes the data as bytes, where that costs less than reading it as text; only for ASCII. */
  write?(bytes: Bytes): void;
  /** No line of the data begins with a dot, so that it need not be searched for one. */
  dotless?: boolean;
  /** The message has characters beyond ASCII in its headers or envelope and needs a server that offers SMTPUTF8. */
  smtpUtf8?: boolean;
}
