import type { BlockContext } from '../../domain/content/block-context.ts';
import type { Block } from '../../domain/templates/block.ts';
import type { Look } from '../../domain/templates/look.ts';
import { fontFamilies } from '../../domain/templates/fonts.ts';
import { attributes } from './escape.ts';
import type { TextStyle } from './rich-html.ts';

/** Where a block is written: how the message looks, how much room there is, and what it is shown with. */
export interface Setting {
  look: Look;
  context: BlockContext;
  /** Pixels between the edges of the column that it stands in. */
  width: number;
  /** Whether it stands on a ground that was chosen for it: there colours stay as they are on a dark screen. */
  isOwnGround: boolean;
  /** Room around blocks that do not say otherwise. */
  padding: { y: number; x: number };
}

/** The room around a block. */
export function paddingOf(block: Block, setting: Setting): { y: number; x: number } {
  return block.padding ?? setting.padding;
}

/** How rich text is written in a setting. */
export function textStyle({ look }: Setting): TextStyle {
  return { direction: look.direction, linkColour: look.accent };
}

/** Lengths of headings in relation to the text, by level. */
const headingSizes = { 1: 1.9, 2: 1.4, 3: 1.15 } as const;

/** How large a heading is, in pixels. */
export function headingSize(look: Look, level: 1 | 2 | 3): number {
  return Math.round(look.textSize * headingSizes[level]);
}

/** The font family of headings. */
export function headingFont(look: Look): string {
  return fontFamilies[look.headingFont];
}

/** The classes of a block: its name for whoever looks for it in a preview, where it is shown, and what a dark screen makes of it. */
export function classesOf(block: Block, setting: Setting, dark: string | null): string {
  const shown = { all: [], phone: ['sc-p'], desktop: ['sc-d'] }[block.shownOn];
  const isRecoloured = dark !== null && !setting.isOwnGround && block.background === null;
  return [`b-${block.id}`, ...shown, ...(isRecoloured ? [dark] : [])].join(' ');
}

/** The attributes that every element of a column has: classes, room, ground. */
export function surroundings(block: Block, setting: Setting, dark: string | null = null): string {
  const { y, x } = paddingOf(block, setting);
  return attributes({
    'css-class': classesOf(block, setting, dark),
    padding: `${y}px ${x}px`,
    'container-background-color': block.background,
  });
}
