/** Half of a character that takes two units: what a cut in its middle leaves, and no text that Postgres takes into jsonb. */
const half = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A text without halves of characters. */
export function wholeCharacters(text: string): string {
  return text.replace(half, '');
}

/** What stands in a text from one unit to before another, without the half of a character at either end. */
export function cut(text: string, start: number, end: number): string {
  return wholeCharacters(text.slice(start, end));
}
