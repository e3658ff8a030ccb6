import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { isOurAddress, roleAddresses, type InboundMail } from '../../domain/inbound/inbound-mail.ts';
import type { TokenRing } from '../../domain/tokens/token.ts';
import { networkOf } from '../../domain/webhooks/public-address.ts';
import { readMime } from './read-mime.ts';

/** A mail that was taken: its bytes up to the bound, and taken apart. */
export interface ReceivedMail extends InboundMail {
  raw: Buffer;
  /** It was larger than what is read. */
  isCut: boolean;
}

/** Where to listen, for which domain, and what to do with what comes; a mail whose handling throws is asked for again (451). */
export interface InboundOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The domain of our return paths and unsubscribe addresses. */
  domain: string;
  /** Whether a sender leads the return paths of its own domain here by this name; there only what we signed is taken. */
  isReturnPath?: (host: string) => Promise<boolean>;
  ring: TokenRing;
  onMail: (mail: ReceivedMail) => Promise<void>;
  /** Certificate for STARTTLS, which is not offered without one. */
  tls?: { key: string; cert: string };
  /** Told what went wrong with a connection or a report; never with an address in it. */
  onError?: (error: Error) => void;
  limits?: Partial<InboundLimits>;
}

/** Bounds against floods: everything here is bounded by what one process can hold. */
export interface InboundLimits {
  /** Larger mail is refused. */
  bytes: number;
  /** What is read of a mail; the rest is thrown away as it comes. */
  readBytes: number;
  connections: number;
  /** Of those one address may have: whoever keeps them open must not keep everybody else out. */
  perAddress: number;
  recipients: number;
  /** Silence on a connection. */
  idleMs: number;
  /** The whole life of a connection, so that nobody keeps one by a byte now and then. */
  connectionMs: number;
}

/** A receiver that listens; `close` waits for what is being handled. */
export interface InboundReceiver {
  port: number;
  close: () => Promise<void>;
}

const standardLimits: InboundLimits = {
  bytes: 30_000_000,
  readBytes: 2_000_000,
  connections: 50,
  perAddress: 20,
  recipients: 10,
  idleMs: 60_000,
  connectionMs: 300_000,
};

/**
 * Starts the SMTP receiver for what comes back to our own addresses: bounces to return paths, complaints of feedback loops, requests to
 * unsubscribe by mail. Only addresses that we signed are taken, whoever writes; nothing is relayed or answered.
 */
export async function startInboundReceiver(options: InboundOptions): Promise<InboundReceiver> {
  const limits = { ...standardLimits, ...options.limits };
  const server = new SMTPServer({
    name: options.domain,
    banner: 'reports and unsubscribe requests only',
    authOptional: true,
    disabledCommands: ['AUTH', ...(options.tls ? [] : ['STARTTLS'])],
    ...options.tls,
    size: limits.bytes,
    maxClients: limits.connections,
    socketTimeout: limits.idleMs,
    closeTimeout: 10_000,
    disableReverseLookup: true,
    logger: false,
    onConnect: ({ remoteAddress }, callback) => {
      const own = [...server.connections].filter((other) => isSameNetwork(other.remoteAddress, remoteAddress));
      callback(own.length > limits.perAddress ? reply(421, '4.7.0 too many connections from your address') : null);
    },
    onRcptTo: (address, session, callback) => {
      refusal(options, limits, { address, session }).then(callback, (error: Error) => {
        options.onError?.(error);
        callback(reply(451, '4.3.0 try again later'));
      });
    },
    onData: (stream, session, callback) => {
      receive(stream, session, { options, limits }).then(
        () => callback(null, 'thank you'),
        (error: Error) => {
          if (!isReply(error)) options.onError?.(error);
          callback(isReply(error) ? error : reply(451, '4.3.0 try again later'));
        },
      );
    },
  });
  server.on('error', (error: Error) => options.onError?.(error));
  server.server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), limits.connectionMs);
    socket.once('close', () => clearTimeout(timer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function isSameNetwork(one = '', other = ''): boolean {
  return networkOf(one) === networkOf(other);
}

type Reply = Error & { responseCode: number };

function reply(code: number, text: string): Reply {
  return Object.assign(new Error(text), { responseCode: code });
}

function isReply(error: Error): error is Reply {
  return 'responseCode' in error;
}

/** Why a recipient is refused; null if it is accepted. */
async function refusal(
  { domain, ring, isReturnPath }: InboundOptions,
  limits: InboundLimits,
  { address, session }: { address: SMTPServerAddress; session: SMTPServerSession },
): Promise<Reply | null> {
  const at = address.address.lastIndexOf('@');
  const localPart = address.address.slice(0, at);
  const host = address.address.slice(at + 1).toLowerCase();
  const isOurs = isOurAddress(ring, localPart, new Date().toISOString());
  if (host !== domain.toLowerCase()) {
    const isSigned = isOurs && !roleAddresses.includes(localPart.toLowerCase());
    if (!isSigned || !(await isReturnPath?.(host))) return reply(550, '5.7.1 we take no mail for this domain');
  }
  if (session.envelope.rcptTo.length >= limits.recipients) return reply(452, '4.5.3 too many recipients');
  return isOurs ? null : reply(550, '5.1.1 there is no such address');
}

async function receive(
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  { options, limits }: { options: InboundOptions; limits: InboundLimits },
): Promise<void> {
  const { raw, isCut } = await readAll(stream, limits);
  const recipients = envelope.rcptTo.map(({ address }) => address.slice(0, address.lastIndexOf('@')));
  await options.onMail({ recipients, mail: readMime(raw), raw, isCut });
}

/** The beginning of the mail as bytes. Too much is read to its end and thrown away, as SMTP wants it, and then refused. */
async function readAll(stream: SMTPServerDataStream, limits: InboundLimits): Promise<{ raw: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (bytes < limits.readBytes) chunks.push(chunk.subarray(0, limits.readBytes - bytes));
    bytes += chunk.length;
  }
  if (bytes > limits.bytes) throw reply(552, '5.3.4 the message is too large');
  return { raw: Buffer.concat(chunks), isCut: bytes > limits.readBytes };
}
