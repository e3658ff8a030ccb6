import { expect, it } from 'vitest';
import { foldersToLook, placeOf } from './folders.ts';

it.each([
  ['INBOX', undefined, 'inbox'],
  ['[Gmail]/Spam', '\\Junk', 'spam'],
  ['INBOX.spam', undefined, 'spam'],
  ['Junk E-Mail', undefined, 'spam'],
  ['Spamverdacht', undefined, 'spam'],
  ['INBOX/Promotions', undefined, 'other'],
  ['Papierkorb', '\\Trash', 'other'],
  ['[Gmail]/All Mail', '\\All', 'other'],
  ['[Gmail]/Starred', '\\Flagged', null],
  ['Gesendet', '\\Sent', null],
  ['Spamalot fans', undefined, 'other'],
])('%s (%s): %s', (path, specialUse, place) => expect(placeOf({ path, specialUse })).toBe(place));

it('looks into the inbox first, last at everything, and passes over what nothing lands in', () => {
  const uses: Record<string, string> = { Sent: '\\Sent', Everything: '\\All' };
  const paths = ['Everything', 'Sent', 'Promotions', 'Spam', 'INBOX'];
  const folders = paths.map((path) => ({ path, specialUse: uses[path] }));
  expect(foldersToLook(folders).map(({ path }) => path)).toEqual(['INBOX', 'Spam', 'Promotions', 'Everything']);
});
