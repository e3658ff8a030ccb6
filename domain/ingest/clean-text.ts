/** Half of a character that takes two: what a cut in its middle leaves, and no text that Postgres takes. */
const half = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The first `most` units of a text that comes from anywhere, without what Postgres keeps in no text: halves of characters and zeros. */
export function cleanText(text: string, most: number): string {
  return text.slice(0, most).replaceAll('\u0000', '').replace(half, '');
}
