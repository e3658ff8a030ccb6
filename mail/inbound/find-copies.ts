import type { ImapFlow } from 'imapflow';
import { foldersToLook, placeOf, type MailFolder } from '../../domain/seeds/folders.ts';
import type { Placement } from '../../domain/seeds/placement-words.ts';

/** A mail to look for: its id stands in its Message-ID, its unsubscribe token in List-Unsubscribe, which servers on the way leave alone. */
export interface SoughtMail {
  id: string;
  token: string;
}

/** Where a mail was found. */
export interface FoundMail {
  id: string;
  /** As people know it. */
  folder: string;
  placement: Exclude<Placement, 'missing'>;
}

/** What a look for some mails found. */
export interface CopySearch {
  found: FoundMail[];
  /** Every folder that could hold copies was read: one that was not found is in none of them. */
  isWhole: boolean;
}

/** Where to look: at what came since a time (ISO 8601), and no longer than this (milliseconds). */
export interface SearchBounds {
  sinceIso: string;
  withinMs: number;
}

const mostFolders = 40;
/** The newest mails of a folder that are read; of each two lines of its head. */
const mostMails = 500;
/** What a folder is called at most, as it is kept. */
const longestName = 200;

/** What Gmail sorts out of the inbox into tabs of their own, although they are all one folder. */
const tabs = ['promotions', 'social', 'updates', 'forums'];

/**
 * Looks for some mails in the folders of a mailbox, the inbox first, and opens each to read alone. Heads are compared here: not every
 * server finds part of one. What was found before the connection broke or the time was over counts.
 */
export async function findCopies(
  client: ImapFlow,
  sought: readonly SoughtMail[],
  { sinceIso, withinMs }: SearchBounds,
): Promise<CopySearch> {
  const until = Date.now() + withinMs;
  const listed = (await client.list()).filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'));
  const folders = foldersToLook(listed);
  const found: FoundMail[] = [];
  let isWhole = folders.length <= mostFolders && folders.some((folder) => placeOf(folder) === 'inbox');
  for (const folder of folders.slice(0, mostFolders)) {
    const open = sought.filter(({ id }) => !found.some((one) => one.id === id));
    if (open.length === 0) break;
    if (Date.now() > until || !client.usable) return { found, isWhole: false };
    try {
      const heads = await readHeads(client, folder, sinceIso);
      if (heads.length >= mostMails) isWhole = false;
      for (const mail of open) {
        const head = heads.find((one) => isOf(one, mail));
        if (head) found.push({ id: mail.id, ...(await placedIn(client, folder, head.uid)) });
      }
    } catch {
      // One that cannot be read holds up no other; what may be in it is not missing.
      isWhole = false;
    }
  }
  return { found, isWhole };
}

interface Head {
  uid: number;
  text: string;
}

async function readHeads(client: ImapFlow, { path }: MailFolder, sinceIso: string): Promise<Head[]> {
  await client.mailboxOpen(path, { readOnly: true });
  const uids = await client.search({ since: new Date(sinceIso) }, { uid: true });
  if (!uids) throw new Error('the server refused to search');
  if (uids.length === 0) return [];
  const newest = uids.sort((a, b) => b - a).slice(0, mostMails);
  const heads: Head[] = [];
  const asked = { uid: true, headers: ['message-id', 'list-unsubscribe'] };
  for await (const { uid, headers } of client.fetch(newest.join(','), asked, { uid: true }))
    heads.push({ uid, text: headers?.toString('latin1').replace(/\r?\n[ \t]+/g, ' ') ?? '' });
  return heads;
}

function isOf({ text }: Head, { id, token }: SoughtMail): boolean {
  return text.toLowerCase().includes(`<${id}@`) || text.includes(token);
}

async function placedIn(client: ImapFlow, folder: MailFolder, uid: number): Promise<Omit<FoundMail, 'id'>> {
  const placement = placeOf(folder) ?? 'other';
  const tab = placement === 'inbox' ? await tabOf(client, uid) : null;
  return tab === null ? { folder: folder.path.slice(0, longestName), placement } : { folder: tab, placement: 'other' };
}

/** The tab of Gmail's inbox that a mail is in; null: the first one, or it is not Gmail. */
async function tabOf(client: ImapFlow, uid: number): Promise<string | null> {
  if (!client.capabilities.has('X-GM-EXT-1')) return null;
  for (const tab of tabs) {
    const uids = await client.search({ uid: String(uid), gmraw: `category:${tab}` }, { uid: true });
    if (uids && uids.length > 0) return tab.charAt(0).toUpperCase() + tab.slice(1);
  }
  return null;
}
