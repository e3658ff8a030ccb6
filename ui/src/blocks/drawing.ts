import type { BrandKit } from '../../../domain/templates/brand-kit.ts';
import type { Look } from '../../../domain/templates/look.ts';
import { fontFamilies } from '../../../domain/templates/fonts.ts';
import type { Block } from '../../../domain/templates/block.ts';

/** A content item as a card shows it. */
export interface DrawnItem {
  title: string;
  description: string;
  imageUrl: string | null;
}

/** What the canvas needs to draw blocks with, besides the blocks. */
export interface Drawing {
  look: Look;
  brand: BrandKit;
  /** What a merge field is called. */
  nameOf: (path: string) => string;
  /** The content items that cards name. */
  itemOf: (id: string) => DrawnItem | undefined;
}

/** The look of a message as properties of the canvas. */
export function styleOf(look: Look): string {
  return [
    `--mail-ground: ${look.ground}`,
    `--mail-surface: ${look.surface}`,
    `--mail-ink: ${look.text}`,
    `--mail-muted: ${look.muted}`,
    `--mail-heading: ${look.heading}`,
    `--mail-accent: ${look.accent}`,
    `--mail-on-accent: ${look.onAccent}`,
    `--mail-font: ${fontFamilies[look.bodyFont]}`,
    `--mail-heading-font: ${fontFamilies[look.headingFont]}`,
    `--mail-size: ${look.textSize}px`,
    `--mail-radius: ${look.radius}px`,
    `--mail-width: ${look.width}px`,
  ].join('; ');
}

/** The room around a block and its ground, where it has its own. */
export function surroundingsOf({ padding, background }: Pick<Block, 'padding' | 'background'>): string {
  return [padding && `padding: ${padding.y}px ${padding.x}px`, background && `background: ${background}`]
    .filter(Boolean)
    .join('; ');
}
