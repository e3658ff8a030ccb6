import type { AddressInfo } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from './outcome.ts';
import type { SmtpSenderOptions } from './sender.ts';
import { createSmtpSender } from './sender.ts';

const servers: SMTPServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server written by others, with the certificate for tests that it carries. */
async function start(options: SMTPServerOptions = {}) {
  const received: { text: string; secure: boolean; user: unknown; from: string; to: string[] }[] = [];
  const server = new SMTPServer({
    onAuth: ({ username, password }, _, done) =>
      username === 'sender' && password === 'p@ss:word' ? done(null, { user: username }) : done(new Error('no')),
    onData: (stream, session, done) => {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => (text += chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          text,
          secure: session.secure,
          user: session.user,
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { received, port: (server.server.address() as AddressInfo).port };
}

async function sendTwo(url: string, options: Partial<SmtpSenderOptions> = {}): Promise<SendOutcome[]> {
  const sender = createSmtpSender({ url, connections: 1, connectAttempts: 1, ...options });
  const outcomes: SendOutcome[] = [];
  const messages = [1, 2].map((n) => ({
    id: `m${n}`,
    envelopeFrom: 'b-1@bounce.test',
    to: `p${n}@mail.test`,
    data: `Subject: ${n}\r\n\r\n.dot ${n}\r\n`,
  }));
  await sender.send(messages, (outcome) => void outcomes.push(outcome));
  await sender.close();
  return outcomes;
}

const trusting = { tls: { rejectUnauthorized: false } };

describe('the handshake', () => {
  it.each([
    ['STARTTLS', 'smtp', {}],
    ['TLS from the first octet', 'smtps', { secure: true }],
  ])('goes over %s and signs in', async (_, scheme, options) => {
    const { received, port } = await start(options);
    const outcomes = await sendTwo(`${scheme}://sender:p%40ss%3Aword@127.0.0.1:${port}`, trusting);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    expect(received).toEqual(
      [1, 2].map((n) => ({
        text: `Subject: ${n}\r\n\r\n.dot ${n}\r\n`,
        secure: true,
        user: 'sender',
        from: 'b-1@bounce.test',
        to: [`p${n}@mail.test`],
      })),
    );
  });

  it('says when the password is wrong, and sends nothing', async () => {
    const { received, port } = await start();
    expect(await sendTwo(`smtp://sender:wrong@127.0.0.1:${port}`, trusting)).toEqual(
      ['m1', 'm2'].map((id) => ({ id, kind: 'notSent', cause: 'authentication' })),
    );
    expect(received).toEqual([]);
  });

  it('trusts no certificate that it cannot check', async () => {
    const { received, port } = await start({ authOptional: true });
    expect((await sendTwo(`smtp://127.0.0.1:${port}`)).map((outcome) => 'cause' in outcome && outcome.cause)).toEqual([
      'tls',
      'tls',
    ]);
    expect(received).toEqual([]);
  });

  it('insists on TLS where it is told to', async () => {
    const { port } = await start({ authOptional: true, hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(
      (await sendTwo(`smtp://127.0.0.1:${port}`, { ...trusting, requireTls: true })).map(({ kind }) => kind),
    ).toEqual(['notSent', 'notSent']);
    expect((await sendTwo(`smtp://127.0.0.1:${port}`)).map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
  });

  it('can be tried on its own', async () => {
    const { port } = await start({ authOptional: true, hideSTARTTLS: true });
    const sender = createSmtpSender({ url: `smtp://127.0.0.1:${port}` });
    await expect(sender.verify()).resolves.toMatchObject({ pipelining: true });
    await sender.close();
  });
});
