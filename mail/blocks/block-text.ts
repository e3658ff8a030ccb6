import type { BlockContext } from '../../domain/content/block-context.ts';
import type { Block, BlockOf } from '../../domain/templates/block.ts';
import { insideOf } from '../../domain/templates/inside.ts';
import type { Paragraph, RichText, Run } from '../../domain/templates/rich-text.ts';
import { fieldLiquid, literal, withFields } from './escape.ts';
import { htmlBlockText } from './html-block.ts';
import type { BlockMessage } from './message-mjml.ts';
import { networkNames, socialLinks } from './social.ts';

/** What the text part is written with: the surroundings of its blocks, and what stands for an address in it. */
interface Writing {
  context: BlockContext;
  link: (url: string) => string;
}

const address = /https?:\/\/(?:\{\{[^{}]*\}\}|[^\s<>"'{}])+/gi;

/** The text part of a message of blocks, with Liquid: what its blocks say, one below the other, with their addresses. Never empty. */
export function textOfBlocks(message: BlockMessage, context: BlockContext, link: Writing['link']): string {
  const text = listText(message.blocks ?? [], { context, link }).trim();
  return `${text === '' ? withFields(message.subject.trim()) || '-' : text}\n`;
}

/** Each block with an empty line behind it; a condition brings its own, so that none is left where nothing is shown. */
function listText(blocks: readonly Block[], writing: Writing): string {
  return blocks
    .map((block) => {
      if (block.kind === 'condition') return conditionText(block, writing);
      if (block.kind === 'columns')
        return insideOf(block)
          .map((inner) => listText(inner, writing))
          .join('');
      const text = blockText(block, writing).trim();
      return text === '' ? '' : `${text}\n\n`;
    })
    .join('');
}

function conditionText(block: BlockOf<'condition'>, writing: Writing): string {
  const held = listText(block.blocks, writing);
  if (block.rule === null) return held;
  const otherwise = listText(block.otherwise, writing);
  if (held === '' && otherwise === '') return '';
  return `{% if conditions["${block.id}"] %}${held}${otherwise === '' ? '' : `{% else %}${otherwise}`}{% endif %}`;
}

function blockText(block: Exclude<Block, { kind: 'columns' | 'condition' }>, writing: Writing): string {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return richText(block.text, writing);
    case 'image':
      return imageText(block, writing);
    case 'button':
      return labelled(withFields(block.label), block.link, writing);
    case 'divider':
      return '----------';
    case 'spacer':
      return '';
    case 'social':
      return socialLinks(block, writing)
        .map(({ network, url }) => labelled(networkNames[network], url, writing))
        .join('\n');
    case 'hero':
      return [
        richText(block.heading, writing),
        richText(block.text, writing),
        block.button ? labelled(withFields(block.button.label), block.button.link, writing) : '',
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    case 'card':
      return cardText(block, writing);
    case 'html':
      return htmlBlockText(block).replace(address, (found) => {
        const url = found.replace(/[.,;:!?)\]]+$/, '');
        return writing.link(url) + found.slice(url.length);
      });
    case 'footer':
      return footerText(block, writing);
  }
}

function imageText(block: BlockOf<'image'>, writing: Writing): string {
  const isShown = block.image !== null && block.image.url !== '';
  if (!isShown || block.decorative || block.alt.trim() === '') return '';
  return block.link ? labelled(withFields(block.alt), block.link, writing) : `[${withFields(block.alt)}]`;
}

function cardText(block: BlockOf<'card'>, writing: Writing): string {
  const { item } = block;
  const label = block.buttonLabel === '' ? '' : `${withFields(block.buttonLabel)} `;
  if (item.kind === 'recommended') {
    const path = `content.${item.place}`;
    const lines = [
      `{{ ${path}.title }}`,
      `{{ ${path}.description }}`,
      `${label}<${writing.link(`{{ ${path}.url }}`)}>`,
    ];
    return `{% if ${path} %}${lines.join('\n')}{% endif %}`;
  }
  const chosen = item.contentItemId === null ? undefined : writing.context.items[item.contentItemId];
  if (!chosen) return '';
  return [literal(chosen.title), literal(chosen.description), `${label}<${writing.link(chosen.url)}>`]
    .filter((line) => line !== '')
    .join('\n');
}

function footerText(block: BlockOf<'footer'>, writing: Writing): string {
  const said = block.text.length > 0 ? richText(block.text, writing) : withFields(writing.context.brand.footerText);
  return [
    said,
    writing.context.senderLine ?? '{{ tenant.name }}, {{ tenant.postalAddress }}',
    `${withFields(block.unsubscribeLabel)}: {{ unsubscribeUrl }}`,
    ...(block.preferencesLabel === '' ? [] : [`${withFields(block.preferencesLabel)}: {{ preferencesUrl }}`]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** What a link says and where it leads; only the address where both are the same. */
function labelled(label: string, url: string, { link }: Writing): string {
  if (url.trim() === '') return label;
  const target = link(withFields(url));
  return label.trim() === '' || label === url ? target : `${label} <${target}>`;
}

function richText(text: RichText, writing: Writing): string {
  let number = 0;
  const lines = text.map((paragraph) => {
    number = paragraph.kind === 'number' ? number + 1 : 0;
    return {
      ...paragraph,
      line: sign(paragraph, number) + paragraph.runs.map((run) => runText(run, writing)).join(''),
    };
  });
  return lines
    .map(({ kind, line }, at) => {
      const next = lines[at + 1];
      if (!next) return line;
      return kind !== 'paragraph' && next.kind === kind ? `${line}\n` : `${line}\n\n`;
    })
    .join('');
}

function sign({ kind }: Paragraph, number: number): string {
  if (kind === 'bullet') return '- ';
  return kind === 'number' ? `${number}. ` : '';
}

function runText(run: Run, writing: Writing): string {
  if (run.kind === 'break') return '\n';
  const said = run.kind === 'words' ? literal(run.text) : fieldLiquid(run.path, run.fallback);
  return run.link === null ? said : labelled(said, run.link, writing);
}
