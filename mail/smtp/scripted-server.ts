import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';

/** What a scripted server does at a step: answers, closes with or without an answer, or says nothing from then on. */
export type Step = string | { closeAfter: string } | 'close' | 'silence';

/** Where a dialogue stands: the command's verb, or the end of a message. */
export interface Moment {
  at: 'GREETING' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'DOT' | 'RSET' | 'QUIT' | 'TEXT';
  line: string;
  /** Counts the moments of this kind over all connections, from 1. */
  count: number;
}

/** Where one connection stands; `octets` of a BDAT are still to come, or null. */
interface Dialogue {
  buffer: string;
  inData: boolean;
  recipients: number;
  /** MAIL was taken: without it no recipient is. */
  hasSender: boolean;
  octets: number | null;
}

/** A server for tests of the sender: it does what the script says at each moment, and well otherwise. */
export class ScriptedServer {
  /** Message texts whose dot was read, dots unstuffed, in order. */
  readonly received: string[] = [];
  readonly commands: string[] = [];
  /** What arrived in one piece. */
  readonly chunks: string[] = [];
  connections = 0;
  /** Anything that came before the answer it should have waited for; only without PIPELINING. */
  readonly hasty: string[] = [];
  private readonly counts = new Map<string, number>();
  private readonly sockets = new Set<Socket>();
  private readonly silent = new Set<Socket>();
  private readonly server: Server = createServer({ noDelay: true }, (socket) => this.serve(socket));

  constructor(
    private readonly script: (moment: Moment) => Step | null = () => null,
    private readonly extensions: readonly string[] = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'],
  ) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  /** Says something on every open connection that nobody asked for. */
  sayUnasked(text: string): void {
    for (const socket of this.sockets) socket.write(text);
  }

  private serve(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    const dialogue: Dialogue = { buffer: '', inData: false, recipients: 0, hasSender: false, octets: null };
    this.act(socket, 'GREETING', '');
    socket.on('data', (chunk) => {
      this.chunks.push(String(chunk));
      dialogue.buffer += String(chunk);
      // Who has said goodbye reads no further.
      while (!socket.destroyed && !socket.writableEnded && !this.silent.has(socket) && this.step(socket, dialogue));
      if (!this.extensions.includes('PIPELINING') && !dialogue.inData && dialogue.buffer !== '')
        this.hasty.push(dialogue.buffer);
    });
  }

  private step(socket: Socket, dialogue: Dialogue): boolean {
    if (dialogue.inData) return this.readText(socket, dialogue);
    if (dialogue.octets !== null) return this.readOctets(socket, dialogue, dialogue.octets);
    const end = dialogue.buffer.indexOf('\r\n');
    if (end < 0) return false;
    const line = dialogue.buffer.slice(0, end);
    dialogue.buffer = dialogue.buffer.slice(end + 2);
    this.commands.push(line);
    if (line.startsWith('BDAT ')) {
      dialogue.octets = Number(line.split(' ')[1]);
      return true;
    }
    const verb = line.slice(0, 4).toUpperCase() as Moment['at'];
    const answer = this.act(socket, verb, line);
    if (verb === 'MAIL' || verb === 'RSET') {
      dialogue.recipients = 0;
      dialogue.hasSender = verb === 'MAIL' && answer.startsWith('250');
    }
    if (verb === 'RCPT' && dialogue.hasSender && answer.startsWith('250')) dialogue.recipients += 1;
    if (verb === 'DATA' && answer.startsWith('354')) dialogue.inData = true;
    return true;
  }

  private readText(socket: Socket, dialogue: Dialogue): boolean {
    const isEmpty = dialogue.buffer.startsWith('.\r\n');
    const end = isEmpty ? 0 : dialogue.buffer.indexOf('\r\n.\r\n');
    if (end < 0) {
      if (dialogue.buffer.length > 0) this.act(socket, 'TEXT', '');
      return false;
    }
    const text = isEmpty ? '' : dialogue.buffer.slice(0, end + 2).replace(/^\.\./gm, '.');
    dialogue.buffer = dialogue.buffer.slice(isEmpty ? 3 : end + 5);
    dialogue.inData = false;
    if (dialogue.recipients > 0) this.received.push(text);
    this.act(socket, 'DOT', text, dialogue.recipients > 0 ? '250 2.0.0 ok' : '554 5.5.1 no valid recipients');
    return true;
  }

  private readOctets(socket: Socket, dialogue: Dialogue, octets: number): boolean {
    const bytes = Buffer.from(dialogue.buffer);
    if (bytes.length < octets) return false;
    const text = bytes.subarray(0, octets).toString();
    dialogue.buffer = bytes.subarray(octets).toString();
    dialogue.octets = null;
    const hasRecipient = dialogue.recipients > 0;
    dialogue.recipients = 0;
    if (hasRecipient) this.received.push(text);
    this.act(socket, 'DOT', text, hasRecipient ? '250 2.0.0 ok' : '554 5.5.1 no valid recipients');
    return true;
  }

  private act(socket: Socket, at: Moment['at'], line: string, usual = this.usual(at)): string {
    const count = (this.counts.get(at) ?? 0) + 1;
    this.counts.set(at, count);
    const step = this.script({ at, line, count }) ?? usual;
    if (step === 'close') socket.destroy();
    else if (step === 'silence') this.silent.add(socket);
    else if (step === '') return '';
    else if (typeof step === 'string') socket.write(`${step}\r\n`);
    else socket.end(`${step.closeAfter}\r\n`);
    return typeof step === 'string' ? step : step.closeAfter;
  }

  private usual(at: Moment['at']): string {
    if (at === 'TEXT') return '';
    if (at === 'GREETING') return '220 ready';
    if (at === 'EHLO')
      return ['server', ...this.extensions]
        .map((name, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${name}`)
        .join('\r\n');
    if (at === 'DATA') return '354 go on';
    return at === 'QUIT' ? '221 2.0.0 bye' : '250 2.1.0 ok';
  }
}
