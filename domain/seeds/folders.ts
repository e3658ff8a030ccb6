import type { Placement } from './placement-words.ts';

/** A folder of a mailbox, as its server lists it. */
export interface MailFolder {
  path: string;
  /** The purpose of a folder, such as `\Junk` (RFC 6154), as the server says, or else by its name. */
  specialUse?: string | undefined;
}

/** What was sent or is written, and views over some of the other folders: nothing lands there. */
const passedOver = new Set(['\\Sent', '\\Drafts', '\\Flagged', '\\Important']);
/** The view over all folders but spam: what is in no other was put past the inbox by a filter. */
const everything = '\\All';

/** The last part of names that folders for spam have beside those that every program knows. */
const spamNames = /^(?:junk|spam|bulk)\b|\bspamverdacht\b|\bunerwünscht\b/i;

/** What it means that mail lies in a folder; null: nothing lands there. */
export function placeOf({ path, specialUse }: MailFolder): Exclude<Placement, 'missing'> | null {
  if (path.toUpperCase() === 'INBOX' || specialUse === '\\Inbox') return 'inbox';
  if (specialUse !== undefined && passedOver.has(specialUse)) return null;
  const name = path.split(/[./\\]/).at(-1) ?? path;
  return specialUse === '\\Junk' || spamNames.test(name) ? 'spam' : 'other';
}

/** The folders in which mail may have landed, in the order that it is looked for: the inbox, spam, others, and what shows all of them. */
export function foldersToLook<Folder extends MailFolder>(folders: readonly Folder[]): Folder[] {
  const order = ['inbox', 'spam', 'other'];
  return folders
    .flatMap((folder) => {
      const place = placeOf(folder);
      if (place === null) return [];
      return [{ folder, rank: folder.specialUse === everything ? order.length : order.indexOf(place) }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ folder }) => folder);
}
