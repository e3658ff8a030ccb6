import type { SinkMail } from '../../bench/sender/sink-server.ts';

/** A message of ours as whoever answers it has it: nothing about it is known but what came over the wire. */
export interface SeenMessage extends Pick<SinkMail, 'to' | 'headers'> {
  /** The return path. */
  returnPath: string;
  /** Without its brackets. */
  messageId: string;
  unsubscribeUrl: string;
  unsubscribeAddress: string;
}

/** A mail that comes back: whom it goes to, by the domain of ours or in full, and what is in it. `n` tells those of one act apart. */
export interface Letter {
  kind: 'mail';
  write: (seen: SeenMessage, n: number) => { to: string; from: string; raw: string };
}

/** Reads what the receiver of a message sees of it. */
export function readSeen({ from, to, headers }: SinkMail): SeenMessage {
  const unfolded = headers.replace(/\r\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  const unsubscribe = field('List-Unsubscribe');
  return {
    ...{ to, headers, returnPath: from, messageId: field('Message-ID').replace(/^<|>$/g, '') },
    unsubscribeUrl: /<(https?:[^>]+)>/.exec(unsubscribe)?.[1] ?? '',
    unsubscribeAddress: /<mailto:([^?>]+)/.exec(unsubscribe)?.[1] ?? '',
  };
}

const lines = (text: string) => text.replaceAll('\n', '\r\n');

/** A mail of a person, or of what answers in their place, to the return path; it answers our message. */
export function toReturnPath(subject: string, text: string, headers = ''): Letter {
  return letter(({ returnPath }) => returnPath, personal(subject, text, headers));
}

/** One of several mails by turns; every second one has these headers, too. */
export function inTurn(texts: readonly (readonly [subject: string, text: string])[], headers = ''): Letter {
  return letter(
    ({ returnPath }) => returnPath,
    (seen, n) => {
      const [subject, text] = texts[n % texts.length]!;
      return personal(subject, text, n % 2 === 0 ? headers : '')(seen, n);
    },
  );
}

/** An answer to the sender's own mailbox, which passes a copy on: our message is known by what it quotes. */
export function copied(subject: string, text: string): Letter {
  return letter(
    ({ returnPath }) => `replies@${hostOf(returnPath)}`,
    (seen, n) => personal(subject, `${text}\n\n> Hello\n> ${seen.unsubscribeUrl}`)(seen, n),
  );
}

/** A wish for no more mail to the address in the message. */
export const unsubscribeMail: Letter = letter(
  ({ unsubscribeAddress }) => unsubscribeAddress,
  ({ to }) => `From: ${to}\nSubject: unsubscribe\n\n`,
);

/** A delivery report (RFC 3464) of the receiver's. `again` tells it from another on the same message. */
export function report(fields: { action?: string; status: string; diagnostic?: string; again?: string }): Letter {
  const { action = 'failed', status, diagnostic, again = '' } = fields;
  return letter(
    ({ returnPath }) => returnPath,
    ({ to, headers, messageId }) =>
      `${machine(to, `${messageId}.${status}${action}${again}`)}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

This is the mail system of ${hostOf(to)}.
--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.${hostOf(to)}

Final-Recipient: rfc822; ${to}
Action: ${action}
Status: ${status}
${diagnostic ? `Diagnostic-Code: smtp; ${diagnostic}\n` : ''}
--=_b
Content-Type: text/rfc822-headers

${headers.replaceAll('\r\n', '\n')}
--=_b--
`,
    '',
  );
}

/** A report in words alone, as qmail and Exim write them, by turns. */
export const reportInWords: Letter = letter(
  ({ returnPath }) => returnPath,
  ({ to, messageId }, n) =>
    machine(to, messageId) +
    (n % 2 === 0
      ? `\nHi. This is the qmail-send program at mx.${hostOf(to)}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<${to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n`
      : `\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n  ${to}\n    host mx.${hostOf(to)} [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<${to}>:\n    550 5.1.1 unknown user\n`),
  '',
);

/** A report of a feedback loop (RFC 5965); at `fbl` the person is struck out, and only our own headers tell whose it is. */
export function feedback(type: string, at: 'return path' | 'fbl'): Letter {
  return letter(
    ({ returnPath }) => (at === 'fbl' ? `fbl@${hostOf(returnPath)}` : returnPath),
    ({ to, headers, messageId }) => `From: feedback@${hostOf(to)}
Message-ID: <${messageId}.${type}@${hostOf(to)}>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: Provider/1.0
Version: 1

--b
Content-Type: message/rfc822

${headers.replaceAll('\r\n', '\n').replaceAll(to, 'redacted@redacted.invalid')}
Hello
--b--
`,
  );
}

type Text = (seen: SeenMessage, n: number) => string;

function letter(to: (seen: SeenMessage) => string, text: Text, from?: string): Letter {
  return {
    kind: 'mail',
    write: (seen, n) => ({ to: to(seen), from: from ?? seen.to, raw: lines(text(seen, n)) }),
  };
}

function personal(subject: string, text: string, headers = ''): Text {
  const id = [...`${subject}${text.slice(0, 20)}`].reduce(
    (sum, letter) => (sum * 31 + letter.codePointAt(0)!) >>> 0,
    7,
  );
  return ({ to, messageId }) =>
    `From: ${to}\nSubject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=\nMessage-ID: <${id}.${messageId}>\nIn-Reply-To: <${messageId}>\n${headers}Content-Type: text/plain; charset=utf-8\n\n${text}\n`;
}

const machine = (to: string, id: string) =>
  `From: MAILER-DAEMON@mx.${hostOf(to)} (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: <${id}@mx.${hostOf(to)}>\nAuto-Submitted: auto-replied\n`;

const hostOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);
