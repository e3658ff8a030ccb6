import type { SmtpStage } from '../../domain/delivery/reply-verdict.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import { envelopeRefusal, isPositive, outcomeOf } from './envelope.ts';
import type { SendOutcome } from './outcome.ts';
import type { Reply } from './reply.ts';
import { ConnectionLost, TookLeave } from './session.ts';
import type { SmtpSession } from './session.ts';

/** Where the messages of a conversation come from and their outcomes go. */
export interface MessageSource {
  /** The next message, if there is one. */
  take(): OutgoingMessage | null;
  settle(message: OutgoingMessage, outcome: SendOutcome): void;
  /** Takes a message back that was certainly not sent. */
  putBack(message: OutgoingMessage, lost: ConnectionLost): void;
}

/** Milliseconds of silence that are borne while a command, or the end of a message, is answered. */
export interface ConversationTimeouts {
  commandMs: number;
  messageMs: number;
}

/** A message whose turn has come, its text in hand. */
interface Job {
  message: OutgoingMessage;
  text: string;
}

type Refusal = { reply: Reply; stage: SmtpStage };

/**
 * Sends messages over one connection until none are left or the connection is done with; never throws. With PIPELINING a message's text, its final dot and the next
 * message's MAIL, RCPT and DATA are one write, so only the message whose dot was written can be uncertain, never the one behind it.
 */
export async function converse(
  session: SmtpSession,
  source: MessageSource,
  timeouts: ConversationTimeouts,
): Promise<void> {
  let job = nextSendable(session, source);
  let announced = false;
  let needsReset = false;
  while (job) {
    let dotWritten = false;
    let next: Job | null = null;
    try {
      if (!announced) session.setTimeout(timeouts.commandMs);
      const refusal = await announce(session, job.message, { announced, needsReset });
      announced = false;
      needsReset = refusal !== null;
      let reply = refusal?.reply;
      if (!reply) {
        next = nextSendable(session, source);
        announced = session.pipelining && next !== null;
        session.setTimeout(timeouts.messageMs);
        session.write(job.text + (announced ? envelopeOf(next!.message) : ''), encodingOf(job.message, next?.message));
        dotWritten = true;
        reply = await session.reply();
      }
      source.settle(job.message, outcomeOf(job.message, { reply, stage: refusal?.stage ?? 'data' }));
      job = null;
      // The server has said that it closes the connection (RFC 5321, 3.8).
      if (reply.code === 421) throw new TookLeave();
      job = next ?? nextSendable(session, source);
    } catch (error) {
      const lost = error instanceof ConnectionLost ? error : new ConnectionLost('lost');
      session.destroy();
      if (job && dotWritten) source.settle(job.message, { id: job.message.id, kind: 'uncertain', cause: lost.cause });
      else if (job) source.putBack(job.message, lost);
      if (next) source.putBack(next.message, lost);
      return;
    }
  }
}

/** Has the envelope accepted; null: the server waits for the text. `announced`: the commands have been written already. */
async function announce(
  session: SmtpSession,
  message: OutgoingMessage,
  state: { announced: boolean; needsReset: boolean },
): Promise<Refusal | null> {
  if (!session.pipelining) return announceStepwise(session, message, state.needsReset);
  if (!state.announced) session.write((state.needsReset ? 'RSET\r\n' : '') + envelopeOf(message), encodingOf(message));
  if (state.needsReset && !state.announced) await session.reply();
  const mail = await session.reply();
  if (mail.code === 421) return { reply: mail, stage: 'mail' };
  const rcpt = await session.reply();
  if (rcpt.code === 421) return { reply: rcpt, stage: 'rcpt' };
  const data = await session.reply();
  const refusal = !isPositive(mail)
    ? { reply: mail, stage: 'mail' as const }
    : !isPositive(rcpt)
      ? { reply: rcpt, stage: 'rcpt' as const }
      : null;
  if (data.code !== 354) return refusal ?? { reply: data, stage: 'data' };
  // Some servers say 354 although nobody will get the message; then a lone dot ends it (RFC 2920, 3.1).
  if (refusal) {
    session.write('.\r\n');
    await session.reply();
  }
  return refusal;
}

async function announceStepwise(
  session: SmtpSession,
  message: OutgoingMessage,
  needsReset: boolean,
): Promise<Refusal | null> {
  if (needsReset) {
    session.write('RSET\r\n');
    await session.reply();
  }
  const [mailFrom, rcptTo] = commandsOf(message);
  session.write(mailFrom, encodingOf(message));
  const mail = await session.reply();
  if (!isPositive(mail)) return { reply: mail, stage: 'mail' };
  session.write(rcptTo, encodingOf(message));
  const rcpt = await session.reply();
  if (!isPositive(rcpt)) return { reply: rcpt, stage: 'rcpt' };
  session.write('DATA\r\n');
  const data = await session.reply();
  return data.code === 354 ? null : { reply: data, stage: 'data' };
}

/** The next message that this server can take at all; the others are refused on the spot, as it would refuse them. */
function nextSendable(session: SmtpSession, source: MessageSource): Job | null {
  if (!session.isOpen) return null;
  for (;;) {
    const message = source.take();
    if (!message) return null;
    const text = textOf(message);
    const refusal = envelopeRefusal(session, message, text.length);
    if (!refusal) return { message, text };
    source.settle(message, { id: message.id, kind: 'rejected', text: 'not tried', ...refusal });
  }
}

function commandsOf(message: OutgoingMessage): [string, string] {
  const parameters = message.smtpUtf8 ? ' BODY=8BITMIME SMTPUTF8' : '';
  return [`MAIL FROM:<${message.envelopeFrom}>${parameters}\r\n`, `RCPT TO:<${message.to}>\r\n`];
}

function envelopeOf(message: OutgoingMessage): string {
  const [mail, rcpt] = commandsOf(message);
  return `${mail}${rcpt}DATA\r\n`;
}

function encodingOf(message: OutgoingMessage, next?: OutgoingMessage): 'latin1' | 'utf8' {
  return message.smtpUtf8 || next?.smtpUtf8 ? 'utf8' : 'latin1';
}

/** The message's text with its final dot; lines that begin with a dot get another (RFC 5321, 4.5.2). */
function textOf(message: OutgoingMessage): string {
  let text = message.data;
  // Ours is known to end a line and to have no dot where it would matter; looking would cost more than the rest.
  if (message.dotless) return `${text}.\r\n`;
  if (text.includes('\r\n.')) text = text.replaceAll('\r\n.', '\r\n..');
  if (text.startsWith('.')) text = `.${text}`;
  return text.endsWith('\r\n') ? `${text}.\r\n` : `${text}\r\n.\r\n`;
}
