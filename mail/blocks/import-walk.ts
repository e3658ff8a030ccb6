import type { Block, BlockOf, LeafBlock } from '../../domain/templates/block.ts';
import type { Paragraph } from '../../domain/templates/rich-text.ts';
import { isElement, linkOf, runsOf, trimmed, wordsOf, type MarkupElement, type MarkupNode } from './import-runs.ts';

/** What a walk over markup has found so far. */
export interface Found {
  notes: Set<string>;
  /** Gives each block its name. */
  nextId: () => string;
  hasWayOut: boolean;
}

const surroundings = { padding: null, background: null, shownOn: 'all' } as const;
const inLine = new Set([
  'a',
  'abbr',
  'b',
  'br',
  'code',
  'del',
  'em',
  'font',
  'i',
  'ins',
  's',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'u',
]);
const skipped = new Set([
  'head',
  'mj-head',
  'script',
  'style',
  'title',
  'link',
  'meta',
  'noscript',
  'svg',
  'iframe',
  'form',
  'object',
]);

/** The blocks that some nodes come to, in their order. */
export function walk(nodes: readonly MarkupNode[], found: Found): Block[] {
  const blocks: Block[] = [];
  let line: MarkupNode[] = [];
  const flush = () => {
    const runs = trimmed(runsOf(line));
    line = [];
    if (runs) addParagraphs(blocks, [{ kind: 'paragraph', align: 'start', runs }], found);
  };
  for (const node of nodes) {
    if (node.type === 'text' || (isElement(node) && isInLine(node))) {
      line.push(node);
      continue;
    }
    if (!isElement(node)) continue;
    flush();
    blocks.push(...blocksOf(node, found, blocks));
  }
  flush();
  return blocks;
}

/** An element within a line that holds nothing which is a block by itself. */
function isInLine(node: MarkupElement): boolean {
  if (!inLine.has(node.name) || isButton(node) || isWayOut(node)) return false;
  return node.children.every((child) => !isElement(child) || isInLine(child));
}

function isButton({ name, attribs }: MarkupElement): boolean {
  return name === 'a' && /background(?:-color)?\s*:|padding\s*:\s*\d{2}/i.test(attribs.style ?? '');
}

function isWayOut({ name, attribs }: MarkupElement): boolean {
  return name === 'a' && /\{\{\s*(?:unsubscribeUrl|preferencesUrl)\b/.test(attribs.href ?? '');
}

/** Adds text to the text block that stands last, or begins one. */
function addParagraphs(blocks: Block[], paragraphs: Paragraph[], { nextId }: Found): void {
  const last = blocks.at(-1);
  if (last?.kind === 'text' && last.text.length + paragraphs.length <= 500) last.text.push(...paragraphs);
  else blocks.push({ ...surroundings, kind: 'text', id: nextId(), text: [...paragraphs] });
}

function blocksOf(node: MarkupElement, found: Found, before: Block[]): Block[] {
  const { name, attribs, children } = node;
  const id = found.nextId;
  if (skipped.has(name)) {
    if (/^(?:script|iframe|form|object)$/.test(name))
      found.notes.add('Scripts, frames and forms were left out: mail may not hold them.');
    return [];
  }
  if (isWayOut(node)) {
    found.hasWayOut = true;
    return [];
  }
  if (/^h[1-6]$/.test(name)) return headingOf(node, found);
  if (name === 'img' || name === 'mj-image') return imageOf(node, { link: linkOf(attribs.href), found });
  if (isButton(node) || name === 'mj-button') {
    const label = wordsOf(children).slice(0, 200);
    const link = linkOf(attribs.href) ?? '';
    const plain = { align: 'center', wide: false, colour: null, labelColour: null } as const;
    return [{ ...surroundings, ...plain, kind: 'button', id: id(), label, link }];
  }
  if (name === 'a') return linked(walk(children, found), linkOf(attribs.href));
  if (name === 'hr' || name === 'mj-divider')
    return [{ ...surroundings, kind: 'divider', id: id(), colour: null, thickness: 1 }];
  if (name === 'mj-spacer') {
    const height = Math.min(200, Math.max(4, parseInt(attribs.height ?? '20', 10) || 20));
    return [{ ...surroundings, kind: 'spacer', id: id(), height }];
  }
  if (name === 'ul' || name === 'ol') {
    addParagraphs(before, entriesOf(node), found);
    return [];
  }
  if (name === 'mj-section' || name === 'tr') return rowOf(node, found);
  if (name === 'mj-raw') found.notes.add('Raw parts of the MJML were read as HTML.');
  return walk(children, found);
}

function headingOf({ name, children }: MarkupElement, found: Found): Block[] {
  const runs = trimmed(runsOf(children));
  if (!runs) return walk(children, found);
  const level = Math.min(3, Number(name[1])) as 1 | 2 | 3;
  const text: Paragraph[] = [{ kind: 'paragraph', align: 'start', runs }];
  return [{ ...surroundings, kind: 'heading', id: found.nextId(), level, text }];
}

function imageOf({ attribs }: MarkupElement, { link, found }: { link: string | null; found: Found }): Block[] {
  const url = (attribs.src ?? '').trim();
  if (!/^https?:\/\//i.test(url) || url.length > 2000) {
    found.notes.add('An image that is no address on the web was left out: upload it.');
    return [];
  }
  // Of the size of a pixel it counts readers and shows nothing.
  if (Number(attribs.width) === 1 || Number(attribs.height) === 1) return [];
  const alt = (attribs.alt ?? '').slice(0, 500);
  const plain = { decorative: false, widthPercent: 100, align: 'center' } as const;
  const image = { url, imageId: null, width: null, height: null };
  return [{ ...surroundings, ...plain, kind: 'image', id: found.nextId(), image, alt, link }];
}

function linked(blocks: Block[], link: string | null): Block[] {
  return blocks.map((block) => (block.kind === 'image' && block.link === null ? { ...block, link } : block));
}

function entriesOf({ name, children }: MarkupElement): Paragraph[] {
  return children.flatMap((child): Paragraph[] => {
    const runs = isElement(child, 'li') ? trimmed(runsOf(child.children)) : null;
    return runs ? [{ kind: name === 'ol' ? 'number' : 'bullet', align: 'start', runs }] : [];
  });
}

/** Cells beside each other with something in two to four of them are columns; one is what it holds. */
function rowOf({ children }: MarkupElement, found: Found): Block[] {
  const cells = children.filter(
    (child) => isElement(child, 'td') || isElement(child, 'th') || isElement(child, 'mj-column'),
  );
  const filled = cells.map((cell) => walk((cell as MarkupElement).children, found)).filter((inner) => inner.length > 0);
  if (filled.length === 0 && cells.length === 0) return walk(children, found);
  if (filled.length < 2 || filled.length > 4) return filled.flat();
  const share = Math.floor(100 / filled.length);
  const columns: BlockOf<'columns'>['columns'] = filled.map((inner, at) => ({
    id: found.nextId(),
    percent: at === 0 ? 100 - share * (filled.length - 1) : share,
    blocks: inner.flatMap(leaves).slice(0, 50),
  }));
  return [{ ...surroundings, kind: 'columns', id: found.nextId(), columns, stacked: true }];
}

/** What of a block may stand in a column: columns in columns are put below each other. */
function leaves(block: Block): LeafBlock[] {
  if (block.kind === 'columns') return block.columns.flatMap(({ blocks }) => blocks);
  return block.kind === 'condition' || block.kind === 'hero' || block.kind === 'footer' ? [] : [block];
}
