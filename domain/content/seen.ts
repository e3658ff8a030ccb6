import { branches, liquidTagAt, opensBlock, withoutBlocks } from './liquid-blocks.ts';

/** Elements whose content no reader sees, those of them that hold text alone, and those that hold nothing. */
const unseen = new Set(['head', 'mj-head', 'style', 'script', 'title', 'template']);
const textual = new Set(['style', 'script', 'title']);
const empty = new Set(
  ['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'].concat([
    'mj-image',
    'mj-divider',
    'mj-spacer',
  ]),
);

/**
 * What readers see of a body of HTML or MJML: without comments, heads and what is hidden where it stands. What a style sheet hides is not known
 * here. One that is hidden and not closed is taken for seen, and so is all behind it; so is one whose end depends on a condition, or is
 * not certain for a closing tag too many.
 */
export function seenOf(body: string): string {
  const source = withoutComments(body);
  const next = /<|\{%/g;
  let seen = '';
  let from = 0;
  let hidden: Hidden | null = null;
  for (let found = next.exec(source); found; found = next.exec(source)) {
    const liquid = found[0] === '{%';
    const tag = liquid ? liquidTagAt(source, found.index) : tagAt(source, found.index);
    if (tag === null) continue;
    if (tag === 'open') break;
    next.lastIndex = tag.end;
    if (hidden === null) {
      if (!('word' in tag) && isHidden(tag)) hidden = { start: tag.start, open: [tag.name], blocks: [] };
      continue;
    }
    const end = 'word' in tag ? passBlock(hidden, tag.word) : passTag(hidden, tag);
    if (end === 'inside') continue;
    if (end === 'closed') {
      seen += source.slice(from, hidden.start);
      from = tag.end;
    }
    hidden = null;
  }
  return seen + source.slice(from);
}

/** Elements that end where the next of them begins. */
const endsByNext = new Set(['p', 'li', 'dd', 'dt', 'td', 'th', 'tr', 'option']);

/** A hidden element: what is open in it, itself first, and how many were open where each block of Liquid in it begins. */
interface Hidden {
  start: number;
  open: string[];
  blocks: number[];
}

/** What a tag does to a hidden element: goes on in it, closes it, or leaves it open whether it is closed. */
type Passed = 'inside' | 'closed' | 'uncertain';

/** Every branch of a block has to leave as many elements open as it found. */
function passBlock({ open, blocks }: Hidden, word: string): Passed {
  const isEnd = word.startsWith('end');
  if (!isEnd && !branches.has(word)) {
    if (opensBlock(word)) blocks.push(open.length);
    return 'inside';
  }
  const found = isEnd ? blocks.pop() : blocks.at(-1);
  return found === open.length ? 'inside' : 'uncertain';
}

function passTag({ open, blocks }: Hidden, tag: Tag): Passed {
  const inner = open.at(-1)!;
  if (tag.isEmpty || (textual.has(inner) && tag.name !== inner)) return 'inside';
  if (!tag.isClosing) {
    // It ends the one that is open, or it does not: that is for whoever reads the mail to say.
    if (tag.name === inner && endsByNext.has(inner)) return 'uncertain';
    if (!textual.has(inner)) open.push(tag.name);
    return 'inside';
  }
  const at = open.lastIndexOf(tag.name);
  if (at < 0) return 'uncertain';
  open.length = at;
  if (at > 0) return 'inside';
  return blocks.length === 0 ? 'closed' : 'uncertain';
}

const isHidden = (tag: Tag): boolean =>
  !tag.isClosing && !tag.isEmpty && (unseen.has(tag.name) || hides(tag.attributes));

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

/** Whether the attributes of an element hide it from everybody. What stands under a condition may hide it from some. */
function hides(attributes: string): boolean {
  const written = withoutBlocks(attributes).replace(/\{\{[^}]*\}{1,2}/g, '');
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
