import type { Align, Paragraph, RichText, Run } from '../../domain/templates/rich-text.ts';
import { darkClass } from './dark.ts';
import { fieldLiquid, liquidHtml, literalHtml } from './escape.ts';

/** What rich text is written with: from where one reads, the colour of its links, and what a dark screen makes of colours. */
export interface TextStyle {
  direction: 'ltr' | 'rtl';
  linkColour: string;
  darkLink: string;
  darkWords: (colour: string) => string;
}

/** The side that an alignment means. */
export function side(align: Align, direction: TextStyle['direction']): 'left' | 'center' | 'right' {
  if (align === 'center') return 'center';
  return (align === 'start') === (direction === 'ltr') ? 'left' : 'right';
}

/** Rich text as HTML: paragraphs, and lists of entries that follow each other. Whatever it holds is text and never markup. */
export function richHtml(text: RichText, style: TextStyle): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const { kind } = text[at]!;
    const end = kind === 'paragraph' ? at + 1 : endOfList(text, at);
    const margin = end === text.length ? '0' : '0 0 0.8em';
    parts.push(kind === 'paragraph' ? paragraph(text[at]!, style, margin) : list(text.slice(at, end), style, margin));
    at = end;
  }
  return parts.join('');
}

/** Rich text on one level, for headings: paragraphs are lines. */
export function inlineHtml(text: RichText, style: TextStyle): string {
  return text.map(({ runs }) => runs.map((run) => runHtml(run, style)).join('')).join('<br>');
}

function endOfList(text: RichText, from: number): number {
  let end = from;
  while (text[end]?.kind === text[from]!.kind) end += 1;
  return end;
}

function paragraph({ align, runs }: Paragraph, style: TextStyle, margin: string): string {
  const inner = runs.map((run) => runHtml(run, style)).join('');
  // An empty line keeps its height.
  return `<p style="margin:${margin};text-align:${side(align, style.direction)}">${inner || '&nbsp;'}</p>`;
}

function list(entries: readonly Paragraph[], style: TextStyle, margin: string): string {
  const name = entries[0]!.kind === 'number' ? 'ol' : 'ul';
  const inset = style.direction === 'ltr' ? '0 0 0 1.4em' : '0 1.4em 0 0';
  const items = entries.map(({ align, runs }) => {
    const inner = runs.map((run) => runHtml(run, style)).join('');
    return `<li style="margin:0 0 0.3em;text-align:${side(align, style.direction)}">${inner}</li>`;
  });
  return `<${name} style="margin:${margin};padding:${inset}">${items.join('')}</${name}>`;
}

const tags = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const;

function runHtml(run: Run, style: TextStyle): string {
  if (run.kind === 'break') return '<br>';
  let html = run.kind === 'words' ? literalHtml(run.text) : fieldLiquid(run.path, run.fallback);
  for (const mark of new Set(run.marks)) html = `<${tags[mark]}>${html}</${tags[mark]}>`;
  const dark = darkClass('w', run.colour === null ? style.darkLink : style.darkWords(run.colour));
  if (run.link === null || run.link === '')
    return run.colour === null ? html : `<span class="${dark}" style="color:${run.colour}">${html}</span>`;
  return `<a href="${liquidHtml(run.link)}" class="${dark}" style="color:${run.colour ?? style.linkColour};text-decoration:underline">${html}</a>`;
}
