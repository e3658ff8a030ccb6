import type { SmtpStage } from '../../domain/delivery/reply-verdict.ts';
import type { Bytes } from '../bytes.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import type { ConversationTimeouts, MessageSource } from './conversation.ts';
import { nextBurstSize } from './burst-size.ts';
import { envelopeRefusal, isPositive, outcomeOf, type Refusal } from './envelope.ts';
import type { Reply } from './reply.ts';
import { ConnectionLost, TookLeave } from './session.ts';
import type { SmtpSession } from './session.ts';

/** A burst ends with the message that passes this, so that a large one does not hold many others back. */
const mostOctets = 384 * 1024;

/**
 * Sends messages over a connection that takes BDAT (RFC 3030), in bursts: several whole transactions are one write and their answers
 * one read, which saves most of what the kernel takes for a message. An envelope that is refused harms nobody: its text is counted
 * and not searched for, and each transaction begins with RSET. What was written and not answered when a connection is lost is
 * uncertain, so a burst is small until the server has shown that it answers at once (`nextBurstSize`). Never throws.
 */
export async function converseInBursts(
  session: SmtpSession,
  source: MessageSource,
  timeouts: ConversationTimeouts,
): Promise<void> {
  session.setTimeout(timeouts.messageMs);
  while (session.isOpen) {
    session.bytes.length = 0;
    const burst = takeBurst(session, source);
    if (burst.length === 0) return;
    let settled = 0;
    try {
      const wroteAt = performance.now();
      session.writeBytes();
      await session.arrived(burst.length * stages.length);
      session.burstSize = nextBurstSize(session.burstSize, {
        messages: burst.length,
        answeredInMs: performance.now() - wroteAt,
      });
      for (; settled < burst.length; settled += 1) settle(session, source, burst[settled]!);
    } catch (error) {
      const lost = error instanceof ConnectionLost ? error : new ConnectionLost('lost');
      session.destroy();
      for (const message of burst.slice(settled))
        if (!(lost instanceof SaidGoodbye))
          source.settle(message, { id: message.id, kind: 'uncertain', cause: lost.cause });
        else if (message !== lost.settled) source.putBack(message, lost);
      return;
    }
  }
}

/** What each of a transaction's answers speaks of: RSET, MAIL, RCPT, BDAT. */
const stages = ['mail', 'mail', 'rcpt', 'data'] as const;

/** The server said 421: what stands behind that answer was not looked at (RFC 5321, 3.8). `settled` has its outcome. */
class SaidGoodbye extends TookLeave {
  constructor(readonly settled: OutgoingMessage) {
    super();
  }
}

/** Settles a message by the answers to its transaction. Throws where the connection is done with. */
function settle(session: SmtpSession, source: MessageSource, message: OutgoingMessage): void {
  let refusal: Verdict | null = null;
  for (const stage of stages) {
    // Without an envelope there is no delivery, whatever became of the text.
    if (refusal !== null && !session.hasUnasked()) break;
    const verdict: Verdict = { reply: session.nextReply(), stage };
    const isRefused = !isPositive(verdict.reply);
    if (isRefused) refusal ??= verdict;
    if (verdict.reply.code === 421) {
      source.settle(message, outcomeOf(message, refusal ?? verdict));
      throw new SaidGoodbye(message);
    }
    // The last answer is the one that counts where a server took the text in spite of what it had said.
    if (stage === 'data' && !isRefused) refusal = verdict;
  }
  source.settle(message, outcomeOf(message, refusal!));
}

interface Verdict {
  reply: Reply;
  stage: SmtpStage;
}

/** Writes the next messages that this server can take into the session's bytes; the others are refused on the spot. */
function takeBurst(session: SmtpSession, source: MessageSource): OutgoingMessage[] {
  const burst: OutgoingMessage[] = [];
  const { bytes } = session;
  while (burst.length < session.burstSize && bytes.length < mostOctets) {
    const message = source.take();
    if (!message) break;
    const from = bytes.length;
    const refusal = refusalOf(session, message);
    if (!refusal) {
      burst.push(message);
      continue;
    }
    bytes.length = from;
    source.settle(message, { id: message.id, kind: 'rejected', text: 'not tried', ...refusal });
  }
  return burst;
}

/** Writes a transaction; says why it must not be sent where the server could not take it. */
function refusalOf(session: SmtpSession, message: OutgoingMessage): Refusal | null {
  const { bytes } = session;
  const early = envelopeRefusal(session, message, 0);
  if (early) return early;
  const parameters = message.smtpUtf8 ? ' BODY=8BITMIME SMTPUTF8' : '';
  const commands = `RSET\r\nMAIL FROM:<${message.envelopeFrom}>${parameters}\r\nRCPT TO:<${message.to}>\r\nBDAT `;
  if (message.smtpUtf8) bytes.utf8(commands);
  else bytes.ascii(commands);
  // How many octets follow is known when they are written: their number has room for as many digits as the last one had.
  const sizeAt = bytes.length;
  const digits = session.usualDigits;
  bytes.ascii(`${'0'.repeat(digits)} LAST\r\n`);
  const textAt = bytes.length;
  writeText(bytes, message);
  const octets = String(bytes.length - textAt);
  if (octets.length !== digits) {
    session.usualDigits = octets.length;
    bytes.insert(sizeAt, octets.length - digits);
  }
  bytes.room.write(octets, sizeAt, 'latin1');
  return envelopeRefusal(session, message, Number(octets));
}

/** The message's text, ending with a line's end. BDAT needs no dots. */
function writeText(bytes: Bytes, message: OutgoingMessage): void {
  if (message.write && !message.smtpUtf8) return message.write(bytes);
  const { data } = message;
  const text = data.endsWith('\r\n') ? data : `${data}\r\n`;
  if (message.smtpUtf8) bytes.utf8(text);
  else bytes.ascii(text);
}
