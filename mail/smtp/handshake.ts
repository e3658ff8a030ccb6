import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { LossCause } from './outcome.ts';

/** How a server is reached. */
export interface ServerOptions {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first octet. */
  url: string;
  /** The name we greet with. */
  name?: string;
  /** Certificates, names and the like for TLS. */
  tls?: ConnectionOptions;
  /** Refuse a server that offers no STARTTLS. */
  requireTls?: boolean;
  /** Says which address of the host to connect to; rejects where none may be. The system's choice where it is left out. */
  addressOf?: (host: string) => Promise<string>;
  /** Milliseconds until connecting or greeting has failed. */
  connectTimeoutMs?: number;
}

/** A socket after greeting, STARTTLS and sign-in, and what the server can do. */
export interface OpenConnection {
  socket: Socket;
  extensions: ReadonlySet<string>;
  /** Octets a message may have; 0: no limit was told. */
  maxSize: number;
}

/** No connection could be had. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  constructor(
    override readonly cause: LossCause,
    message: string,
  ) {
    super(message);
  }
}

/** What of the library's connection is used beyond its own methods once it has signed in. */
interface Handshake {
  _socket: Socket;
  _supportedExtensions: string[];
  /** The lines of the server's last greeting; the library itself has no use for some of what they offer. */
  _ehloLines?: string[];
  _maxAllowedSize: number;
}

/** Connects and signs in, and takes the socket over from the library that did. Rejects with ConnectError. */
export async function openConnection(options: ServerOptions): Promise<OpenConnection> {
  const url = new URL(options.url);
  const timeout = options.connectTimeoutMs ?? 15_000;
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const connection = new SMTPConnection({
    ...(await addressFor(host, options)),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(options.name ? { name: options.name } : {}),
    requireTLS: options.requireTls ?? false,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    allowInternalNetworkInterfaces: true,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('The server closed the connection')));
      connection.connect((error?: Error | null) => (error ? reject(error) : resolve()));
    });
    if (url.username !== '') await signIn(connection, url);
  } catch (error) {
    connection.on('error', () => undefined);
    connection.close();
    throw connectError(error);
  }
  return takeOver(connection);
}

/** Where to connect to, and by which name its certificate is looked at. */
async function addressFor(host: string, { addressOf, tls }: ServerOptions) {
  if (!addressOf) return { host, ...(tls ? { tls } : {}) };
  try {
    return { host: await addressOf(host), servername: host, tls: { servername: host, ...tls } };
  } catch (error) {
    throw connectError(error);
  }
}

function signIn(connection: SMTPConnection, url: URL): Promise<void> {
  const credentials = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ credentials }, (error?: Error | null) => (error ? reject(error) : resolve()));
  });
}

function takeOver(connection: SMTPConnection): OpenConnection {
  const {
    _socket: socket,
    _supportedExtensions: extensions,
    _ehloLines: offered = [],
    _maxAllowedSize: maxSize,
  } = connection as unknown as Handshake;
  for (const event of ['data', 'close', 'end', 'timeout', 'error']) socket.removeAllListeners(event);
  connection.removeAllListeners();
  socket.setTimeout(0);
  return { socket, extensions: new Set([...extensions, ...offered.map(keywordOf)]), maxSize };
}

/** The keyword of a line such as `250-SIZE 1000` or `SIZE 1000`. */
function keywordOf(line: string): string {
  return (/^(?:250[ -])?([A-Za-z0-9-]+)/.exec(line)?.[1] ?? '').toUpperCase();
}

function connectError(error: unknown): ConnectError {
  const { code, message, responseCode } = error as { code?: string; message?: string; responseCode?: number };
  const text = message ?? 'The server could not be reached';
  if (code === 'EAUTH')
    return new ConnectError('authentication', 'The mail server did not accept the user name and password');
  if (code === 'ETLS' || /certificate|TLS|SSL/i.test(text))
    return new ConnectError('tls', `TLS with the mail server failed: ${text}`);
  if (responseCode) return new ConnectError('refused', `The mail server refused the connection with ${responseCode}`);
  return new ConnectError('unreachable', `The mail server cannot be reached: ${text}`);
}
