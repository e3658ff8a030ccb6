import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../embedded/port.ts';
import { decodeWords } from './headers.ts';
import { startSmtp } from './smtp.ts';
import { MailStore } from './store.ts';
import { startWeb } from './web.ts';

describe('the local mailbox', () => {
  let folder: string;
  let store: MailStore;
  let web: Server;
  let smtp: SMTPServer;
  let base: string;
  let smtpPort: number;

  const open = async (): Promise<void> => {
    store = new MailStore(folder);
    await store.open();
    const port = await freePort();
    smtpPort = await freePort();
    web = await startWeb(store, { host: '127.0.0.1', port });
    smtp = await startSmtp(store, { host: '127.0.0.1', port: smtpPort });
    base = `http://127.0.0.1:${port}`;
  };
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    web.closeAllConnections();
    web.close();
    await store.close();
  };
  const send = async (to: string, subject: string): Promise<void> => {
    const transport = createTransport({ host: '127.0.0.1', port: smtpPort });
    const html = `<p>Hello</p><a href="http://x.test/?a=1&amp;b=2">Read <b>on</b></a><img src="http://x.test/open.gif">`;
    await transport.sendMail({ from: 'us@example.test', to, subject, html, text: 'Hello' });
  };
  const get = async <T>(path: string): Promise<T> => (await (await fetch(base + path)).json()) as T;
  const subjects = async (query: string): Promise<string[]> =>
    (await get<{ data: { subject: string }[] }>(`/api/messages?${query}`)).data.map((mail) => mail.subject);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
    await open();
  });
  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes mail and shows it: newest first, by recipient, by text, and with its links', async () => {
    await send('anna@example.test', 'Grüße, dear 読者');
    await send('Ben@Example.test', 'Second');
    expect(await subjects('')).toEqual(['Second', 'Grüße, dear 読者']);
    expect(await subjects('to=ben@example.test')).toEqual(['Second']);
    expect(await subjects('q=grüße')).toEqual(['Grüße, dear 読者']);
    expect(await get('/api/count?to=anna@example.test')).toEqual({ count: 1 });
    const mail = await get<{ text: string; links: unknown[] }>('/api/messages/1');
    expect(mail.text).toContain('Hello');
    expect(mail.links).toEqual([
      { kind: 'link', url: 'http://x.test/?a=1&b=2', text: 'Read on' },
      { kind: 'picture', url: 'http://x.test/open.gif', text: '' },
    ]);
  });

  it('keeps mail over a restart, and what was cut off by a crash is left out', async () => {
    for (let i = 1; i <= 3; i++) await send('anna@example.test', `Mail ${i}`);
    await close();
    const { truncate, stat } = await import('node:fs/promises');
    const file = join(folder, '1.mails');
    await truncate(file, (await stat(file)).size - 10);
    await open();
    expect(await subjects('')).toEqual(['Mail 2', 'Mail 1']);
    await send('anna@example.test', 'After');
    expect(await subjects('after=2')).toEqual(['After']);
    expect(await (await fetch(`${base}/api/messages/3/raw`)).text()).toContain('Subject: After');
  });

  it('is wiped by its own page and not by a form of another site', async () => {
    await send('anna@example.test', 'One');
    expect((await fetch(`${base}/api/messages`, { method: 'DELETE' })).status).toBe(403);
    expect(
      (await fetch(`${base}/api/messages`, { method: 'DELETE', headers: { 'x-requested-with': 'test' } })).status,
    ).toBe(200);
    expect(await get('/api/count')).toEqual({ count: 0 });
    await send('anna@example.test', 'Two');
    expect(await subjects('')).toEqual(['Two']);
  });

  it('shows a mail in a frame that can run nothing', async () => {
    await send('anna@example.test', 'One');
    const policy = (await fetch(`${base}/api/messages/1/html`)).headers.get('content-security-policy');
    expect(policy).toContain('sandbox');
    expect(policy).toContain("default-src 'none'");
  });

  it('refuses an address at the bouncing domain as unknown', async () => {
    await expect(send('anna@bounce.test', 'One')).rejects.toThrow('550');
  });
});

it('reads encoded words, also where a character is split over two of them', () => {
  expect(decodeWords('=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9_noir?= today')).toBe('café noir today');
  expect(decodeWords('=?iso-8859-1?Q?Gr=FC=DFe?=')).toBe('Grüße');
});
