import { createServer, type AddressInfo, type Socket } from 'node:net';
import { findMails, wordsOf } from './imap-search.ts';

/** A folder of the mailbox. */
export interface ImapFolder {
  /** As LIST says them, such as `\Junk`. */
  flags: string;
  /** Its mails by UID. */
  mails: Map<number, string>;
  /** It is listed, and refuses to be opened. */
  isBarred?: boolean;
}

/** A mailbox server that knows one account, and as much of IMAP4rev1 as a reader asks for. */
export interface ImapServer {
  port: number;
  /** The mails of INBOX by UID; a test puts them in and takes them out. */
  mails: Map<number, string>;
  /** The other folders by name. */
  folders: Map<string, ImapFolder>;
  /** A folder that was made anew has another. */
  uidValidity: number;
  /** What it says it can, beside IMAP4rev1. */
  capabilities: string;
  /** What was asked, without arguments that are secret. */
  asked: string[];
  /** Breaks every connection off as soon as it is made. */
  isAway: boolean;
  /** Breaks off as soon as this is asked. */
  breaksAt: string | null;
  /** Says a word now and then instead of giving a mail. */
  isDawdling: boolean;
  close: () => Promise<void>;
}

/** Starts it on the machine itself; user `reader`, password `secret`. */
export async function startImapServer(): Promise<ImapServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (state.isAway) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.write(`* OK [CAPABILITY IMAP4rev1${state.capabilities}] ready\r\n`);
    const session: Session = { mails: new Map() };
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (state.breaksAt !== null && line.includes(state.breaksAt)) return void socket.destroy();
        if (state.isDawdling && / FETCH /i.test(line)) {
          const timer = setInterval(() => socket.write('* OK still looking\r\n'), 50);
          socket.on('close', () => clearInterval(timer));
          continue;
        }
        socket.write(answer(state, session, line), 'latin1');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: ImapServer = {
    ...{
      port: (server.address() as AddressInfo).port,
      mails: new Map(),
      folders: new Map(),
      uidValidity: 1,
      asked: [],
    },
    ...{ capabilities: '', isAway: false, breaksAt: null, isDawdling: false },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

/** The folder that a connection has open. */
interface Session {
  mails: Map<number, string>;
}

/** The answer to one line, untagged lines first. */
function answer(state: ImapServer, session: Session, line: string): string {
  const [tag = '', command = '', ...words] = wordsOf(line);
  const verb = command.toUpperCase() === 'UID' ? `UID ${words[0]?.toUpperCase()}` : command.toUpperCase();
  state.asked.push(verb);
  const ok = (...untagged: string[]) => [...untagged, `${tag} OK done`].map((text) => `${text}\r\n`).join('');
  const no = (text: string) => `${tag} NO ${text}\r\n`;
  switch (verb) {
    case 'CAPABILITY':
      return ok(`* CAPABILITY IMAP4rev1${state.capabilities}`);
    case 'LOGIN':
      return words[0] === 'reader' && words[1] === 'secret' ? ok() : no('[AUTHENTICATIONFAILED] wrong');
    case 'LIST':
    case 'LSUB':
      return ok(...listed(state, words[1] ?? '').map((folder) => `* ${verb} ${folder}`));
    case 'SELECT':
    case 'EXAMINE': {
      const isInbox = words[0]?.toUpperCase() === 'INBOX';
      const folder = isInbox ? { mails: state.mails } : state.folders.get(words[0] ?? '');
      if (!folder || ('isBarred' in folder && folder.isBarred)) return no('[NONEXISTENT] no such folder');
      session.mails = folder.mails;
      return ok(
        ...['* FLAGS (\\Seen)', `* ${folder.mails.size} EXISTS`, '* 0 RECENT'],
        ...[
          `* OK [UIDVALIDITY ${state.uidValidity}] valid`,
          `* OK [UIDNEXT ${Math.max(0, ...folder.mails.keys()) + 1}] next`,
        ],
      );
    }
    case 'UID SEARCH':
      return ok(`* SEARCH ${findMails(session.mails, words.slice(1)).join(' ')}`.trim());
    case 'UID FETCH':
      return fetched(session.mails, line) + ok();
    case 'LOGOUT':
      return `* BYE\r\n${ok()}`;
    case 'NOOP':
    case 'CLOSE':
      return ok();
    default:
      return `${tag} BAD not known\r\n`;
  }
}

/** Folders as LIST says them; a pattern is a name or stands for all of them. */
function listed({ folders }: ImapServer, pattern: string): string[] {
  if (pattern === '') return ['(\\Noselect) "/" ""'];
  const all = [['INBOX', ''] as const, ...[...folders].map(([name, { flags }]) => [name, flags] as const)];
  const isNamed = (name: string) => /[*%]/.test(pattern) || name.toLowerCase() === pattern.toLowerCase();
  return all.filter(([name]) => isNamed(name)).map(([name, flags]) => `(${flags}) "/" "${name}"`);
}

/** Mails by UID: the whole of each, or its head where that is asked for. */
function fetched(mails: Map<number, string>, line: string): string {
  const [, set = ''] = /UID FETCH (\S+)/i.exec(line) ?? [];
  const wanted = set.split(',').map((range) => range.split(':').map(Number));
  const isWanted = (uid: number) => wanted.some(([from = 0, to = from]) => uid >= from && uid <= to);
  const asksHead = /HEADER\.FIELDS/i.exec(line) !== null;
  return [...mails]
    .sort(([a], [b]) => a - b)
    .flatMap(([uid, mail], place) => {
      if (!isWanted(uid)) return [];
      const part = asksHead ? `BODY[HEADER.FIELDS (MESSAGE-ID LIST-UNSUBSCRIBE)]` : 'BODY[]<0>';
      const text = asksHead ? mail.slice(0, mail.indexOf('\r\n\r\n') + 4) : mail;
      return [`* ${place + 1} FETCH (UID ${uid} RFC822.SIZE ${mail.length} ${part} {${text.length}}\r\n${text})\r\n`];
    })
    .join('');
}
