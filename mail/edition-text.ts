import { convert } from 'html-to-text';
import type { LinkList } from './edition-links.ts';
import { isTracked, LinkList as Links } from './edition-links.ts';

/** The text part made from HTML whose links are markers already: headings, lists and links stay readable. */
export function textFromHtml(html: string): string {
  const text = convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] } },
      { selector: 'img', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

/** A hand-written text part with its web addresses replaced by the markers of their links. */
export function trackTextLinks(text: string, list: LinkList): string {
  const address = /https?:\/\/(?:\{\{[^{}]*\}\}|[^\s<>"'{}])+/gi;
  return text.replace(address, (found) => {
    const url = found.replace(/[.,;:!?)\]]+$/, '');
    return isTracked(url) ? Links.marker(list.find(url)) + found.slice(url.length) : found;
  });
}
