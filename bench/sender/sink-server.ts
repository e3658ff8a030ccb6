import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';

/** How the sink misbehaves; everything is optional and can be changed while it runs. */
export interface SinkBehaviour {
  /** Answers for one receiving domain instead of 250, at RCPT or after the dot; `times`: so often to each recipient, and 250 from then on. */
  domains?: Record<string, { reply: string; stage: 'rcpt' | 'dot'; times?: number }>;
  /** Whether envelopes and headers of what was accepted are kept, for `GET /mail`; no unless told otherwise. */
  keepsMail?: boolean;
  /** Milliseconds before each answer. */
  delayMs?: number;
  /** Every n-th message is kept, and the connection closed before its dot is answered. */
  dropEvery?: number;
  /** Whether PIPELINING is offered; yes unless told otherwise. */
  pipelining?: boolean;
  /** Whether CHUNKING is offered, as Postfix and Exim do; yes unless told otherwise. */
  chunking?: boolean;
}

/** What the sink has seen. */
export interface SinkReport {
  messages: number;
  distinct: number;
  /** Message ids that came more than once. */
  duplicates: string[];
  bytes: number;
  refused: number;
  dropped: number;
}

/** A message as its receiver saw it. */
export interface SinkMail {
  /** The envelope's. */
  from: string;
  to: string;
  /** The header lines as they came. */
  headers: string;
}

/** An SMTP server that counts and forgets. Messages are told apart by their Message-ID. */
export class Sink {
  behaviour: SinkBehaviour = {};
  private seen = new Map<string, number>();
  private begun: Record<string, number> = {};
  private counts = { messages: 0, bytes: 0, refused: 0, dropped: 0 };
  private kept: SinkMail[] = [];
  private refusals = new Map<string, number>();
  private readonly server: Server = createServer((socket) => this.serve(socket));

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as { port: number }).port));
    });
  }

  close(): void {
    this.server.close();
  }

  reset(): void {
    this.seen = new Map();
    this.begun = {};
    this.counts = { messages: 0, bytes: 0, refused: 0, dropped: 0 };
    this.kept = [];
    this.refusals = new Map();
  }

  report(): SinkReport {
    const duplicates = [...this.seen].filter(([, count]) => count > 1).map(([id]) => id);
    return { ...this.counts, distinct: this.seen.size, duplicates };
  }

  /** All message ids that arrived. */
  ids(): string[] {
    return [...this.seen.keys()];
  }

  /** When MAIL FROM of each message was read (milliseconds of Date.now), by message id. */
  times(): Record<string, number> {
    return this.begun;
  }

  /** What was accepted while mail is kept, in the order it came. */
  mail(): SinkMail[] {
    return this.kept;
  }

  private serve(socket: Socket): void {
    const dialogue = new Dialogue(this.behaviour);
    let buffer = '';
    socket.setEncoding('latin1');
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    const answer = (text: string) => {
      if (text === '') return;
      if (this.behaviour.delayMs) setTimeout(() => socket.write(text), this.behaviour.delayMs);
      else socket.write(text);
    };
    answer('220 sink ESMTP\r\n');
    let isOver = false;
    socket.on('data', (chunk) => {
      // Who has said goodbye looks at nothing more.
      if (isOver) return;
      buffer += String(chunk);
      dialogue.behaviour = this.behaviour;
      const { rest, answers, closes } = dialogue.read(buffer, this);
      buffer = rest;
      answer(answers);
      isOver = closes;
      if (closes) socket.end();
    });
  }

  /** Counts a message; false: the connection is to be closed without an answer. */
  accept(text: string, { begunAt, from, to }: { begunAt: number; from: string; to: string }): boolean {
    const at = text.indexOf('Message-ID: <');
    const id = at < 0 ? '' : text.slice(at + 13, text.indexOf('@', at));
    this.seen.set(id, (this.seen.get(id) ?? 0) + 1);
    this.begun[id] ??= begunAt;
    this.counts.messages += 1;
    this.counts.bytes += text.length;
    const { dropEvery, keepsMail } = this.behaviour;
    if (keepsMail) this.kept.push({ from, to, headers: text.slice(0, text.indexOf('\r\n\r\n') + 2) });
    if (!dropEvery || this.counts.messages % dropEvery !== 0) return true;
    this.counts.dropped += 1;
    return false;
  }

  /** The answer that a recipient gets instead of 250 at this step; null: none. Counts it. */
  refuse(recipient: string, stage: 'rcpt' | 'dot'): string | null {
    const special = this.behaviour.domains?.[recipient.slice(recipient.lastIndexOf('@') + 1)];
    if (special?.stage !== stage) return null;
    if (special.times !== undefined) {
      const before = this.refusals.get(recipient) ?? 0;
      if (before >= special.times) return null;
      this.refusals.set(recipient, before + 1);
    }
    this.counts.refused += 1;
    return `${special.reply}\r\n`;
  }
}

/** One SMTP dialogue as the sink leads it. */
class Dialogue {
  private inData = false;
  private hasRecipient = false;
  /** Octets of a BDAT that are still to come. */
  private awaited: number | null = null;
  private from = '';
  private to = '';
  private begunAt = 0;
  constructor(public behaviour: SinkBehaviour) {}

  read(buffer: string, sink: Sink): { rest: string; answers: string; closes: boolean } {
    let answers = '';
    let start = 0;
    for (;;) {
      if (this.awaited !== null) {
        if (buffer.length - start < this.awaited) return { rest: buffer.slice(start), answers, closes: false };
        const text = buffer.slice(start, start + this.awaited);
        start += this.awaited;
        this.awaited = null;
        const answer = this.hasRecipient ? this.message(text, sink) : '554 5.5.1 no recipient\r\n';
        if (answer === null) return { rest: '', answers, closes: true };
        answers += answer;
        continue;
      }
      const mark = this.inData ? '\r\n.\r\n' : '\r\n';
      const end = this.inData && buffer.startsWith('.\r\n', start) ? start - 2 : buffer.indexOf(mark, start);
      if (end < start - 2 || (end < 0 && !this.inData) || end === -1)
        return { rest: buffer.slice(start), answers, closes: false };
      const text = buffer.slice(start, Math.max(end, start));
      start = end + mark.length;
      const answer = this.inData ? this.message(text, sink) : this.command(text, sink);
      if (answer === null) return { rest: '', answers, closes: true };
      answers += answer;
      if (answer.startsWith('221') || answer.startsWith('421')) return { rest: '', answers, closes: true };
    }
  }

  private command(line: string, sink: Sink): string {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'MAIL') {
      this.begunAt = Date.now();
      this.from = pathOf(line);
      return '250 2.1.0 ok\r\n';
    }
    if (verb === 'RCPT') return this.recipient(line, sink);
    if (verb === 'DATA') {
      if (!this.hasRecipient) return '503 5.5.1 no recipient\r\n';
      this.inData = true;
      return '354 go ahead\r\n';
    }
    if (verb === 'BDAT') {
      this.awaited = Number(line.split(' ')[1]);
      return '';
    }
    if (verb === 'EHLO') {
      const { pipelining = true, chunking = true } = this.behaviour;
      return `250-sink\r\n${pipelining ? '250-PIPELINING\r\n' : ''}${chunking ? '250-CHUNKING\r\n' : ''}250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n`;
    }
    if (verb === 'HELO' || verb === 'RSET' || verb === 'NOOP') return '250 2.0.0 ok\r\n';
    return verb === 'QUIT' ? '221 2.0.0 bye\r\n' : '502 5.5.2 unknown\r\n';
  }

  private recipient(line: string, sink: Sink): string {
    this.to = pathOf(line);
    const refusal = sink.refuse(this.to, 'rcpt');
    this.hasRecipient = refusal === null;
    return refusal ?? '250 2.1.5 ok\r\n';
  }

  private message(text: string, sink: Sink): string | null {
    this.inData = false;
    this.hasRecipient = false;
    const refusal = sink.refuse(this.to, 'dot');
    if (refusal !== null) return refusal;
    const { begunAt, from, to } = this;
    return sink.accept(text, { begunAt, from, to }) ? '250 2.0.0 queued\r\n' : null;
  }
}

/** The address in angle brackets of a command. */
function pathOf(line: string): string {
  return line.slice(line.indexOf('<') + 1, line.lastIndexOf('>'));
}
