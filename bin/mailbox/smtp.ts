import { SMTPServer } from 'smtp-server';
import type { MailStore } from './store.ts';

/** Mail to this domain is refused as a mailbox that does not exist, so that bounces can be tried out. */
export const bouncingDomain = 'bounce.test';

const largestMail = 30 * 1024 * 1024;

/** A server that takes all mail, for anybody, and gives it to the store. Resolves when it listens. */
export async function startSmtp(store: MailStore, listen: { host: string; port: number }): Promise<SMTPServer> {
  const server = new SMTPServer({
    banner: 'SalesCompass local mailbox',
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anybody' }),
    size: largestMail,
    disableReverseLookup: true,
    maxClients: 200,
    onRcptTo(address, _session, callback) {
      if (!address.address.toLowerCase().endsWith(`@${bouncingDomain}`)) return callback();
      callback(Object.assign(new Error('5.1.1 No such mailbox here'), { responseCode: 550 }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return callback(Object.assign(new Error('5.3.4 Too large'), { responseCode: 552 }));
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const to = session.envelope.rcptTo.map((recipient) => recipient.address.toLowerCase());
        store.append({ from, to, raw: Buffer.concat(chunks) }).then(() => callback(), callback);
      });
    },
  });
  // A client that goes away in the middle is its own affair.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(listen.port, listen.host, () => resolve());
  });
  return server;
}
