/** Elements whose content no reader sees, and those that hold none. */
const unseen = new Set(['head', 'mj-head', 'style', 'script', 'title', 'template']);
const empty = new Set(
  ['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'].concat([
    'mj-image',
    'mj-divider',
    'mj-spacer',
  ]),
);

/**
 * What readers see of a body of HTML or MJML: without comments, heads and what is hidden where it stands. What a style sheet hides is not known
 * here. One that is hidden and not closed is taken for seen, and so is all behind it.
 */
export function seenOf(body: string): string {
  const source = withoutComments(body);
  let seen = '';
  let from = 0;
  let hidden: { name: string; start: number; depth: number } | null = null;
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at + 1)) {
    const tag = tagAt(source, at);
    if (tag === null) continue;
    if (tag === 'open') break;
    at = tag.end - 1;
    if (hidden === null) {
      const isHidden = !tag.isClosing && !tag.isEmpty && (unseen.has(tag.name) || hides(tag.attributes));
      if (isHidden) hidden = { name: tag.name, start: tag.start, depth: 1 };
    } else if (tag.name === hidden.name && !tag.isEmpty) {
      hidden.depth += tag.isClosing ? -1 : 1;
      if (hidden.depth > 0) continue;
      seen += source.slice(from, hidden.start);
      from = tag.end;
      hidden = null;
    }
  }
  return seen + source.slice(from);
}

/** A tag that begins at `start`; `end` is behind it. */
interface Tag {
  name: string;
  attributes: string;
  isClosing: boolean;
  isEmpty: boolean;
  start: number;
  end: number;
}

/** The tag at a place; null where none is there, `open` where it does not end. A bracket in quotes ends none. */
function tagAt(source: string, start: number): Tag | 'open' | null {
  const [, slash, name] = /^<(\/?)([a-z][\w-]*)/i.exec(source.slice(start, start + 40)) ?? [];
  if (name === undefined) return null;
  const begin = start + 1 + slash!.length + name.length;
  let quote = '';
  for (let at = begin; at < source.length; at += 1) {
    const character = source[at]!;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') {
      const attributes = source.slice(begin, at);
      const kind = name.toLowerCase();
      const isEmpty = empty.has(kind) || attributes.endsWith('/');
      return { name: kind, attributes, isClosing: slash === '/', isEmpty, start, end: at + 1 };
    }
  }
  return 'open';
}

/** Whether the attributes of an element hide it from everybody. */
function hides(attributes: string): boolean {
  const written = attributes.replace(/\{[{%][^}]*\}{1,2}/g, '');
  for (const [, name, quoted, bare] of written.matchAll(/([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*')|\s*=\s*([^\s"'>]+))?/g)) {
    const value = quoted?.slice(1, -1) ?? bare ?? '';
    if (name?.toLowerCase() === 'hidden') return true;
    if (name?.toLowerCase() === 'style' && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b/i.test(value))
      return true;
  }
  return false;
}

/** What stands in comments nobody reads. One that is not closed goes on to the end. */
function withoutComments(body: string): string {
  let seen = '';
  for (let at = 0; ;) {
    const start = body.indexOf('<!--', at);
    if (start < 0) return seen + body.slice(at);
    seen += body.slice(at, start);
    const end = body.indexOf('-->', start + 4);
    if (end < 0) return seen;
    at = end + 3;
  }
}
