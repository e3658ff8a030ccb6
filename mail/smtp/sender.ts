import { setTimeout as delay } from 'node:timers/promises';
import type { OutgoingMessage } from '../outgoing-message.ts';
import type { ConversationTimeouts, MessageSource } from './conversation.ts';
import { converseInBursts } from './bursts.ts';
import { converse } from './conversation.ts';
import type { ServerOptions } from './handshake.ts';
import { ConnectError, openConnection } from './handshake.ts';
import type { LossCause, OutcomeListener } from './outcome.ts';
import { SmtpSession } from './session.ts';

/** How messages are sent. */
export interface SmtpSenderOptions extends ServerOptions, Partial<ConversationTimeouts> {
  /** Connections at most; 8 by default. They are opened as there is work, and kept between windows. */
  connections?: number;
  /** Milliseconds an unused connection is kept; 30,000 by default. */
  idleMs?: number;
  /** Tries to connect, one after another, before what waits is given back; 3 by default. */
  connectAttempts?: number;
  /** Milliseconds that the first wait after a failure takes, about; each next one is twice as long. 250 by default. */
  backoffMs?: number;
  /** Milliseconds after which what of a window has not begun is given back; 300,000 by default. */
  windowMs?: number;
}

/** Sends messages over pipelined SMTP connections that several windows share. */
export interface SmtpSender {
  /**
   * Tells the outcome of each message as it becomes known; resolves when all are told. What is queued is what the caller gives: keep windows
   * small. What has not begun after `windowMs` is not sent; what has is waited for.
   */
  send(messages: readonly OutgoingMessage[], onOutcome: OutcomeListener): Promise<void>;
  /** Connects and signs in; rejects with ConnectError. */
  verify(): Promise<{ pipelining: boolean; smtpUtf8: boolean }>;
  /** Finishes what has begun, gives back the rest as not sent, and closes. */
  close(): Promise<void>;
}

interface Job {
  message: OutgoingMessage;
  window: Window;
  losses: number;
}

/** What is sent together. `isOver`: its time is up, and nothing more of it begins. */
interface Window {
  listener: OutcomeListener;
  open: number;
  isOver: boolean;
  done(): void;
}

/** A message is given back when this many connections were lost under it before its text was sent. */
const mostLosses = 3;

/** Makes a sender for one server. Nothing is connected until there is something to send. */
export function createSmtpSender(options: SmtpSenderOptions): SmtpSender {
  const queue = new JobQueue();
  const lanes = Array.from({ length: options.connections ?? 8 }, () => new Lane(options, queue));
  let closed = false;
  const wake = () => {
    const resting = lanes.filter((lane) => !lane.running);
    const warm = resting.filter((lane) => lane.isConnected()).concat(resting.filter((lane) => !lane.isConnected()));
    for (const lane of warm.slice(0, queue.waiting))
      lane.run(() => lanes.some((other) => other !== lane && other.isConnected()));
  };
  return {
    send: (messages, listener) =>
      new Promise((resolve) => {
        if (messages.length === 0) return resolve();
        // A server that is slow to answer would else hold all of them as many times as long as it may take for one.
        const timer = setTimeout(() => {
          window.isOver = true;
          queue.giveBack('timeout', window);
        }, options.windowMs ?? 300_000);
        const done = () => (clearTimeout(timer), resolve());
        const window: Window = { listener, open: messages.length, isOver: false, done };
        for (const message of messages) queue.add({ message, window, losses: 0 });
        if (closed) queue.giveBack('closed');
        else wake();
      }),
    verify: async () => {
      const session = new SmtpSession(await openConnection(options));
      session.quit();
      return { pipelining: session.pipelining, smtpUtf8: session.smtpUtf8 };
    },
    close: async () => {
      closed = true;
      queue.giveBack('closed');
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** What waits to be sent, and whose turn it is. */
class JobQueue {
  private jobs: Job[] = [];
  /** Outcomes told so far. */
  told = 0;

  get waiting(): number {
    return this.jobs.length;
  }

  add(job: Job): void {
    this.jobs.push(job);
  }

  /**
   * The source of one conversation. What that has in hand is few, and settled about in order: a list, not a map by message. A map that much
   * goes in and out of leaves tables behind that lead to each other, so that what they held outlives the young generation: that took a
   * fifth of all time.
   */
  source(): MessageSource {
    const taken: Job[] = [];
    const release = (message: OutgoingMessage): Job => {
      const at = taken.findIndex((job) => job.message === message);
      if (at < 0) throw new Error('A message was settled that this conversation does not have in hand');
      return taken.splice(at, 1)[0]!;
    };
    return {
      take: () => {
        const job = this.jobs.shift();
        if (!job) return null;
        taken.push(job);
        return job.message;
      },
      settle: (message, outcome) => {
        this.told += 1;
        tell(release(message), outcome);
      },
      putBack: (message, lost) => {
        const job = release(message);
        if (lost.isSuspicious) job.losses += 1;
        if (job.losses < mostLosses && !job.window.isOver) this.jobs.unshift(job);
        else tell(job, { id: message.id, kind: 'notSent', cause: lost.cause });
      },
    };
  }

  /** Gives everything that waits back as not sent, or what waits of one window. */
  giveBack(cause: LossCause | 'closed', window?: Window): void {
    const given = this.jobs.filter((job) => window === undefined || job.window === window);
    this.jobs = window === undefined ? [] : this.jobs.filter((job) => job.window !== window);
    for (const job of given) tell(job, { id: job.message.id, kind: 'notSent', cause });
  }
}

function tell({ window }: Job, outcome: Parameters<OutcomeListener>[0]): void {
  window.listener(outcome);
  window.open -= 1;
  if (window.open === 0) window.done();
}

/** One connection's life: opened when there is work, kept for a while, opened again after a loss. */
class Lane {
  running = false;
  private session: SmtpSession | null = null;
  private current: Promise<void> = Promise.resolve();
  constructor(
    private readonly options: SmtpSenderOptions,
    private readonly queue: JobQueue,
  ) {}

  isConnected(): boolean {
    return this.session?.isOpen === true && !this.session.hasUnasked();
  }

  /** Works until nothing waits. `others` says whether another lane has a connection, and so goes on if this one gets none. */
  run(others: () => boolean): void {
    this.running = true;
    this.current = this.work(others);
  }

  async close(): Promise<void> {
    await this.current;
    this.session?.quit();
  }

  // Wherever it ends, it has stopped running at the moment it finds that nothing waits: what is added after that wakes it again.
  private async work(others: () => boolean): Promise<void> {
    const { commandMs = 120_000, messageMs = 600_000 } = this.options;
    let failures = 0;
    while (this.queue.waiting > 0) {
      if (!this.isConnected()) {
        const cause = await this.connect();
        if (cause !== null) {
          failures += 1;
          if (!this.endsAfter(cause, failures, others)) await this.backOff(failures);
          if (!this.running) return;
          continue;
        }
      }
      this.session!.keepProcess(true);
      const told = this.queue.told;
      const talk = this.session!.takesBursts ? converseInBursts : converse;
      await talk(this.session!, this.queue.source(), { commandMs, messageMs });
      // A server that closes on us again and again is not to be hammered.
      if (this.isConnected() || this.queue.told > told) failures = 0;
      else await this.backOff((failures += 1));
    }
    this.running = false;
    this.rest();
  }

  /** Waits longer after each failure, up to five doublings, and not as long as every other lane. */
  private backOff(failures: number): Promise<void> {
    return delay((this.options.backoffMs ?? 250) * 2 ** Math.min(failures - 1, 5) * (0.75 + Math.random() / 2));
  }

  private async connect(): Promise<LossCause | null> {
    this.session?.destroy();
    try {
      this.session = new SmtpSession(await openConnection(this.options));
      return null;
    } catch (error) {
      return error instanceof ConnectError ? error.cause : 'unreachable';
    }
  }

  /** Whether this lane ends because it gets no connection; the last one to end gives back what waits. */
  private endsAfter(cause: LossCause, failures: number, others: () => boolean): boolean {
    const isHopeless = cause === 'authentication' || cause === 'tls' || failures >= (this.options.connectAttempts ?? 3);
    if (!others() && !isHopeless) return false;
    this.running = false;
    if (!others()) this.queue.giveBack(cause);
    return true;
  }

  private rest(): void {
    if (!this.session?.isOpen) return;
    this.session.setTimeout(this.options.idleMs ?? 30_000);
    this.session.keepProcess(false);
  }
}
