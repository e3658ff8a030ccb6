import type { BlockContext } from '../../domain/content/block-context.ts';
import type { MessageContent } from '../../domain/content/content.ts';
import type { Block, BlockOf, LeafBlock } from '../../domain/templates/block.ts';
import type { Look } from '../../domain/templates/look.ts';
import { fontFamilies } from '../../domain/templates/fonts.ts';
import { darkPalette } from '../../domain/templates/dark-look.ts';
import { darkClass } from './dark.ts';
import { attributes, liquidHtml, literalHtml } from './escape.ts';
import { leafMjml } from './leaf-mjml.ts';
import { classesOf, type Setting } from './setting.ts';
import { phoneWidth, styleSheet } from './styles.ts';

/** What is written of a message of blocks. */
export type BlockMessage = Pick<MessageContent, 'subject' | 'blocks' | 'look'>;

/** Room around blocks that say nothing of it, in pixels. */
const padding = { y: 12, x: 24 };
/** Columns keep half of it at their sides, and their row the other half. */
const columnPadding = { y: 12, x: 12 };

/** The look that a message has: its own, or that of the brand. */
export function lookOf(message: Pick<BlockMessage, 'look'>, context: BlockContext): Look {
  return message.look ?? context.brand.look;
}

/**
 * A message of blocks as MJML with Liquid: whole as it is sent, but for the filling. Empty where there is nothing to show. What was typed as
 * words stays words; only addresses, labels and blocks of HTML may hold Liquid of their own.
 */
export function mjmlOfBlocks(message: BlockMessage, context: BlockContext): string {
  const look = lookOf(message, context);
  const setting: Setting = { look, context, width: look.width, ownGround: null, padding };
  const sections = sectionsMjml(message.blocks ?? [], setting);
  if (sections === '') return '';
  const { direction, language } = look;
  const own = attributes({
    'background-color': look.ground,
    width: `${look.width}px`,
    'css-class': darkClass('g', darkPalette(look).ground),
  });
  const body = `<mj-body${own}>${edge()}${logoMjml(setting)}${sections}${edge()}</mj-body>`;
  return `<mjml${attributes({ lang: language, dir: direction })}>${headMjml(message, look, body)}${body}</mjml>`;
}

function headMjml({ subject }: BlockMessage, look: Look, body: string): string {
  const font = fontFamilies[look.bodyFont];
  const size = `${look.textSize}px`;
  const { text, accent, onAccent, radius } = look;
  const all = [
    `<mj-all${attributes({ 'font-family': font })}/>`,
    `<mj-text${attributes({ 'font-size': size, 'line-height': '1.55', color: text, align: look.direction === 'ltr' ? 'left' : 'right' })}/>`,
    `<mj-section${attributes({ padding: '0', direction: look.direction })}/>`,
    `<mj-button${attributes({
      'font-size': size,
      'font-weight': 'bold',
      'background-color': accent,
      color: onAccent,
      'border-radius': `${radius}px`,
      'inner-padding': '13px 26px',
    })}/>`,
  ];
  return `<mj-head><mj-title>${liquidHtml(subject)}</mj-title><mj-breakpoint width="${phoneWidth}px"/><mj-attributes>${all.join('')}</mj-attributes><mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"></mj-raw><mj-style>${styleSheet(body)}</mj-style></mj-head>`;
}

/** A strip of the ground above and below the message. */
function edge(): string {
  return '<mj-section padding="0"><mj-column><mj-spacer height="20px"></mj-spacer></mj-column></mj-section>';
}

function logoMjml({ look, context }: Setting): string {
  const { logo } = context.brand;
  if (!logo || !look.showLogo || logo.image.url === '') return '';
  const own = attributes({ src: logo.image.url, alt: logo.alt, width: `${logo.width}px`, padding: '0 24px 20px' });
  return `<mj-section><mj-column><mj-image${own}></mj-image></mj-column></mj-section>`;
}

/** Blocks of the whole width: those that hold no others share a section as long as nothing sets them apart. */
function sectionsMjml(blocks: readonly Block[], setting: Setting): string {
  const parts: string[] = [];
  let together: LeafBlock[] = [];
  const close = () => {
    if (together.length > 0) parts.push(sectionMjml(together, setting));
    together = [];
  };
  for (const [at, block] of blocks.entries()) {
    if (block.kind !== 'columns' && block.kind !== 'condition' && block.kind !== 'footer') {
      together.push(block);
      continue;
    }
    close();
    if (block.kind === 'footer') {
      const last = blocks.slice(0, at).findLast((one) => isShown(one, setting));
      parts.push(endMjml(last, setting), groundMjml(block, setting));
    } else parts.push(block.kind === 'columns' ? columnsMjml(block, setting) : conditionMjml(block, setting));
  }
  close();
  return parts.join('');
}

/** Whether something of a block can be seen: networks without links and pictures that nobody chose leave nothing behind. */
function isShown(block: Block, setting: Setting): boolean {
  return block.kind === 'columns' || block.kind === 'condition' || leafMjml(block, setting) !== '';
}

function sectionMjml(blocks: readonly LeafBlock[], setting: Setting): string {
  const inner = blocks.map((block) => leafMjml(block, setting)).join('');
  if (inner === '') return '';
  const own = attributes({
    'background-color': setting.ownGround ?? setting.look.surface,
    'css-class': darkClass('g', darkPalette(setting.look, setting.ownGround).surface),
  });
  return `<mj-section${own}><mj-column>${inner}</mj-column></mj-section>`;
}

/** Room below the last block of the sheet, where that has no ground of its own which would end before it. */
function endMjml(last: Block | undefined, setting: Setting): string {
  if (!last || last.kind === 'footer' || last.background !== null || setting.ownGround !== null) return '';
  const own = attributes({
    'background-color': setting.look.surface,
    'css-class': darkClass('g', darkPalette(setting.look).surface),
  });
  return `<mj-section${own}><mj-column><mj-spacer height="12px"></mj-spacer></mj-column></mj-section>`;
}

/** The end of the message stands on the ground around it, unless it has one of its own. */
function groundMjml(block: BlockOf<'footer'>, setting: Setting): string {
  const { look } = setting;
  const own = attributes({
    'background-color': block.background ?? look.ground,
    'css-class': darkClass(
      'g',
      block.background ? darkPalette(look, block.background).surface : darkPalette(look).ground,
    ),
  });
  return `<mj-section${own}><mj-column>${leafMjml(block, setting)}</mj-column></mj-section>`;
}

function columnsMjml(block: BlockOf<'columns'>, setting: Setting): string {
  const { y, x } = block.padding ?? columnPadding;
  const room = setting.look.width - 2 * x;
  const ownGround = block.background ?? setting.ownGround;
  const columns = block.columns.map(({ percent, blocks }, at) => {
    const inner: Setting = {
      ...setting,
      width: Math.round((room * percent) / 100),
      ownGround,
      padding: { y: 8, x: 12 },
    };
    const cell = attributes({ width: `${percent}%`, 'css-class': block.stacked && at > 0 ? 'sc-k' : null });
    return `<mj-column${cell}>${blocks.map((one) => leafMjml(one, inner)).join('')}</mj-column>`;
  });
  const own = attributes({
    'background-color': ownGround ?? setting.look.surface,
    padding: `${y}px ${x}px`,
    'css-class': classesOf(
      { ...block, background: null },
      setting,
      darkClass('g', darkPalette(setting.look, ownGround).surface),
    ),
  });
  const inner = block.stacked ? columns.join('') : `<mj-group>${columns.join('')}</mj-group>`;
  return `<mj-section${own}>${inner}</mj-section>`;
}

/** What some readers see and what all others do; one that nobody chose a rule for yet shows what it holds. */
function conditionMjml(block: BlockOf<'condition'>, outer: Setting): string {
  const { background, shownOn } = block;
  const setting = background ? { ...outer, ownGround: background } : outer;
  const inside = (blocks: readonly Block[]) =>
    sectionsMjml(shownOn === 'all' ? blocks : blocks.map((one) => ({ ...one, shownOn })), setting);
  const held = inside(block.blocks);
  if (block.rule === null) return held;
  const otherwise = inside(block.otherwise);
  if (held === '' && otherwise === '') return '';
  const name = literalHtml(block.id);
  return `{% if conditions["${name}"] %}${held}${otherwise === '' ? '' : `{% else %}${otherwise}`}{% endif %}`;
}
