import type { Socket } from 'node:net';
import { Bytes } from '../bytes.ts';
import { fewestInBurst } from './burst-size.ts';
import type { OpenConnection } from './handshake.ts';
import type { LossCause } from './outcome.ts';
import type { Reply } from './reply.ts';
import { ReplyReader } from './reply.ts';

/** The connection is gone; what was waited for will not come. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  /** Whether it counts against the messages that waited behind it; not if the server closed the connection because of another message. */
  readonly isSuspicious: boolean = true;
  constructor(override readonly cause: LossCause) {
    super(`The connection to the mail server is gone (${cause})`);
  }
}

/** The server closed the connection because of one message (421, RFC 5321, 3.8): that says nothing about the messages behind it. */
export class TookLeave extends ConnectionLost {
  override readonly isSuspicious = false;
  constructor() {
    super('lost');
  }
}

/** One signed-in connection: writes commands, hands out the answers in order. */
export class SmtpSession {
  readonly pipelining: boolean;
  /** BDAT may be used, several transactions in one write. */
  readonly takesBursts: boolean;
  readonly smtpUtf8: boolean;
  readonly maxSize: number;
  /** Room for `writeBytes`. */
  readonly bytes = new Bytes();
  /** Messages that are written at once over it. */
  burstSize = fewestInBurst;
  /** Digits that the size of the last message had. */
  usualDigits = 4;
  private readonly socket: Socket;
  private readonly reader = new ReplyReader();
  private readonly replies: Reply[] = [];
  private waiting: { count: number; resolve(): void } | null = null;
  private saidGoodbye = false;
  private lost: ConnectionLost | null = null;
  private timeout = 0;

  constructor(connection: OpenConnection) {
    this.socket = connection.socket;
    this.pipelining = connection.extensions.has('PIPELINING');
    this.takesBursts = this.pipelining && connection.extensions.has('CHUNKING');
    this.smtpUtf8 = connection.extensions.has('SMTPUTF8');
    this.maxSize = connection.maxSize;
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk) => this.take(String(chunk)));
    this.socket.on('error', () => this.lose('lost'));
    this.socket.on('end', () => this.lose('lost'));
    this.socket.on('close', () => this.lose('lost'));
    this.socket.on('timeout', () => this.lose('timeout'));
    if (this.socket.destroyed) this.lose('lost');
  }

  /** Whether commands can still be written. Answers that came before the loss are handed out all the same. */
  get isOpen(): boolean {
    return this.lost === null;
  }

  /** Writes text; latin1 costs least, and the text is ASCII but for SMTPUTF8 messages. Throws ConnectionLost. */
  write(text: string, encoding: 'latin1' | 'utf8' = 'latin1'): void {
    if (this.lost) throw this.lost;
    this.socket.write(text, encoding);
  }

  /** Writes what stands in `bytes`, which must stay as it is until it is answered. Throws ConnectionLost. */
  writeBytes(): void {
    if (this.lost) throw this.lost;
    this.socket.write(this.bytes.since(0));
  }

  /** The next answer. Rejects with ConnectionLost when none will come. */
  async reply(): Promise<Reply> {
    await this.arrived(1);
    return this.nextReply();
  }

  /** Resolves when `count` answers are here, or as many as will come: the server said goodbye (421), or the connection is lost. */
  async arrived(count: number): Promise<void> {
    if (this.hasArrived(count)) return;
    await new Promise<void>((resolve) => (this.waiting = { count, resolve }));
  }

  /** The next answer that has arrived already. Throws ConnectionLost if there is none. */
  nextReply(): Reply {
    const reply = this.replies.shift();
    if (reply) return reply;
    throw this.lost ?? new ConnectionLost('lost');
  }

  /** Milliseconds of silence after which the connection counts as lost; 0: none. */
  setTimeout(milliseconds: number): void {
    if (milliseconds === this.timeout) return;
    this.timeout = milliseconds;
    this.socket.setTimeout(milliseconds);
  }

  /** Whether the server has said something that nobody asked for (421: it is about to close). */
  hasUnasked(): boolean {
    return this.replies.length > 0;
  }

  /** Lets the process end although the connection is open, or not. */
  keepProcess(keep: boolean): void {
    if (keep) this.socket.ref();
    else this.socket.unref();
  }

  /** Says goodbye and closes. */
  quit(): void {
    if (this.lost) return;
    this.lose('lost', () => this.socket.end('QUIT\r\n'));
  }

  /** Closes at once. */
  destroy(): void {
    this.lose('lost');
  }

  private take(chunk: string): void {
    let arrived: Reply[];
    try {
      arrived = this.reader.read(chunk);
    } catch {
      this.lose('protocol');
      return;
    }
    for (const reply of arrived) {
      this.replies.push(reply);
      this.saidGoodbye ||= reply.code === 421;
    }
    this.tell();
  }

  private hasArrived(count: number): boolean {
    return this.replies.length >= count || this.saidGoodbye || this.lost !== null;
  }

  private tell(): void {
    if (!this.waiting || !this.hasArrived(this.waiting.count)) return;
    const { resolve } = this.waiting;
    this.waiting = null;
    resolve();
  }

  private lose(cause: LossCause, close: () => void = () => this.socket.destroy()): void {
    if (this.lost) return;
    this.lost = new ConnectionLost(cause);
    // Late errors of a socket that is given up must not end the process.
    this.socket.removeAllListeners('data').on('data', () => undefined);
    this.socket.setTimeout(5_000, () => this.socket.destroy());
    this.socket.unref();
    close();
    this.tell();
  }
}
