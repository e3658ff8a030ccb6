import { liquidPieces } from '../domain/content/liquid.ts';

/** A template whose Liquid is hidden behind words that markup tools leave alone. */
export interface ProtectedTemplate {
  text: string;
  /** Puts the Liquid back, in both forms that `protectLiquid` leaves. */
  restore(markup: string): string;
  /** The same markup with hidden tags as plain words, for tools that drop comments. */
  withoutComments(markup: string): string;
  /** Whether a text speaks of hidden Liquid. */
  mentions(text: string): boolean;
}

/** MJML elements whose content is HTML; in all others, only elements may stand. */
const holdsHtml = new Set([
  'mj-text',
  'mj-button',
  'mj-table',
  'mj-raw',
  'mj-style',
  'mj-title',
  'mj-preview',
  'mj-navbar-link',
  'mj-social-element',
  'mj-accordion-title',
  'mj-accordion-text',
]);

/**
 * Hides Liquid from MJML, CSS inlining and link rewriting. Outputs, and tags inside an attribute, become a word; tags between elements become a comment, which may
 * stand even where a table allows no text, and in MJML a comment inside `<mj-raw>`.
 */
export function protectLiquid(template: string, format: 'mjml' | 'html'): ProtectedTemplate {
  let salt = 'lq';
  while (template.includes(salt)) salt += 'q';
  const hidden: string[] = [];
  const scan = markupScanner();
  let text = '';
  for (const piece of liquidPieces(template)) {
    if (piece.kind === 'text') {
      scan.read(piece.source);
      text += piece.source;
      continue;
    }
    const word = `${salt}${hidden.push(piece.source) - 1}z`;
    if (piece.kind === 'output' || scan.insideTag()) text += word;
    else if (format === 'mjml' && !holdsHtml.has(scan.element())) text += `<mj-raw><!--${word}--></mj-raw>`;
    else text += scan.element() === 'style' || scan.element() === 'mj-style' ? word : `<!--${word}-->`;
  }
  const words = new RegExp(`<!--(${salt}\\d+z)-->|(${salt}\\d+z)`, 'g');
  return {
    text,
    restore: (markup) =>
      markup.replace(words, (_, comment?: string, word?: string) => hidden[numberIn(comment ?? word!, salt)] ?? ''),
    withoutComments: (markup) => markup.replace(words, (_, comment?: string, word?: string) => comment ?? word!),
    mentions: (mentioning) => new RegExp(`${salt}\\d+z`).test(mentioning),
  };
}

function numberIn(word: string, salt: string): number {
  return Number(word.slice(salt.length, -1));
}

/** Follows markup piece by piece: are we inside a tag, and which element is open? */
function markupScanner() {
  const open: string[] = [];
  let tag: string | null = null;
  let quote = '';
  let inComment = false;
  const close = () => {
    const name = /^\/?\s*([\w:-]+)/.exec(tag!)?.[1]?.toLowerCase() ?? '';
    if (tag!.startsWith('/')) open.splice(Math.max(open.lastIndexOf(name), 0), open.includes(name) ? Infinity : 0);
    else if ((name.startsWith('mj') || name === 'style') && !tag!.endsWith('/')) open.push(name);
    tag = null;
  };
  return {
    read(source: string) {
      for (let i = 0; i < source.length; i += 1) {
        const character = source[i]!;
        if (inComment) {
          inComment = !source.startsWith('-->', i);
          continue;
        }
        if (tag === null) {
          if (source.startsWith('<!--', i)) inComment = true;
          else if (character === '<' && /[a-z/]/i.test(source[i + 1] ?? '')) tag = '';
          continue;
        }
        if (quote) quote = character === quote ? '' : quote;
        else if (character === '"' || character === "'") quote = character;
        else if (character === '>') {
          close();
          continue;
        }
        tag += character;
      }
    },
    /** Inside a tag or a comment, where no other comment may stand. */
    insideTag: () => tag !== null || inComment,
    element: () => open.at(-1) ?? '',
  };
}
