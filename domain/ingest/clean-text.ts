import { wholeCharacters } from '../characters.ts';

/** The first `most` units of a text that comes from anywhere, without what Postgres keeps in no text: halves of characters and zeros. */
export function cleanText(text: string, most: number): string {
  return wholeCharacters(text.slice(0, most).replaceAll('\u0000', ''));
}
