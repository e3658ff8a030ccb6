import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startImapServer, type ImapServer } from '../../test/imap-server.ts';
import { createMailboxReader, type MailboxReaderOptions } from './mailbox.ts';

let server: ImapServer;
beforeAll(async () => {
  server = await startImapServer();
});
afterAll(() => server.close());
beforeEach(() => {
  Object.assign(server, { mails: new Map(), folders: new Map(), capabilities: '', breaksAt: null, asked: [] });
});

const ids = [1, 2, 3].map((n) => `019e80a0-0000-7000-8000-00000000000${n}`);
const copy = (id: string, more = '') =>
  `Message-ID: <${id}@acme.example>\r\nList-Unsubscribe: <https://acme.example/u/token-${id}>\r\n${more}Subject: Spring\r\n\r\nHello\r\n`;
const folder = (flags: string, ...mails: string[]) => ({
  flags,
  mails: new Map(mails.map((mail, at) => [at + 1, mail])),
});
const today = () => new Date(Date.now() - 3600_000).toISOString();
const find = (sought = ids, options: MailboxReaderOptions = {}, sinceIso = today()) => {
  const { port } = server;
  const access = { host: '127.0.0.1', port, security: 'none', username: 'reader', password: 'secret' } as const;
  return createMailboxReader({ allowsLoopback: true, timeoutMs: 3_000, ...options }).find(
    { ...access, folder: 'INBOX' },
    { sought: sought.map((id) => ({ id, token: `token-${id}` })), sinceIso },
  );
};

describe('copies in the folders of a mailbox', () => {
  it('are found where they lie, by what servers call their folders', async () => {
    server.capabilities = ' SPECIAL-USE';
    server.mails.set(4, copy(ids[0]!));
    server.folders.set('Quarant&AOQ-ne', folder('\\Junk', copy('another'), copy(ids[1]!)));
    server.folders.set('Sent', folder('\\Sent', copy(ids[2]!)));
    const { found, isWhole } = await find();
    expect([found.map(({ id, placement, folder }) => [id, placement, folder]), isWhole]).toEqual([
      [
        [ids[0], 'inbox', 'INBOX'],
        [ids[1], 'spam', 'Quarantäne'],
      ],
      true,
    ]);
    expect(server.asked.filter((verb) => /STORE|SELECT|MOVE|COPY|EXPUNGE|APPEND/.test(verb))).toEqual([]);
  });

  it('are found at a provider like Gmail: among spam, in a tab of the inbox, or put past it by a filter', async () => {
    server.capabilities = ' SPECIAL-USE X-GM-EXT-1';
    server.mails.set(9, copy(ids[0]!, 'X-Tab: promotions\r\n'));
    server.folders.set('[Gmail]', folder('\\Noselect'));
    server.folders.set('[Gmail]/All Mail', folder('\\All', copy(ids[0]!), copy(ids[1]!)));
    server.folders.set('[Gmail]/Spam', folder('\\Junk', copy(ids[2]!)));
    expect(await find()).toEqual({
      found: [
        { id: ids[0], folder: 'Promotions', placement: 'other' },
        { id: ids[2], folder: '[Gmail]/Spam', placement: 'spam' },
        { id: ids[1], folder: '[Gmail]/All Mail', placement: 'other' },
      ],
      isWhole: true,
    });
  });

  it('are known by their way out where somebody on the way gave them another Message-ID, also in a folded line', async () => {
    const rewritten = copy('other')
      .replace('List-Unsubscribe: ', 'List-Unsubscribe:\r\n ')
      .replace('token-other', `token-${ids[0]}`);
    server.mails.set(1, rewritten);
    expect((await find()).found).toEqual([{ id: ids[0], folder: 'INBOX', placement: 'inbox' }]);
  });

  it('are looked for among what came since then, and no longer than is needed', async () => {
    server.mails.set(1, copy(ids[0]!, 'Date: 1 Jan 2020 08:00:00 +0000\r\n'));
    server.mails.set(2, copy(ids[1]!));
    server.folders.set('Later', folder(''));
    expect((await find([ids[1]!])).found).toHaveLength(1);
    expect(server.asked.filter((verb) => verb === 'EXAMINE')).toHaveLength(1);
    expect(await find([ids[0]!])).toEqual({ found: [], isWhole: true });
  });
});

describe('a look that does not get everywhere', () => {
  it('says so where a folder cannot be opened, and looks on', async () => {
    server.folders.set('Spam', { ...folder('', copy(ids[0]!)), isBarred: true });
    server.folders.set('Promotions', folder('', copy(ids[1]!)));
    const { found, isWhole } = await find();
    expect([found.map(({ id }) => id), isWhole]).toEqual([[ids[1]], false]);
  });

  it('keeps what it found before the connection broke, or the time was over', async () => {
    server.mails.set(1, copy(ids[0]!));
    server.folders.set('Spam', folder('', copy(ids[1]!)));
    server.breaksAt = 'EXAMINE Spam';
    const [one] = [{ id: ids[0], folder: 'INBOX', placement: 'inbox' }];
    expect(await find()).toEqual({ found: [one], isWhole: false });
    server.breaksAt = 'LIST "" "*"';
    await expect(find()).rejects.toMatchObject({ problem: 'broken_off' });
    server.breaksAt = null;
    expect(await find(ids, { lookMs: -1 }).catch(({ problem }) => problem)).toBe('timeout');
  });

  it('reads the newest of very many mails and some folders alone, and says that it did', async () => {
    for (let uid = 1; uid <= 600; uid += 1) server.mails.set(uid, copy('other'));
    server.mails.set(10, copy(ids[0]!));
    server.mails.set(590, copy(ids[1]!));
    const many = await find();
    expect([many.found.map(({ id }) => id), many.isWhole]).toEqual([[ids[1]], false]);
    server.mails.clear();
    for (let n = 1; n <= 60; n += 1) server.folders.set(`Folder ${n}`, folder(''));
    expect(await find()).toEqual({ found: [], isWhole: false });
    expect(server.asked.filter((verb) => verb === 'EXAMINE').length).toBeLessThanOrEqual(41);
  });
});
