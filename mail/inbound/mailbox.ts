import { lookup } from 'node:dns/promises';
import { ImapFlow } from 'imapflow';
import { isOwnHost, type MailboxAccess, type MailboxProblem } from '../../domain/inbound/mailbox.ts';
import { isAddress, isLoopback, isPublicAddress } from '../../domain/webhooks/public-address.ts';
import { findCopies, type CopySearch, type SoughtMail } from './find-copies.ts';

/** How far a folder was read: the folder itself by its validity, and the last UID. */
export interface MailboxCursor {
  uidValidity: number;
  lastUid: number;
}

/** A mail of a mailbox: its bytes up to a bound. */
export interface MailboxMail {
  uid: number;
  raw: Buffer;
  isCut: boolean;
}

/** What one look found: the mails that are new, in order, and how far the folder was read with them. */
export interface MailboxLook {
  uidValidity: number;
  mails: MailboxMail[];
  /** The cursor where nothing was new. */
  lastUid: number;
  /** There are more than were read. */
  hasMore: boolean;
}

/** Looks into mailboxes, and changes nothing in them: mail is neither marked as seen nor moved. */
export interface MailboxReader {
  /** New mail since the cursor; without one nothing is read, and what comes from now on is new. Throws `MailboxFailure`. */
  look: (
    access: MailboxAccess,
    input: { cursor: MailboxCursor | null; limit: number; sinceIso: string },
  ) => Promise<MailboxLook>;
  /** Looks for some mails that came since a time in all folders. Throws `MailboxFailure`. */
  find: (access: MailboxAccess, input: { sought: readonly SoughtMail[]; sinceIso: string }) => Promise<CopySearch>;
  /** Signs in and opens the folder; says how many mails are in it. Throws `MailboxFailure`. */
  test: (access: MailboxAccess) => Promise<{ mails: number }>;
}

/** Why a mailbox could not be looked into; no words of the server's are in it. */
export class MailboxFailure extends Error {
  constructor(readonly problem: MailboxProblem) {
    super(problem);
  }
}

/** What the process allows, and how long it waits. */
export interface MailboxReaderOptions {
  /** The machine itself, for trying things out. */
  allowsLoopback?: boolean;
  /** Silence after which it is given up, and the longest that a look may take however much is said. */
  timeoutMs?: number;
  lookMs?: number;
  /** All addresses of a name; the system's resolver unless told otherwise. */
  addressesOf?: (name: string) => Promise<string[]>;
}

const longestLookMs = 90_000;
/** Where folder after folder is read, the last one is begun early enough to end before the look is given up. */
const findMs = ({ lookMs = longestLookMs }: MailboxReaderOptions): number => lookMs / 2;
const mailBytes = 2_000_000;
/** Bytes of one look: what is more is left to the next. */
const lookBytes = 12_000_000;

/** Makes a reader that only reaches the open internet: the connection goes to the address that was looked at. */
export function createMailboxReader(options: MailboxReaderOptions = {}): MailboxReader {
  return {
    look: (access, input) => within(options, access, (client) => look(client, access, input)),
    find: (access, { sought, sinceIso }) =>
      within(options, access, (client) => findCopies(client, sought, { sinceIso, withinMs: findMs(options) })),
    test: (access) => within(options, access, async (client) => ({ mails: (await open(client, access)).exists })),
  };
}

async function within<T>(
  options: MailboxReaderOptions,
  access: MailboxAccess,
  work: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const { timeoutMs = 20_000, lookMs = longestLookMs } = options;
  const client = new ImapFlow({
    ...{ host: await addressOf(access.host, options), port: access.port, secure: access.security === 'tls' },
    ...(access.security === 'tls' ? {} : { doSTARTTLS: access.security === 'starttls' }),
    ...(isAddress(access.host) ? {} : { servername: access.host }),
    auth: { user: access.username, pass: access.password },
    ...{ logger: false, disableAutoIdle: true, disableCompression: true, disableBinary: true },
    ...{
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      maxLiteralSize: 2 * mailBytes,
    },
  });
  // What breaks while nothing is asked for is told here, and would end the process if nobody listened.
  client.on('error', () => {});
  const visit = async () => {
    await client.connect();
    const done = await work(client);
    await client.logout().catch(() => {});
    return done;
  };
  let timer: NodeJS.Timeout | undefined;
  // A server that says a word now and then is never silent, and would hold up the mailboxes behind it.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MailboxFailure('timeout')), lookMs);
  });
  try {
    return await Promise.race([visit(), late]);
  } catch (error) {
    throw error instanceof MailboxFailure ? error : new MailboxFailure(problemOf(error));
  } finally {
    clearTimeout(timer);
    client.close();
  }
}

/** The address to connect to; refused where one that the name has is not public. */
async function addressOf(host: string, options: MailboxReaderOptions): Promise<string> {
  const { allowsLoopback = false, addressesOf = systemAddresses } = options;
  if (isOwnHost(host) && !allowsLoopback) throw new MailboxFailure('inner_address');
  const addresses = isAddress(host)
    ? [host]
    : await addressesOf(host).catch(() => {
        throw new MailboxFailure('unknown_host');
      });
  if (addresses.length === 0) throw new MailboxFailure('unknown_host');
  const isAllowed = (address: string) => isPublicAddress(address) || (allowsLoopback && isLoopback(address));
  if (!addresses.every(isAllowed)) throw new MailboxFailure('inner_address');
  return addresses[0]!;
}

async function systemAddresses(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** Opens the folder to read alone: nothing in it can be changed by it. */
async function open(client: ImapFlow, { folder }: MailboxAccess) {
  try {
    return await client.mailboxOpen(folder, { readOnly: true });
  } catch (error) {
    throw client.usable ? new MailboxFailure('no_folder') : error;
  }
}

async function look(
  client: ImapFlow,
  access: MailboxAccess,
  { cursor, limit, sinceIso }: { cursor: MailboxCursor | null; limit: number; sinceIso: string },
): Promise<MailboxLook> {
  const { uidValidity: validity, uidNext } = await open(client, access);
  const uidValidity = Number(validity);
  if (cursor === null) return { uidValidity, mails: [], lastUid: Math.max(0, uidNext - 1), hasMore: false };
  const isSame = cursor.uidValidity === uidValidity;
  const from = isSame ? cursor.lastUid : 0;
  // A folder that was made anew has new numbers: what came since the last look is read once more, and is known again.
  const found = isSame
    ? await client.search({ uid: `${from + 1}:*` }, { uid: true })
    : await client.search({ since: new Date(sinceIso) }, { uid: true });
  // `n:*` names the last mail even where its number is smaller.
  const uids = (found || []).filter((uid) => uid > from).sort((a, b) => a - b);
  const mails: MailboxMail[] = [];
  let bytes = 0;
  for (const uid of uids.slice(0, limit)) {
    if (bytes > lookBytes) break;
    const fetched = await client.fetchOne(
      String(uid),
      { size: true, source: { start: 0, maxLength: mailBytes } },
      { uid: true },
    );
    if (!fetched || !fetched.source) continue;
    mails.push({ uid, raw: fetched.source, isCut: (fetched.size ?? 0) > fetched.source.length });
    bytes += fetched.source.length;
  }
  const last = mails.at(-1)?.uid ?? (uids.length === 0 ? Math.max(from, isSame ? 0 : uidNext - 1) : from);
  return { uidValidity, mails, lastUid: last, hasMore: uids.some((uid) => uid > last) && mails.length > 0 };
}

function problemOf(error: unknown): MailboxProblem {
  const found = (error ?? {}) as { code?: string; authenticationFailed?: boolean; message?: string };
  const { code = '', message = '' } = found;
  if (found.authenticationFailed) return 'refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown_host';
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'unreachable';
  if (/TIMEOUT|TIMEDOUT/i.test(code) || /timed? ?out/i.test(message)) return 'timeout';
  if (
    /CERT|SELF_SIGNED|ISSUER|^ERR_TLS|^ERR_SSL|TLS/i.test(code) ||
    /STARTTLS|wrong version number|TLS|SSL/i.test(message)
  )
    return 'tls';
  return 'broken_off';
}
