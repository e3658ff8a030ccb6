import { parseDocument } from 'htmlparser2';
import type { Block } from '../../domain/templates/block.ts';
import { mostBlocks, everyBlock } from '../../domain/templates/inside.ts';
import { richText } from '../../domain/templates/plain-text.ts';
import type { ImportedContent, ImportFormat } from '../../domain/templates/imported.ts';
import { emptyTemplate, TemplateContent } from '../../domain/templates/template.ts';
import { isElement, wordsOf, type MarkupNode } from './import-runs.ts';
import { walk, type Found } from './import-walk.ts';

/**
 * Blocks made from HTML or MJML as well as it goes: text, headings, lists, pictures, buttons, lines and columns. Looks are not taken over: the
 * blocks have that of the brand.
 */
export function importMarkup(format: ImportFormat, source: string): ImportedContent {
  const document = parseDocument(source, {
    recognizeSelfClosing: format === 'mjml',
    lowerCaseTags: true,
    decodeEntities: true,
  });
  let made = 0;
  if (depthOf(document.children) > 200) return asHtml(source);
  const found: Found = { notes: new Set(), nextId: () => `b${(made += 1)}`, hasWayOut: false };
  const blocks = tidy(walk(document.children, found));
  const kept = fitting(blocks);
  if (kept.length < blocks.length)
    found.notes.add('There was more in it than a message can hold: the end was left out.');
  if (found.hasWayOut) {
    found.notes.add('The links to unsubscribe and to preferences became a footer.');
    kept.push(footer(found.nextId()));
  }
  if (/<style\b|style\s*=/i.test(source))
    found.notes.add('Colours and sizes were left behind: the blocks look as the brand does.');
  const head = {
    subject: headline(document.children, ['title', 'mj-title'], 500),
    preheader: headline(document.children, ['mj-preview'], 500),
  };
  const content = TemplateContent.safeParse({ ...emptyTemplate, ...head, blocks: kept });
  if (content.success) return { content: content.data, notes: [...found.notes] };
  return asHtml(source);
}

function asHtml(source: string): ImportedContent {
  const html = { kind: 'html', id: 'b1', html: source.slice(0, 100_000) };
  return {
    content: TemplateContent.parse({ ...emptyTemplate, blocks: [html] }),
    notes: ['It could not be split into blocks, so it is one block of HTML.'],
  };
}

/** How deep elements stand in each other; found without recursion, since it is what keeps others from recurring too far. */
function depthOf(nodes: readonly MarkupNode[]): number {
  let depth = 0;
  for (let level = nodes; level.length > 0; depth += 1)
    level = level.flatMap((node) => (isElement(node) ? node.children : []));
  return depth;
}

function tidy(blocks: readonly Block[]): Block[] {
  return blocks.filter((block) => block.kind !== 'button' || block.label !== '');
}

function fitting(blocks: readonly Block[]): Block[] {
  const kept: Block[] = [];
  let count = 1;
  for (const block of blocks) {
    count += everyBlock([block]).length;
    if (count > mostBlocks) break;
    kept.push(block);
  }
  return kept;
}

function footer(id: string): Block {
  return {
    kind: 'footer',
    id,
    padding: null,
    background: null,
    shownOn: 'all',
    text: richText(),
    unsubscribeLabel: 'Unsubscribe',
    preferencesLabel: 'Change what I get',
    align: 'center',
  };
}

function headline(nodes: readonly MarkupNode[], names: readonly string[], most: number): string {
  for (const node of nodes) {
    if (!isElement(node)) continue;
    const words = names.includes(node.name) ? wordsOf(node.children) : headline(node.children, names, most);
    if (words !== '') return words.slice(0, most);
  }
  return '';
}
