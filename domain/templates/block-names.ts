import type { Block } from './block.ts';
import { plainText } from './plain-text.ts';

/** What a kind of block is called on its pages. */
export const blockKindNames: Record<Block['kind'], string> = {
  text: 'Text',
  heading: 'Heading',
  image: 'Image',
  button: 'Button',
  divider: 'Line',
  spacer: 'Space',
  social: 'Social links',
  hero: 'Hero',
  card: 'Card',
  html: 'HTML',
  footer: 'Footer',
  columns: 'Columns',
  condition: 'Condition',
};

/** A block as people know it: its kind, and the beginning of what it says. */
export function blockName(block: Block): string {
  const says = saying(block).replace(/\s+/g, ' ').trim();
  const kind = blockKindNames[block.kind];
  if (says === '') return kind;
  return `${kind} “${says.length > 40 ? `${says.slice(0, 39).trimEnd()}…` : says}”`;
}

function saying(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return plainText(block.text);
    case 'hero':
      return plainText(block.heading);
    case 'button':
      return block.label;
    case 'image':
      return block.alt;
    case 'condition':
      return block.name;
    default:
      return '';
  }
}
