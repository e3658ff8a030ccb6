/**
 * What is brought by mail of what people answer: a summary to their owner, each answer to their owner, each to the address that the message
 * asked to answer to, or nothing. The bell tells the owner whatever is chosen.
 */
export const answersByMail = ['summary', 'owner', 'sender', 'none'] as const;

/** One of `answersByMail`. */
export type AnswersByMail = (typeof answersByMail)[number];

/** What became of passing an answer on. */
export const forwardings = ['sending', 'sent', 'uncertain', 'refused'] as const;

/** One of `forwardings`. */
export type Forwarding = (typeof forwardings)[number];

/** What is known of an answer that may be passed on. */
export interface Forwardable {
  /** Who wrote it. */
  fromAddress: string;
  /** Where the message asked to answer to; null where it is not known any more. */
  replyAddress: string | null;
  /** It came as a copy of what a mailbox of the sender's got. */
  isCopy: boolean;
}

/**
 * The address that an answer is passed on to. Null if it is not passed on: there is no such person, they have it already, they wrote it, or
 * the address is one of ours and it would come back for ever.
 */
export function forwardAddress(
  { fromAddress, replyAddress, isCopy }: Forwardable,
  { to, isOurs }: { to: string | null; isOurs: (host: string) => boolean },
): string | null {
  if (!to || isSame(to, fromAddress) || isOurs(hostOf(to))) return null;
  return isCopy && replyAddress !== null && isSame(to, replyAddress) ? null : to;
}

/** The host of an address, in the form that hosts are compared by. */
export function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

const longestText = 20_000;

/** The mail that passes an answer on. */
export function forwardedMail(
  answer: { name: string; subject: string; fromAddress: string; text: string },
  { tenantName, url }: { tenantName: string; url: string },
): { subject: string; text: string } {
  const { name, fromAddress } = answer;
  const who = name && fromAddress ? `${name} (${fromAddress})` : name || fromAddress || 'Somebody';
  const text = answer.text.trim();
  const shown = text.length > longestText ? `${text.slice(0, longestText)}\n…` : text || '(no text)';
  const end = fromAddress
    ? `What you answer to this mail goes to ${fromAddress}.`
    : 'Nobody can be answered by this mail.';
  return {
    subject: `${name || fromAddress || 'Somebody'} answered: ${answer.subject}`.replace(/\s+/g, ' ').slice(0, 200),
    text: `${[`${who} answered ${tenantName}:`, shown, `-- \n${url}\n${end}`].join('\n\n')}\n`,
  };
}

/** Steps of the dialogue whose answer is about the mail itself, and not about us. */
const ofTheMail = ['MAIL FROM', 'RCPT TO', 'DATA'];
/** What keeps a connection from ever coming to be, or to a mail. */
const isEarly = /^E(?:CONNREFUSED|DNS|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|TLS|AUTH)$/;

/** What the mail program says of a mail that it could not hand over. */
interface HandOverError {
  /** The code of an answer, if one came. */
  responseCode?: number;
  /** The step of the dialogue; `CONN` for whatever happens to the connection, also once the mail has been handed over. */
  command?: string;
  code?: string;
  /** The code of the system, where the program has put its own in its place. */
  originalCode?: string;
}

/**
 * What became of handing it over: refused for good, put off (nothing went), or nobody knows, since the mail server's last word never came.
 * Takes the error of the mail program. Where the server does not let us in, the mail was refused by nobody and is tried again.
 */
export function forwardFailure(error: unknown): 'refused' | 'later' | 'uncertain' {
  const { responseCode, command = 'CONN', code, originalCode = code } = (error ?? {}) as HandOverError;
  if (typeof responseCode === 'number' && responseCode >= 400)
    return responseCode >= 500 && ofTheMail.includes(command) ? 'refused' : 'later';
  const isBefore = command !== 'CONN' && command !== 'DATA';
  return isBefore || isEarly.test(originalCode ?? '') || isEarly.test(code ?? '') ? 'later' : 'uncertain';
}
