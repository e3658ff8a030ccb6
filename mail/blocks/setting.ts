import type { BlockContext } from '../../domain/content/block-context.ts';
import type { Block } from '../../domain/templates/block.ts';
import { darkPalette, darkWords, type Palette } from '../../domain/templates/dark-look.ts';
import type { Look } from '../../domain/templates/look.ts';
import { fontFamilies } from '../../domain/templates/fonts.ts';
import { darkClass } from './dark.ts';
import { attributes } from './escape.ts';
import type { TextStyle } from './rich-html.ts';

/** Where a block is written: how the message looks, how much room there is, and what it is shown with. */
export interface Setting {
  look: Look;
  context: BlockContext;
  /** Pixels between the edges of the column that it stands in. */
  width: number;
  /** The ground that was chosen for what it stands in; null is the surface of the message. */
  ownGround: string | null;
  /** Room around blocks that do not say otherwise. */
  padding: { y: number; x: number };
}

/** The room around a block. */
export function paddingOf(block: Block, setting: Setting): { y: number; x: number } {
  return block.padding ?? setting.padding;
}

/** The ground that a block stands on. */
export function groundOf(block: Block, { look, ownGround }: Setting): string {
  return block.background ?? ownGround ?? look.surface;
}

/** The colours of a block on a dark screen; its ground is their surface. */
export function darkOf(block: Block, { look, ownGround }: Setting): Palette {
  return darkPalette(look, block.background ?? ownGround);
}

/** How the rich text of a block is written. */
export function textStyle(block: Block, setting: Setting): TextStyle {
  const { direction, accent } = setting.look;
  const dark = darkOf(block, setting);
  return {
    direction,
    linkColour: accent,
    darkLink: dark.accent,
    darkWords: (colour) => darkWords(colour, groundOf(block, setting), dark.surface),
  };
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

/** The classes of an element of a block: its name for whoever looks for it in a preview, where it is shown, and what a dark screen makes of its ground and of what `dark` names. */
export function classesOf(block: Block, setting: Setting, ...dark: string[]): string {
  const shown = { all: [], phone: ['sc-p'], desktop: ['sc-d'] }[block.shownOn];
  const ground = block.background === null ? [] : [darkClass('g', darkOf(block, setting).surface)];
  return [`b-${block.id}`, ...shown, ...ground, ...dark].join(' ');
}

/** The attributes that every element of a column has: classes, room, ground. */
export function surroundings(block: Block, setting: Setting, ...dark: string[]): string {
  const { y, x } = paddingOf(block, setting);
  // A heading keeps closer to what it is the heading of than to what stands above it.
  const below = block.kind === 'heading' && block.padding === null ? Math.round(y / 3) : y;
  return attributes({
    'css-class': classesOf(block, setting, ...dark),
    padding: below === y ? `${y}px ${x}px` : `${y}px ${x}px ${below}px`,
    'container-background-color': block.background,
  });
}
