import type { SmtpStage } from '../../domain/delivery/reply-verdict.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import type { SendOutcome } from './outcome.ts';
import { scrubText, type Reply } from './reply.ts';

/** Why a message is not even tried, in the codes that the server would answer with. */
export interface Refusal {
  code: number;
  enhanced: string;
  stage: SmtpStage;
}

/** What of a server decides whether it can take a message. */
export interface ServerLimits {
  smtpUtf8: boolean;
  /** Octets a message may have; 0: no limit was told. */
  maxSize: number;
}

/** What an address must not hold outside of quotes, and what it must not hold at all: it would end the command. */
// eslint-disable-next-line no-control-regex
const unusual = /[\u0000-\u0020<>\u007f]/;
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f\u007f]/;

function isAddress(address: string): boolean {
  return !unusual.test(address) || (address.startsWith('"') && !forbidden.test(address));
}

/** Refuses on the spot what this server could not take, as it would refuse it; null: try it. */
export function envelopeRefusal(server: ServerLimits, message: OutgoingMessage, octets: number): Refusal | null {
  if (!isAddress(message.to) || !isAddress(message.envelopeFrom))
    return { code: 553, enhanced: '5.1.3', stage: 'rcpt' };
  if (message.smtpUtf8 && !server.smtpUtf8) return { code: 553, enhanced: '5.6.7', stage: 'rcpt' };
  if (server.maxSize > 0 && octets > server.maxSize) return { code: 552, enhanced: '5.3.4', stage: 'mail' };
  return null;
}

/** What the answer that decided came to. */
export function outcomeOf(message: OutgoingMessage, { reply, stage }: { reply: Reply; stage: SmtpStage }): SendOutcome {
  const text = scrubText(reply.text, message.to);
  const { code, enhanced } = reply;
  if (isPositive(reply)) return { id: message.id, kind: 'accepted', response: text };
  const kind = code >= 500 ? 'rejected' : 'deferred';
  return { id: message.id, kind, code, enhanced, stage, text };
}

/** Whether a command was done. */
export function isPositive(reply: Reply): boolean {
  return reply.code >= 200 && reply.code < 300;
}
