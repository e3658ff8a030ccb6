import { createTransport } from 'nodemailer';
import type { SmtpRouteAccess, SmtpRouteAnswer } from '../../domain/delivery/smtp-route.ts';

/** Sends one mail by a route as it stands and says what its server answered. */
export type RouteTester = (route: SmtpRouteAccess, mail: { to: string; text: string }) => Promise<SmtpRouteAnswer>;

/** What trying routes is built from. */
export interface RouteTesterOptions {
  /** Who the mail is from: an address or `Name <address>`. */
  from: string;
  /** Says which address of a host to connect to; rejects where none may be. */
  addressOf: (host: string) => Promise<string>;
  timeoutMs?: number;
}

/** Makes what tries routes: one connection for one mail, apart from those that campaigns go by. */
export function createRouteTester({ from, addressOf, timeoutMs = 15_000 }: RouteTesterOptions): RouteTester {
  return async (route, { to, text }) => {
    const { host, port, security, username, password } = route;
    const say = (isTaken: boolean, step: SmtpRouteAnswer['step'], words: string): SmtpRouteAnswer => ({
      isTaken,
      step,
      answer: withoutSecret(words, route).slice(0, 1000),
    });
    let address: string;
    try {
      address = await addressOf(host);
    } catch {
      return say(false, 'connect', `${host} leads to no address that may be connected to.`);
    }
    const transport = createTransport({
      host: address,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      tls: { servername: host },
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(username ? { auth: { user: username, pass: password ?? '' } } : {}),
    });
    try {
      const { response } = await transport.sendMail({
        ...{ from, to, text, subject: 'This mail server works' },
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      return say(true, 'message', response);
    } catch (error) {
      const {
        response,
        message = '',
        command = '',
      } = error as { response?: string; message?: string; command?: string };
      return say(false, stepOf(command), response ?? message);
    } finally {
      transport.close();
    }
  };
}

/** How far it came, by the command that was answered last. */
function stepOf(command: string): SmtpRouteAnswer['step'] {
  if (/^AUTH/i.test(command)) return 'signIn';
  if (/^MAIL/i.test(command)) return 'sender';
  if (/^RCPT/i.test(command)) return 'recipient';
  return /^DATA/i.test(command) ? 'message' : 'connect';
}

/**
 * What a server says may hold what it was told: the password goes out of it, also as it went over the wire. That is in base64, alone or
 * with the user name before it (AUTH PLAIN), and some servers cut such a line off.
 */
function withoutSecret(words: string, { username, password }: Pick<SmtpRouteAccess, 'username' | 'password'>): string {
  if (!password) return words;
  const isSecret = (run: string) => {
    const said = Buffer.from(run, 'base64').toString();
    const isCut = said.length >= 4 && password.startsWith(said);
    return isCut || said.includes(password) || said.includes(`\0${username}\0`);
  };
  return words
    .replaceAll(Buffer.from(password).toString('base64'), '…')
    .replaceAll(password, '…')
    .replace(/[A-Za-z0-9+/]{6,}={0,2}/g, (run) => (isSecret(run) ? '…' : run));
}
