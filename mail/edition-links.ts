import { RewritingStream } from 'parse5-html-rewriting-stream';
import { liquidPieces, simpleField } from '../domain/content/liquid.ts';

/** A link of an edition. Its place in the list is its index in click tokens. */
export interface EditionLink {
  /** Where it leads, utm_* added; may hold simple merge fields. */
  url: string;
  /** What a reader sees of it. */
  label: string;
  /** Hidden from people: only machines follow it. */
  honeypot?: boolean;
}

/** The parameters added to links so that web analytics know the campaign. Existing ones are kept. */
export type UtmParameters = Readonly<Record<string, string>>;

/** Collects the links of a message and gives each its index; the same address in HTML and text is one link. */
export class LinkList {
  readonly links: EditionLink[] = [];
  constructor(private readonly utm: UtmParameters) {}

  /** The Liquid that stands for a link in an edition. */
  static marker(index: number): string {
    return `{{ links[${index}] }}`;
  }

  /** The index of a new link, one per place in the HTML, so that reports can tell the button from the text link. */
  add(url: string, label = ''): number {
    return this.links.push({ url: withUtm(url, this.utm), label }) - 1;
  }

  /** The index of a link that leads to the same address, a new one where there is none. */
  find(url: string): number {
    const wanted = withUtm(url, this.utm);
    const index = this.links.findIndex((link) => link.url === wanted && !link.honeypot);
    return index >= 0 ? index : this.add(url, url);
  }
}

/** Whether clicks on this address are counted: web addresses, and merge fields that hold one; never our own links, mailto: or anchors. */
export function isTracked(href: string): boolean {
  if (/^https?:\/\//i.test(href)) return true;
  const first = liquidPieces(href)[0];
  if (first?.kind !== 'output') return false;
  return !['unsubscribeUrl', 'preferencesUrl', 'confirmUrl'].includes(
    simpleField(first.inner)?.path[0] ?? 'unsubscribeUrl',
  );
}

/** Adds the utm parameters that an address does not have yet, leaving the rest of it untouched, Liquid included. */
export function withUtm(url: string, utm: UtmParameters): string {
  if (!/^https?:\/\//i.test(url)) return url;
  const hash = url.indexOf('#');
  const [base, fragment] = hash >= 0 ? [url.slice(0, hash), url.slice(hash)] : [url, ''];
  const present = new Set([...base.matchAll(/[?&](utm_\w+)=/gi)].map((match) => match[1]!.toLowerCase()));
  const missing = Object.entries(utm).filter(([name, value]) => value !== '' && !present.has(name));
  if (missing.length === 0) return url;
  const query = missing.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const joint = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return base + joint + query + fragment;
}

/**
 * Replaces the tracked links of an HTML text by their markers and closes up white space that only indents. `restore` turns a hidden address back into its Liquid.
 */
export function rewriteLinks(html: string, list: LinkList, restore: (text: string) => string): Promise<string> {
  const rewriter = new RewritingStream();
  let label: { index: number; text: string } | null = null;
  let verbatim = 0;
  rewriter.on('startTag', (tag) => {
    if (tag.tagName === 'pre' || tag.tagName === 'textarea') verbatim += 1;
    const href = tag.attrs.find((attribute) => attribute.name === 'href');
    const address = href ? restore(href.value).trim() : '';
    if (href && (tag.tagName === 'a' || tag.tagName === 'area') && isTracked(address)) {
      const index = list.add(address);
      href.value = LinkList.marker(index);
      if (tag.tagName === 'a') label = { index, text: '' };
    }
    if (label && tag.tagName === 'img')
      label.text += ` ${tag.attrs.find((attribute) => attribute.name === 'alt')?.value ?? ''}`;
    rewriter.emitStartTag(tag);
  });
  rewriter.on('endTag', (tag) => {
    if (tag.tagName === 'pre' || tag.tagName === 'textarea') verbatim -= 1;
    if (tag.tagName === 'a' && label) {
      list.links[label.index]!.label = restore(label.text).replace(/\s+/g, ' ').trim().slice(0, 200);
      label = null;
    }
    rewriter.emitEndTag(tag);
  });
  rewriter.on('text', (token, raw) => {
    if (label) label.text += token.text;
    rewriter.emitRaw(verbatim > 0 ? raw : closeUp(raw));
  });
  rewriter.on('comment', (_, raw) => rewriter.emitRaw(closeUp(raw)));
  return collect(rewriter, html);
}

/** Closes up white space in linear time, whatever it looks like. */
function closeUp(text: string): string {
  return text.replace(/[ \t]+/g, ' ').replace(/ ?[\r\n]\s*/g, '\n');
}

function collect(rewriter: RewritingStream, html: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    rewriter.setEncoding('utf8');
    rewriter.on('data', (chunk: string) => (output += chunk));
    rewriter.on('end', () => resolve(output));
    rewriter.on('error', reject);
    rewriter.end(html);
  });
}
