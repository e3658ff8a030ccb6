/** The words of a line of IMAP: quoted ones whole and without their quotes, and parentheses by themselves. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|[()]|[^\s"()]+/g)].map(([word, quoted]) =>
    quoted === undefined ? word : quoted.replace(/\\(.)/g, '$1'),
  );
}

/**
 * UIDs of the mails that a SEARCH finds, by as much of it as a reader asks for: UID, SINCE (every mail is of today unless its Date says
 * another) and Gmail's X-GM-RAW `category:…`, which a mail of a test names in `X-Tab`.
 */
export function findMails(mails: ReadonlyMap<number, string>, words: readonly string[]): number[] {
  const uids = [...mails.keys()].sort((a, b) => a - b);
  const conditions: ((uid: number, mail: string) => boolean)[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const [key = '', value = ''] = [words[at]?.toUpperCase(), words[at + 1]];
    if (key === 'UID') {
      const [from = 0, to] = value.split(':');
      // As the protocol has it, `n:*` names the last one whatever its number is.
      const last = to === '*' ? Infinity : Number(to ?? from);
      conditions.push((uid) => (uid >= Number(from) && uid <= last) || (to === '*' && uid === uids.at(-1)));
    } else if (key === 'SINCE') conditions.push((_, mail) => dayOf(mail) >= Date.parse(`${value} UTC`));
    else if (key === 'X-GM-RAW')
      conditions.push((_, mail) => mail.includes(`\r\nX-Tab: ${value.replace('category:', '')}\r\n`));
    else throw new Error(`The server does not know how to search by ${key}.`);
  }
  return uids.filter((uid) => conditions.every((holds) => holds(uid, mails.get(uid)!)));
}

function dayOf(mail: string): number {
  const date = /^Date: (.*)\r$/m.exec(mail)?.[1];
  return date === undefined ? Date.now() : Date.parse(date);
}
