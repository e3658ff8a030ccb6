import { generateKeyPairSync, sign } from 'node:crypto';
import nodemailer from 'nodemailer';
import { fieldText } from '../../domain/content/liquid.ts';
import { messageTokens } from '../../domain/tokens/token.ts';
import type { Recipient } from '../../mail/compiled-message.ts';
import { compileMessage } from '../../mail/compiled-message.ts';
import type { DkimKey } from '../../mail/dkim.ts';
import { parseDkimKey } from '../../mail/dkim.ts';
import { buildEdition } from '../../mail/edition.ts';
import { createSmtpSender } from '../../mail/smtp/sender.ts';
import { sampleOptions, sampleRecipient, sampleSource } from './sample.ts';

/** One measured run. CPU is this process's, user and system. */
export interface SenderFigures {
  messages: number;
  seconds: number;
  messagesPerSecond: number;
  cpuSecondsPer10k: number;
  peakRssMb: number;
  notAccepted: number;
}

/** Messages that are on their way at a time, as the outbox sends them. */
const windowSize = 64;

/** A fresh RSA key of 2048 bits to sign with. */
export function sampleDkimKey(): DkimKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return parseDkimKey({ domain: 'example.test', selector: 'bench', privateKeyPem });
}

/** Sends `count` sample messages to the sink through our own sender. */
export async function measureSender(url: string, count: number, dkim: readonly DkimKey[] = []): Promise<SenderFigures> {
  const compiled = compileMessage(await buildEdition(sampleSource), { ...sampleOptions, dkim });
  const sender = createSmtpSender({ url, name: 'bench.test' });
  let notAccepted = 0;
  const figures = await measure(count, async () => {
    const windows = Math.ceil(count / windowSize);
    let window = 0;
    // Two windows at a time, so that one is written while the other's answers come in.
    const drain = async () => {
      while (window < windows) {
        const from = window * windowSize;
        window += 1;
        const ids = Array.from({ length: Math.min(windowSize, count - from) }, (_, i) => from + i);
        const messages = await Promise.all(ids.map((n) => compiled.outgoing(sampleRecipient(n))));
        await sender.send(messages, (outcome) => (notAccepted += outcome.kind === 'accepted' ? 0 : 1));
      }
    };
    await Promise.all([drain(), drain()]);
  });
  await sender.close();
  return { ...figures, notAccepted };
}

/** The baseline: the same messages through nodemailer's pool with 20 connections. */
export async function measureNodemailer(url: string, count: number): Promise<SenderFigures> {
  const edition = await buildEdition(sampleSource);
  const { hostname, port } = new URL(url);
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: 20,
    maxMessages: Infinity,
    host: hostname,
    port: Number(port),
    secure: false,
    ignoreTLS: true,
  });
  let notAccepted = 0;
  const figures = await measure(count, async () => {
    let n = 0;
    const worker = async () => {
      while (n < count) {
        const recipient = sampleRecipient(n);
        n += 1;
        const sent = await transport.sendMail({
          from: { name: 'Example Works', address: 'news@example.test' },
          to: { name: recipient.to.name ?? '', address: recipient.to.address },
          replyTo: 'hello@example.test',
          subject: `${recipient.data.person.firstName}, what is new this spring`,
          messageId: `<${recipient.messageId}@example.test>`,
          envelope: { from: `b-${n}@bounce.example.test`, to: recipient.to.address },
          headers: {
            'List-Unsubscribe': `<https://mail.example.test/u/${recipient.messageId}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
          text: fill(edition.text, recipient),
          html: fill(edition.html, recipient),
        });
        if (sent.accepted.length !== 1) notAccepted += 1;
      }
    };
    await Promise.all(Array.from({ length: 40 }, worker));
  });
  transport.close();
  return { ...figures, notAccepted };
}

/** How many RSA-2048 signatures of a header block `crypto.sign` makes per CPU-second, with as many in flight as the sender has. */
export async function measureSigning(count = 2_000): Promise<{ signsPerCpuSecond: number }> {
  const { privateKey } = sampleDkimKey();
  const data = Buffer.alloc(1_000, 'a');
  const once = () =>
    new Promise<void>((resolve, reject) =>
      sign('sha256', data, privateKey, (error) => (error ? reject(error) : resolve())),
    );
  const before = process.cpuUsage();
  let n = 0;
  const worker = async () => {
    while ((n += 1) <= count) await once();
  };
  await Promise.all(Array.from({ length: windowSize }, worker));
  const { user, system } = process.cpuUsage(before);
  return { signsPerCpuSecond: count / ((user + system) / 1e6) };
}

async function measure(count: number, run: () => Promise<void>): Promise<Omit<SenderFigures, 'notAccepted'>> {
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const [start, before] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  const cpuSecondsPer10k = (((user + system) / 1e6) * 10_000) / count;
  return { messages: count, seconds, messagesPerSecond: count / seconds, cpuSecondsPer10k, peakRssMb: peak / 2 ** 20 };
}

/** The same words and links that our sender writes, put in as one would without a compiled message: by one pass over the template. */
function fill(template: string, recipient: Recipient): string {
  const tokens = messageTokens(sampleOptions.ring, recipient);
  const base = sampleOptions.publicUrl;
  const urls: Record<string, () => string> = {
    unsubscribeUrl: () => `${base}/u/${tokens.unsubscribe}`,
    preferencesUrl: () => `${base}/p/${tokens.preferences}`,
    openUrl: () => `${base}/t/o/${tokens.open}`,
  };
  return template.replace(/\{\{ (?:links\[(\d+)\]|([\w.]+))[^}]*\}\}/g, (_, link?: string, path?: string) => {
    if (link) return `${base}/t/c/${tokens.link(Number(link))}`;
    const url = urls[path!];
    return url ? url() : fieldText({ path: path!.split('.'), fallback: '' }, recipient.data);
  });
}
