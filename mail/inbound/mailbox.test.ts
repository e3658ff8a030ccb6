import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailboxAccess } from '../../domain/inbound/mailbox.ts';
import { startImapServer, type ImapServer } from '../../test/imap-server.ts';
import { createMailboxReader, type MailboxCursor } from './mailbox.ts';

let server: ImapServer;
beforeAll(async () => {
  server = await startImapServer();
});
afterAll(() => server.close());

const reader = createMailboxReader({ allowsLoopback: true, timeoutMs: 3_000 });
const access = (more: Partial<MailboxAccess> = {}): MailboxAccess => ({
  ...{
    host: '127.0.0.1',
    port: server.port,
    security: 'none',
    username: 'reader',
    password: 'secret',
    folder: 'INBOX',
  },
  ...more,
});
const look = (cursor: MailboxCursor | null, limit = 10) =>
  reader.look(access(), { cursor, limit, sinceIso: '2026-06-01T00:00:00Z' });
const mail = (text: string) => `Subject: ${text}\r\n\r\nHello\r\n`;

describe('looking into a mailbox', () => {
  it('begins with what comes from now on, reads what is new in bounds, and changes nothing', async () => {
    server.mails.set(5, mail('old'));
    const first = await look(null);
    expect(first).toEqual({ uidValidity: 1, mails: [], lastUid: 5, hasMore: false });
    expect(await look(first)).toMatchObject({ mails: [], lastUid: 5, hasMore: false });
    for (const uid of [6, 8, 9]) server.mails.set(uid, mail(`new ${uid}`));
    const second = await look(first, 2);
    expect(second.mails.map(({ uid, raw, isCut }) => [uid, raw.toString(), isCut])).toEqual([
      [6, mail('new 6'), false],
      [8, mail('new 8'), false],
    ]);
    expect(second).toMatchObject({ lastUid: 8, hasMore: true });
    expect(await look(second)).toMatchObject({ lastUid: 9, hasMore: false });
    expect(server.asked).toContain('EXAMINE');
    expect(server.asked.filter((verb) => /STORE|SELECT|MOVE|COPY|EXPUNGE/.test(verb))).toEqual([]);
  });

  it('reads a folder that was made anew from what came lately', async () => {
    server.uidValidity = 2;
    server.mails = new Map([[1, mail('again')]]);
    const found = await look({ uidValidity: 1, lastUid: 9 });
    expect(found).toMatchObject({ uidValidity: 2, lastUid: 1, mails: [{ uid: 1 }] });
  });
});

describe('a mailbox that cannot be looked into', () => {
  const problem = (given: Partial<MailboxAccess>, options = {}) =>
    createMailboxReader({ allowsLoopback: true, timeoutMs: 3_000, ...options })
      .test(access(given))
      .then(
        () => 'none',
        (error: { problem: string }) => error.problem,
      );

  it.each([
    ['a wrong password', { password: 'wrong' }, 'refused'],
    ['another folder', { folder: 'Elsewhere' }, 'no_folder'],
    ['a port where nobody is', { port: 1 }, 'unreachable'],
    ['TLS where none is spoken', { security: 'tls' as const }, 'tls'],
    ['STARTTLS where there is none', { security: 'starttls' as const }, 'tls'],
  ])('says so: %s', async (_name, given, code) => expect(await problem(given)).toBe(code));

  it('says so where it breaks off, and where there is no such host', async () => {
    server.isAway = true;
    expect(await problem({})).toBe('broken_off');
    server.isAway = false;
    expect(await problem({ host: 'imap.example' }, { addressesOf: () => Promise.reject(new Error('none')) })).toBe(
      'unknown_host',
    );
  });

  it('is given up after a while, however much is said', async () => {
    server.isDawdling = true;
    server.mails.set(100, mail('slow'));
    const hurried = createMailboxReader({ allowsLoopback: true, timeoutMs: 3_000, lookMs: 1_500 });
    const cursor = { uidValidity: server.uidValidity, lastUid: 99 };
    const given = { cursor, limit: 1, sinceIso: '2026-06-01T00:00:00Z' };
    await expect(hurried.look(access(), given)).rejects.toMatchObject({ problem: 'timeout' });
    server.isDawdling = false;
    server.mails.delete(100);
  });

  it.each([
    ['the machine itself', '127.0.0.1', []],
    ['its name', 'localhost', ['127.0.0.1']],
    ['a name that leads to it', 'imap.example', ['127.0.0.1']],
    ['a name with one inner address', 'imap.example', ['93.184.216.34', '10.0.0.1']],
    ['the metadata of a cloud', '169.254.169.254', []],
    ['an inner network', '10.1.2.3', []],
  ])('is never inside: %s', async (_name, host, addresses) => {
    const guarded = { allowsLoopback: false, addressesOf: () => Promise.resolve(addresses) };
    expect(await problem({ host }, guarded)).toBe('inner_address');
  });

  it('says how many mails it holds where all is well', async () => {
    expect(await reader.test(access())).toEqual({ mails: 1 });
  });
});
