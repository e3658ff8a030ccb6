/** How a message is looked at. */
export interface Way {
  isDark: boolean;
  hasImages: boolean;
}

/**
 * A rendered message as a document for a frame without rights: nothing in it loads but pictures, and those only where they are wanted.
 * Whether it is dark is decided here, for the frame has the theme of the page and not that of a reader.
 */
export function shownHtml(html: string, { isDark, hasImages }: Way): string {
  const images = hasImages ? 'http: https: data:' : "'none'";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; font-src 'none'; img-src ${images}`;
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const themed = html.replaceAll(
    /@media\s*\(\s*prefers-color-scheme:\s*dark\s*\)/g,
    isDark ? '@media all' : '@media not all',
  );
  const head = /<head\b[^>]*>/i;
  return head.test(themed) ? themed.replace(head, (tag) => tag + meta) : meta + themed;
}
