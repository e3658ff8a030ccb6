import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mailbox server that knows one account and one folder, and as much of IMAP4rev1 as a reader asks for. */
export interface ImapServer {
  port: number;
  /** The mails of INBOX by UID; a test puts them in and takes them out. */
  mails: Map<number, string>;
  /** A folder that was made anew has another. */
  uidValidity: number;
  /** What was asked, without arguments that are secret. */
  asked: string[];
  /** Breaks every connection off as soon as it is made. */
  isAway: boolean;
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
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (state.isDawdling && / FETCH /i.test(line)) {
          const timer = setInterval(() => socket.write('* OK still looking\r\n'), 50);
          socket.on('close', () => clearInterval(timer));
          continue;
        }
        socket.write(answer(state, line), 'latin1');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const state: ImapServer = {
    ...{ port: (server.address() as AddressInfo).port, mails: new Map(), uidValidity: 1, asked: [] },
    ...{ isAway: false, isDawdling: false },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;
}

/** The answer to one line, untagged lines first. */
function answer(state: ImapServer, line: string): string {
  const [tag = '', command = '', ...words] = line.split(' ');
  const rest = words.join(' ');
  const verb = command.toUpperCase() === 'UID' ? `UID ${words[0]?.toUpperCase()}` : command.toUpperCase();
  state.asked.push(verb);
  const ok = (...untagged: string[]) => [...untagged, `${tag} OK done`].map((text) => `${text}\r\n`).join('');
  const uids = [...state.mails.keys()].sort((a, b) => a - b);
  switch (verb) {
    case 'CAPABILITY':
      return ok('* CAPABILITY IMAP4rev1');
    case 'LOGIN':
      return /^"?reader"? "?secret"?$/.test(rest) ? ok() : `${tag} NO [AUTHENTICATIONFAILED] wrong\r\n`;
    case 'LIST':
    case 'LSUB':
      return /inbox|\*|%/i.test(rest) ? ok(`* ${verb} () "/" INBOX`) : ok();
    case 'SELECT':
    case 'EXAMINE':
      if (!/inbox/i.test(rest)) return `${tag} NO [NONEXISTENT] no such folder\r\n`;
      return ok(
        ...['* FLAGS (\\Seen)', `* ${uids.length} EXISTS`, '* 0 RECENT'],
        ...[`* OK [UIDVALIDITY ${state.uidValidity}] valid`, `* OK [UIDNEXT ${(uids.at(-1) ?? 0) + 1}] next`],
      );
    case 'UID SEARCH': {
      const from = Number(/UID (\d+):\*/i.exec(rest)?.[1] ?? 0);
      // As the protocol has it, `n:*` names the last one whatever its number is.
      return ok(`* SEARCH ${uids.filter((uid) => uid >= from || uid === uids.at(-1)).join(' ')}`.trim());
    }
    case 'UID FETCH': {
      const uid = Number(words[1]);
      const mail = state.mails.get(uid);
      if (mail === undefined) return ok();
      const body = `* ${uids.indexOf(uid) + 1} FETCH (UID ${uid} RFC822.SIZE ${mail.length} BODY[]<0> {${mail.length}}`;
      return `${body}\r\n${mail})\r\n${tag} OK done\r\n`;
    }
    case 'LOGOUT':
      return `* BYE\r\n${tag} OK done\r\n`;
    case 'NOOP':
    case 'CLOSE':
      return ok();
    default:
      return `${tag} BAD not known\r\n`;
  }
}
